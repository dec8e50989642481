using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>企业名单 — filters, search, order and pages say the same as reading every row would.</summary>
public sealed partial class The_list_finds_what_is_asked
{
    private static readonly Caller Everyone = Stand.Person(Places.City);

    private static readonly (string Filter, Func<Enterprise, bool> Fits)[] Filters =
    [
        ("", _ => true),
        ($"place={Places.Taoyuan}", e => e.Path.StartsWith(Places.Taoyuan, StringComparison.Ordinal)),
        ("place=440305008011", e => e.Path.StartsWith(Places.Pingshan, StringComparison.Ordinal)),
        ("unit=NS-P01", e => e.Path == Places.Park),
        ("place=nowhere", _ => false),
        ("section=-", e => e.Section.Length == 0),
        ("section=C", e => e.Section == "C"),
        ("size=0", e => e.Headcount is null),
        ("size=1", e => e.Headcount == 0),
        ("size=3", e => e.Headcount is >= 10 and < 25),
        ("size=4", e => e.Headcount is >= 25 and < 100),
        ("union=own", e => e.UnionForm == UnionForm.Own),
        ("union=none", e => e.UnionForm is null),
        ("duty=national", e => e.Members >= 25),
        ("duty=local", e => e.Members >= 10 || e.Headcount >= 25),
        ("duty=due", e => e.Counted.HasFlag(Counted.Due)),
        ("exclusion=any", e => e.Exclusion is not null),
        ("exclusion=none", e => e.Exclusion is null),
        ("exclusion=x6", e => e.Exclusion == ExclusionCode.SoleTrader),
        ("exclusion=x8", e => e.Exclusion == ExclusionCode.New),
        ("counted=N1&part=excluded", e => e.Exclusion is not null),
        ("exclusion=base", e => e.Counted.HasFlag(Counted.Base)),
        ("exclusion=outside", e => e.Exclusion is null && !e.Counted.HasFlag(Counted.Base)),
        ("coverage=weak", e => e.Counted.HasFlag(Counted.Base | Counted.Covered) && (e.Counted & (Counted.Effective | Counted.VitalityUnknown)) == Counted.None),
        ("coverage=unknown", e => e.Counted.HasFlag(Counted.Base | Counted.VitalityUnknown)),
        ("coverage=none", e => e.Counted.HasFlag(Counted.Base) && !e.Counted.HasFlag(Counted.Covered)),
        ("coverage=outside", e => !e.Counted.HasFlag(Counted.Base)),
        ("duty=other", e => !e.Counted.HasFlag(Counted.Due)),
        ("verified=1", e => !e.Counted.HasFlag(Counted.Unverified)),
        ("status=operating", e => e.Status == OperatingStatus.Operating),
        ("status=suspended", e => e.Status == OperatingStatus.Suspended),
        ("source=-", e => e.HeadcountSource is null),
        ("source=social-insurance", e => e.HeadcountSource == FactSource.SocialInsurance),
        ("year=-", e => e.EstablishedOn is null),
        ("year=2024", e => e.EstablishedOn?.Year == 2024),
        ($"place=440305008011&within={Places.Taoyuan}", e => e.Path.StartsWith(Places.Pingshan, StringComparison.Ordinal)),
        ($"within=440305008011&place={Places.Taoyuan}", e => e.Path.StartsWith(Places.Pingshan, StringComparison.Ordinal)),
        ($"within=440305008011&place={Places.Nanyuan}", _ => false),
        ("unverified=1", e => e.Counted.HasFlag(Counted.Unverified)),
        ("unknown=1", e => e.Headcount is null),
        ("union=own&size=4", e => e.UnionForm == UnionForm.Own && e.Headcount is >= 25 and < 100),
        ("q=公司&union=none", e => e.UnionForm is null),
        ("q=科技", e => e.Name.Contains("科技", StringComparison.Ordinal)),
        ($"place={Places.Nanyuan}&q=科技", e => e.Path == Places.Nanyuan && e.Name.Contains("科技", StringComparison.Ordinal)),
    ];

