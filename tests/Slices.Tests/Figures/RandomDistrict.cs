using Gonglian.Enterprises;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>Enterprises of which anything is told, at random, for days before and after the day of telling.</summary>
internal sealed class RandomDistrict(Stand stand, int seed)
{
    private static readonly string[] Paths = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];
    private static readonly int[] People = [0, 5, 9, 10, 24, 25, 26, 60, 300];
    private readonly Random random = new(seed);
    private readonly List<(Union Union, UnionFact Life)> unions = [];
    private readonly List<Enterprise> enterprises = [];

    /// <summary>Plants everything.</summary>
    public async Task Plant(int size)
    {
        await stand.PlantTree();
        for (var i = 0; i < size / 3; i++)
            unions.Add(await stand.Found(
                One(Paths), $"工会{i}", One(Enum.GetValues<UnionForm>()), Day(-400, 200), Rarely(() => Day(200, 420))));
        for (var i = 0; i < size; i++)
            enterprises.Add(await stand.RegisterEnterprise(
                One(Paths), $"企业{i}", Maybe(() => One(People)), Maybe(() => One(People)),
                Chance(8) ? Day(-800, 0) : Day(-200, 60), stand.NewCode(Chance(9) ? "91" : "92"), TellAnything));
    }

    /// <summary>Something happens to somebody.</summary>
    public async Task SomethingHappens()
    {
        var enterprise = One(enterprises);
        await stand.Tell(enterprise, (db, ledger, file) =>
        {
            TellAnything(db, ledger, file);
            if (Chance(3) && file.Covers.Count > 0)
                ledger.Leave(file, file.Covers[0].Joining, Maybe(() => Day(-100, 100)));
            if (Chance(3) && file.Exclusions.Find(x => x.State == ExclusionState.Confirmed && x.SupersededAt is null)
                    is { } exclusion)
                exclusion.TakeBack(stand.Clock.Now);
        });
        if (Chance(3))
            await Dissolve(random.Next(unions.Count));
    }

    private void TellAnything(AppDb db, Ledger ledger, OpenFile file)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            var source = One(Enum.GetValues<FactSource>());
            switch (random.Next(7))
            {
                case 0: ledger.Tell(file, FactKind.Headcount, One(People), source, Day(-300, 400)); break;
                case 1: ledger.Tell(file, FactKind.Members, One(People), source, Day(-300, 400)); break;
                case 2: ledger.Tell(file, FactKind.Workplace, 0, source, Day(-60, 400), One(Paths)); break;
                case 3: ledger.Tell(file, FactKind.Verified, 0, FactSource.Visit, Day(-300, 0)); break;
                case 4 or 5:
                    var (union, life) = One(unions);
                    ledger.Join(file, union, [life], Day(-300, 300), Maybe(() => Day(-300, 300)));
                    break;
                default:
                    Exclude(db, file);
                    break;
            }
        }
    }

    private void Exclude(AppDb db, OpenFile file)
    {
        var from = Day(-200, 300);
        var exclusion = new Exclusion
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = file.Enterprise.Path,
            EnterpriseKey = file.Enterprise.Key,
            Code = One(Enum.GetValues<ExclusionCode>()),
            Reason = "试验",
            EffectiveFrom = from,
            EffectiveTo = Maybe(() => from.AddDays(random.Next(1, 300))),
            ProposedBy = "甲",
            ProposedAt = stand.Clock.Now,
        };
        if (!Chance(2))
            exclusion.Decide(!Chance(2), Guid.CreateVersion7(), "乙", stand.Clock.Now);
        db.Add(exclusion);
        file.Exclusions.Add(exclusion);
    }

    // A union that ends changes every unit it covers: their files are judged anew in the same change.
    private async Task Dissolve(int index)
    {
        var (union, life) = unions[index];
        var today = await stand.DayRoll.Today();
        var ended = await stand.Do(async db =>
        {
            var was = await db.UnionFacts.SingleAsync(f => f.Key == life.Key);
            was.SupersededAt = stand.Clock.Now;
            var now = new UnionFact
            {
                Key = db.NextKey(),
                UnionKey = union.Key,
                Kind = UnionFactKind.Life,
                EffectiveFrom = was.EffectiveFrom,
                EffectiveTo = was.EffectiveFrom.AddDays(random.Next(1, 700)),
                RecordedAt = stand.Clock.Now,
                ChangeKey = db.NextKey(),
            };
            db.Add(now);
            var joinings = db.Joinings;
            var covered = await db.Enterprises.Where(e => joinings
                .Any(j => j.UnionKey == union.Key && j.EnterpriseKey == e.Key && j.SupersededAt == null)).ToListAsync();
            var ledger = await stand.LedgerOf(db, today);
            foreach (var file in await ledger.Open(covered))
            {
                foreach (var cover in file.Covers.Where(c => c.Joining.UnionKey == union.Key).ToList())
                    file.Covers[file.Covers.IndexOf(cover)] = cover with { Life = [now] };
                await ledger.Close(file);
            }
            return now;
        });
        unions[index] = (union, ended);
    }

    private DateOnly Day(int from, int to) => stand.Clock.Today.AddDays(random.Next(from, to + 1));

    private bool Chance(int of) => random.Next(10) < of;

    private T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private T? Maybe<T>(Func<T> make)
        where T : struct => Chance(7) ? make() : null;

    private T? Rarely<T>(Func<T> make)
        where T : struct => Chance(3) ? make() : null;
}
