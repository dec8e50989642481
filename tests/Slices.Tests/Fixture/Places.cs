using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Definitions;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>A small tree: one city, one district, two subdistricts, three communities, one park.</summary>
public static class Places
{
    public const string City = "4403/";
    public const string District = "4403/05/";
    public const string Taoyuan = "4403/05/008/";
    public const string Pingshan = "4403/05/008/011/";
    public const string Fuguang = "4403/05/008/012/";
    public const string Park = "4403/05/008/011/p01/";
    public const string Nanshan = "4403/05/002/";
    public const string Nanyuan = "4403/05/002/001/";

    /// <summary>All of them with their names, from the top.</summary>
    public static IReadOnlyList<(string Path, string Code, string Name, UnitKind Kind)> All { get; } =
    [
        (City, "440300000000", "深圳市", UnitKind.City),
        (District, "440305000000", "南山区", UnitKind.District),
        (Nanshan, "440305002000", "南山街道", UnitKind.Subdistrict),
        (Nanyuan, "440305002001", "南园社区", UnitKind.Community),
        (Taoyuan, "440305008000", "桃源街道", UnitKind.Subdistrict),
        (Pingshan, "440305008011", "平山社区", UnitKind.Community),
        (Fuguang, "440305008012", "福光社区", UnitKind.Community),
        (Park, "NS-P01", "平山示例园", UnitKind.Park),
    ];

    /// <summary>Plants the tree, inside a change.</summary>
    public static Task Plant(AppDb db)
    {
        var keys = new Dictionary<string, long>();
        foreach (var (path, code, name, kind) in All)
        {
            keys[path] = db.NextKey();
            var above = path[..(path[..^1].LastIndexOf('/') + 1)];
            db.Add(new Unit
            {
                Key = keys[path],
                Id = Guid.CreateVersion7(),
                Path = path,
                ParentKey = above.Length == 0 ? null : keys[above],
                Code = code,
                Name = name,
                Kind = kind,
                ValidFrom = new DateOnly(2020, 1, 1),
            });
        }
        return Task.CompletedTask;
    }
}

/// <summary>The tree and enterprises of a test.</summary>
public sealed partial class Stand
{
    private int codes;

    /// <summary>Plants the small tree.</summary>
    public Task PlantTree() => Do(Places.Plant);

    /// <summary>A valid credit code that was not given out before in this test.</summary>
    /// <param name="start">The first two characters: 91 a company, 92 a sole trader.</param>
    public string NewCode(string start = "91") => CreditCode.Make($"{start}440305", Interlocked.Increment(ref codes));

    /// <summary>Registers an enterprise through the ledger.</summary>
    /// <param name="path">Where it works.</param>
    /// <param name="name">Its name.</param>
    /// <param name="headcount">Employees, counted 30 days ago; nothing for unknown.</param>
    /// <param name="members">Members, likewise.</param>
    /// <param name="established">Registration; two years ago when nothing is said.</param>
    /// <param name="code">Credit code; a new valid one when nothing is said.</param>
    /// <param name="more">What else is told before the file is closed.</param>
    public async Task<Enterprise> RegisterEnterprise(
        string path, string name, int? headcount = null, int? members = null, DateOnly? established = null,
        string? code = null, Action<AppDb, Ledger, OpenFile>? more = null)
    {
        var today = await DayRoll.Today();
        return await Do(async db =>
        {
            var ledger = await LedgerOf(db, today);
            var file = ledger.Register(path, name, code ?? NewCode(), established ?? today.AddYears(-2),
                today.AddDays(-30), FactSource.Roster);
            if (headcount is { } people)
                ledger.Tell(file, FactKind.Headcount, people, FactSource.SocialInsurance, today.AddDays(-30));
            if (members is { } joined)
                ledger.Tell(file, FactKind.Members, joined, FactSource.SelfReport, today.AddDays(-30));
            more?.Invoke(db, ledger, file);
            await ledger.Close(file);
            return file.Enterprise;
        });
    }

    /// <summary>Registers many at once, of which nothing is known but the name.</summary>
    public async Task RegisterEnterprises(string path, IEnumerable<string> names)
    {
        var today = await DayRoll.Today();
        await Do(async db =>
        {
            var ledger = await LedgerOf(db, today);
            foreach (var name in names)
                await ledger.Close(ledger.Register(path, name, NewCode(), today.AddYears(-2), today.AddDays(-30), FactSource.Roster));
        });
    }

    /// <summary>Opens an enterprise's file, tells something and closes it.</summary>
    public async Task Tell(Enterprise enterprise, Action<AppDb, Ledger, OpenFile> tell)
    {
        var today = await DayRoll.Today();
        await Do(async db =>
        {
            var ledger = await LedgerOf(db, today);
            var file = await ledger.Open((await db.Enterprises.FindAsync(enterprise.Key))!);
            tell(db, ledger, file);
            await ledger.Close(file);
        });
    }

    /// <summary>Founds a union that lives from a day on; it covers nobody yet.</summary>
    public async Task<(Union Union, UnionFact Life)> Found(
        string path, string name, UnionForm form, DateOnly? from = null, DateOnly? to = null) => await Do(db =>
    {
        var union = new Union { Key = db.NextKey(), Id = Guid.CreateVersion7(), Path = path, Name = name, Form = form };
        var life = new UnionFact
        {
            Key = db.NextKey(),
            UnionKey = union.Key,
            Kind = UnionFactKind.Life,
            EffectiveFrom = from ?? Clock.Today.AddYears(-1),
            EffectiveTo = to,
            RecordedAt = Clock.Now,
            ChangeKey = db.NextKey(),
        };
        UnionStanding.Judge(db, union, [life], Clock.Today);
        db.AddRange(union, life);
        return Task.FromResult((union, life));
    });

    /// <summary>A version of the definition that holds from a day on, past or future.</summary>
    public async Task Define(CoverageRules rules, DateOnly from, int number = 2)
    {
        await Do(db =>
        {
            db.Add(new Definition
            {
                Number = number,
                ValidFrom = from,
                Parameters = JsonSerializer.Serialize(rules),
                Reason = "试验口径",
                Path = Places.District,
                SetBy = "区领导",
                SetAt = Clock.Now,
            });
            return Task.CompletedTask;
        });
        Clock.Advance(TimeSpan.FromSeconds(6));
    }

    /// <summary>A ledger on a day, for a change of the test's own.</summary>
    public async Task<Ledger> LedgerOf(AppDb db, DateOnly today) =>
        new(db, await Get<CoverageParameters>().Of(db), Vault, today, Clock.Now);
}