    [Theory]
    [OnEveryDatabase]
    public async Task Every_filter_brings_the_rows_that_fit_and_counts_them(Database database)
    {
        await using var stand = await Populated(database);
        var list = stand.Get<EnterpriseList>();
        await using var db = stand.Read(Everyone);
        var all = await db.Enterprises.ToListAsync();
        foreach (var (text, fits) in Filters)
            foreach (var sort in EnterpriseSort.All)
            {
                var rows = await Walk(list, db, new(Filter(text), sort));
                Assert.Equal(all.Where(fits).Select(e => e.Name).Order(), rows.Select(e => e.Name).Order());
                Assert.Equal(new EnterpriseCount(rows.Count, true), await list.Count(db, Filter(text), exact: false));
                Assert.Equal(new EnterpriseCount(rows.Count, true), await list.Count(db, Filter(text), exact: true));
            }
        var waiting = await Walk(list, db, new(Filter("exclusion=proposed"), EnterpriseSort.Name));
        Assert.Equal(
            await db.Exclusions.Where(x => x.State == ExclusionState.Proposed).Select(x => x.EnterpriseKey).Order().ToListAsync(),
            waiting.Select(e => e.Key).Order());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_a_figure_counts_is_what_its_list_shows(Database database)
    {
        await using var stand = await Populated(database);
        var list = stand.Get<EnterpriseList>();
        await using var db = stand.Read(Everyone);
        foreach (var place in new[] { "", Places.Taoyuan, Places.Pingshan, Places.Nanyuan })
        {
            var sums = await db.Sums(place);
            foreach (var indicator in Measures.Indicators.Where(i => i.Unit == "家"))
            {
                var at = place.Length == 0 ? "" : $"&place={place}";
                var numerator = await Walk(list, db, new(Filter($"counted={indicator.Id}{at}"), EnterpriseSort.Name));
                Assert.Equal(sums.GetValueOrDefault(indicator.Numerator), numerator.Count);
                if (indicator.Denominator is not { } below)
                    continue;
                var denominator = await Walk(list, db, new(Filter($"counted={indicator.Id}&part=denominator{at}"), EnterpriseSort.Name));
                var rest = await Walk(list, db, new(Filter($"counted={indicator.Id}&part=rest{at}"), EnterpriseSort.Name));
                Assert.Equal(sums.GetValueOrDefault(below), denominator.Count);
                Assert.Equal(denominator.Select(e => e.Key).Order(), numerator.Concat(rest).Select(e => e.Key).Order());
            }
            var people = await Walk(list, db, new(Filter($"counted=N5{(place.Length == 0 ? "" : $"&place={place}")}"), EnterpriseSort.Name));
            Assert.Equal(sums.GetValueOrDefault(Measures.CoveredMembers), people.Sum(e => e.Members ?? 0));
            Assert.Equal(sums.GetValueOrDefault(Measures.CoveredEmployees), people.Sum(e => e.Headcount ?? 0));
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Pages_visit_every_row_once_in_both_directions(Database database)
    {
        await using var stand = await Populated(database);
        var list = stand.Get<EnterpriseList>();
        await using var db = stand.Read(Everyone);
        var asks = Gen.Elements(EnterpriseSort.All.ToArray()).SelectMany(sort => ArbMap.Default.GeneratorFor<bool>()
            .SelectMany(descending => Gen.Choose(1, 9).SelectMany(size => Gen.Elements("", "union=none", "q=公司", "size=4")
                .Select(filter => new EnterpriseAsk(Filter(filter), sort, descending, Size: size)))));
        Prop.ForAll(asks.ToArbitrary(), ask =>
        {
            var forward = Walk(list, db, ask).GetAwaiter().GetResult();
            var back = WalkBack(list, db, ask).GetAwaiter().GetResult();
            var whole = list.All(db, ask).Select(r => r.Key).ToArrayAsync().AsTask().GetAwaiter().GetResult();
            return forward.Select(e => e.Key).SequenceEqual(whole)
                && whole.Distinct().Count() == whole.Length
                && whole.SequenceEqual(back.Select(e => e.Key));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Blanks_stand_at_the_end_whichever_way_it_is_sorted(Database database)
    {
        await using var stand = await Populated(database);
        var list = stand.Get<EnterpriseList>();
        await using var db = stand.Read(Everyone);
        foreach (var descending in new[] { false, true })
        {
            var (sort, _) = EnterpriseSort.Read("headcount");
            var heads = (await Walk(list, db, new(new(), sort, descending, Size: 7))).Select(e => e.Headcount).ToList();
            var known = heads.TakeWhile(h => h is not null).Select(h => h!.Value).ToList();
            Assert.Equal(descending ? known.OrderDescending() : known.Order(), known);
            Assert.All(heads.Skip(known.Count), Assert.Null);
            Assert.Contains(null, heads);
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Nothing_of_another_community_is_found_or_counted(Database database)
    {
        await using var stand = await Populated(database);
        var list = stand.Get<EnterpriseList>();
        await using var db = stand.Read(Stand.Person(Places.Fuguang));
        foreach (var (text, _) in Filters)
        {
            var rows = await Walk(list, db, new(Filter(text), EnterpriseSort.Name));
            Assert.All(rows, r => Assert.StartsWith(Places.Fuguang, r.Path, StringComparison.Ordinal));
            Assert.Equal(rows.Count, (await list.Count(db, Filter(text), exact: false)).Number);
        }
    }

    internal static EnterpriseFilter Filter(string query) =>
        EnterpriseFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));

    /// <summary>Sixty enterprises of every kind.</summary>
    internal static async Task<Stand> Populated(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        string[] where = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];
        var own = await stand.Found(Places.Pingshan, "平山科技工会", UnionForm.Own);
        var joint = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        for (var i = 0; i < 60; i++)
        {
            var n = i;
            var enterprise = await stand.RegisterEnterprise(
                where[i % 4], $"{"甲乙丙丁戊己"[i % 6]}{(i % 5 == 0 ? "科技" : "商贸")}{i / 12}公司", i % 7 == 0 ? null : i * 3 % 70, i % 4 == 0 ? i * 2 : null,
                i % 9 == 0 ? stand.Clock.Today.AddMonths(-2) : null, stand.NewCode(i % 11 == 0 ? "92" : "91"),
                (_, ledger, file) =>
                {
                    var (union, life) = n % 3 == 0 ? own : joint;
                    if (n % 3 != 2)
                        ledger.Join(file, union, [life], stand.Clock.Today.AddDays(-20), stand.Clock.Today.AddDays(-20));
                });
            if (i % 13 == 0)
                await stand.Do(db => Task.FromResult(db.Add(new Exclusion
                {
                    Key = db.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = enterprise.Path,
                    EnterpriseKey = enterprise.Key,
                    Code = ExclusionCode.Moved,
                    Reason = "示例",
                    EffectiveFrom = stand.Clock.Today,
                    ProposedBy = "示例",
                    ProposedAt = stand.Clock.Now,
                })));
        }
        return stand;
    }

    private static async Task<IEnumerable<string>> Names(Stand stand, string typed, Caller? caller = null)
    {
        await using var db = stand.Read(caller ?? Everyone);
        var rows = await Walk(stand.Get<EnterpriseList>(), db, new(new() { Q = typed }, EnterpriseSort.Newest, Descending: true));
        return rows.Select(r => r.Name).Order(StringComparer.Ordinal);
    }

    private static async Task<List<EnterpriseRow>> Walk(EnterpriseList list, AppDb db, EnterpriseAsk ask)
    {
        var rows = new List<EnterpriseRow>();
        for (var page = await list.Page(db, ask); ; page = await list.Page(db, ask with { After = page.Next }))
        {
            rows.AddRange(page.Rows);
            Assert.True(rows.Count < 1000);
            if (page.Next is null)
                return rows;
        }
    }

    private static async Task<List<EnterpriseRow>> WalkBack(EnterpriseList list, AppDb db, EnterpriseAsk ask)
    {
        var page = await list.Page(db, ask);
        while (page.Next is { } next)
            page = await list.Page(db, ask with { After = next });
        var rows = page.Rows.ToList();
        while (page.Previous is { } previous)
        {
            page = await list.Page(db, ask with { Before = previous });
            rows.InsertRange(0, page.Rows);
        }
        return rows;
    }
}
