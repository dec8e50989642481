using Gonglian.Enterprises;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>A house in which a <see cref="Story"/> happens, day by day.</summary>
internal sealed class ToldDistrict(Stand stand, Story story)
{
    private static readonly int[] People = [0, 5, 9, 10, 24, 25, 26, 60, 300];
    private readonly List<(Union Union, IReadOnlyList<UnionFact> Facts)> unions = [];
    private readonly List<Enterprise> enterprises = [];

    /// <summary>Plants the tree and the unions of the story.</summary>
    public async Task Begin()
    {
        await stand.PlantTree();
        foreach (var (union, i) in story.Unions.Select((u, i) => (u, i)))
        {
            var (founded, life) = await stand.Found(
                One(Story.Paths, union.Place), $"工会{i}", union.Form, Day(union.From), union.To is { } to ? Day(union.From + to) : null);
            unions.Add((founded, [life]));
        }
    }

    /// <summary>Everything that is told on a day of the story.</summary>
    public async Task Happen(int day)
    {
        foreach (var deed in story.Deeds.Where(d => d.Day == day))
            if (deed.Act == Act.Register)
                enterprises.Add(await stand.RegisterEnterprise(
                    One(Story.Paths, deed.Who), $"企业{enterprises.Count}", deed.What % 7 == 0 ? null : One(People, deed.What),
                    deed.To is { } members ? One(People, members) : null, Day(deed.From), stand.NewCode(deed.What % 10 == 0 ? "92" : "91")));
            else if (deed.Act is Act.Dissolve or Act.Elect or Act.Seat or Act.Hold or Act.File)
                await TellUnion(deed);
            else if (enterprises.Count > 0)
                await stand.Tell(One(enterprises, deed.Who), (db, ledger, file) => Tell(deed, db, ledger, file));
    }

    private void Tell(Deed deed, AppDb db, Ledger ledger, OpenFile file)
    {
        var (source, from) = (One(Enum.GetValues<FactSource>(), deed.What), Day(deed.From));
        switch (deed.Act)
        {
            case Act.Headcount:
                ledger.Tell(file, FactKind.Headcount, One(People, deed.What), source, from);
                break;
            case Act.Members:
                ledger.Tell(file, FactKind.Members, One(People, deed.What), source, from);
                break;
            case Act.Move:
                ledger.Tell(file, FactKind.Workplace, 0, source, from, One(Story.Paths, deed.What));
                break;
            case Act.Verify:
                ledger.Tell(file, FactKind.Verified, 0, FactSource.Visit, Day(-Math.Abs(deed.From)));
                break;
            case Act.Join when unions.Count > 0:
                var (union, facts) = One(unions, deed.What);
                ledger.Join(file, union, facts, from, deed.To is { } signed ? Day(deed.From + signed - 150) : null);
                break;
            case Act.Leave when file.Covers.Count > 0:
                ledger.Leave(file, One(file.Covers, deed.What).Joining, deed.To is null ? null : from);
                break;
            case Act.Correct:
                file.Enterprise.CreditCode = stand.NewCode(deed.What % 2 == 0 ? "92" : "91");
                file.Enterprise.EstablishedOn = deed.To is { } days ? Day(-days) : null;
                break;
            case Act.Exclude:
                Exclude(deed, db, file);
                break;
            case Act.TakeBackExclusion:
                file.Exclusions.Find(x => x.State == ExclusionState.Confirmed && x.SupersededAt is null)?.TakeBack(stand.Clock.Now);
                break;
        }
    }

    private void Exclude(Deed deed, AppDb db, OpenFile file)
    {
        var exclusion = new Exclusion
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = file.Enterprise.Path,
            EnterpriseKey = file.Enterprise.Key,
            Code = One(Enum.GetValues<ExclusionCode>(), deed.What),
            Reason = "试验",
            EffectiveFrom = Day(deed.From),
            EffectiveTo = deed.To is { } days ? Day(deed.From + days) : null,
            ProposedBy = "甲",
            ProposedAt = stand.Clock.Now,
        };
        if (deed.Who % 5 > 0)
            exclusion.Decide(deed.Who % 5 > 1, Guid.CreateVersion7(), "乙", stand.Clock.Now);
        db.Add(exclusion);
        file.Exclusions.Add(exclusion);
    }

    // Whatever is told of a union may change every unit it covers. What cannot be is refused and changes nothing.
    private async Task TellUnion(Deed deed)
    {
        if (unions.Count == 0)
            return;
        var index = deed.What % unions.Count;
        var key = unions[index].Union.Key;
        await stand.DayRoll.Today();
        try
        {
            await stand.Do(async db =>
            {
                var (union, ledger) = (await db.Unions.SingleAsync(u => u.Key == key), new UnionLedger(db, stand.Clock.Now));
                await (deed.Act switch
                {
                    Act.Elect => ledger.Renew(union, Day(deed.From), Day(deed.From + (deed.To ?? 40) + 60), "试验", approved: true),
                    Act.Seat => ledger.Seat(union, $"主席{deed.Who}", Day(deed.From), deed.To is { } to ? Day(deed.From + to) : null, "试验"),
                    Act.Hold => ledger.Hold(union, Day(deed.From), "活动", "试验"),
                    Act.File => ledger.File(union, [.. Enumerable.Range(0, 1 + (deed.Who % 12)).Select(i => Day(-35).AddMonths(-i))], "试验"),
                    _ => Dissolve(db, union, deed),
                });
                await stand.Get<BulletinBoard>().Publish(db, new UnionChanged(key));
            });
        }
        catch (Refused)
        {
            return;
        }
        await using var read = stand.Read();
        unions[index] = (unions[index].Union, await read.UnionFacts.Where(f => f.UnionKey == key && f.SupersededAt == null).ToListAsync());
    }

    private async Task Dissolve(AppDb db, Union union, Deed deed)
    {
        var facts = await db.UnionFacts.Where(f => f.UnionKey == union.Key && f.SupersededAt == null).ToListAsync();
        var was = facts.Single(f => f.Kind == UnionFactKind.Life);
        was.SupersededAt = stand.Clock.Now;
        var now = new UnionFact
        {
            Key = db.NextKey(),
            UnionKey = union.Key,
            Kind = UnionFactKind.Life,
            EffectiveFrom = was.EffectiveFrom,
            EffectiveTo = was.EffectiveFrom.AddDays(1 + (deed.Who % 700)),
            RecordedAt = stand.Clock.Now,
            ChangeKey = db.NextKey(),
        };
        db.Add(now);
        UnionStanding.Judge(db, union, facts.Where(f => f != was).Append(now), stand.Clock.Today);
    }

    private DateOnly Day(int offset) => stand.Clock.Today.AddDays(offset);

    private static T One<T>(IReadOnlyList<T> of, int number) => of[number % of.Count];
}
