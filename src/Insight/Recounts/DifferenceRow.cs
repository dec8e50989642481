using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Sheets;
using Gonglian.Insight.Records;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Recounts;

/// <summary>One difference in words.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Name">The enterprise or union; nothing for a counter.</param>
/// <param name="Href">Its page.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="What">The value's name.</param>
public sealed record DifferenceRow(Difference Difference, string? Name, string? Href, string? Place, string What)
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<Column<DifferenceRow>> Columns(Texts l) =>
    [
        new("name", l["单位"], r => r.Name ?? l["合计数"]) { Link = r => r.Href },
        new("place", l["所在单位"], r => r.Place),
        new("what", l["哪个数"], r => r.What),
        new("kept", l["现在记着"], r => r.Difference.Kept.Length > 0 ? r.Difference.Kept : "—"),
        new("counted", l["按事实应是"], r => r.Difference.Counted.Length > 0 ? r.Difference.Counted : "—"),
    ];

    /// <summary>The differences of a recount that lie in the caller's scope.</summary>
    public static async Task<IReadOnlyList<DifferenceRow>> Of(AppDb db, long recountKey, Texts l)
    {
        var found = await db.Differences.Where(d => d.RecountKey == recountKey).OrderBy(d => d.Key).ToListAsync();
        var places = await db.Units.ToDictionaryAsync(u => u.Path, u => u.Name);
        var names = new Dictionary<(DifferenceKind, long), (string Name, string Href)>();
        foreach (var piece in Keys(found, DifferenceKind.Unit))
            foreach (var e in await db.Enterprises.Where(e => EF.Parameter(piece).Contains(e.Key)).Select(e => new { e.Key, e.Id, e.Name }).ToListAsync())
                names[(DifferenceKind.Unit, e.Key)] = (e.Name, $"/enterprises/{e.Id}");
        foreach (var piece in Keys(found, DifferenceKind.Union))
            foreach (var u in await db.Unions.Where(u => EF.Parameter(piece).Contains(u.Key)).Select(u => new { u.Key, u.Id, u.Name }).ToListAsync())
                names[(DifferenceKind.Union, u.Key)] = (u.Name, $"/unions/{u.Id}");
        return [.. found.Select(d =>
        {
            var named = names.TryGetValue((d.Kind, d.SubjectKey), out var subject);
            return new DifferenceRow(d, named ? subject.Name : null, named ? subject.Href : null, places.GetValueOrDefault(d.Path), Title(db, d, l));
        })];
    }

    private static IEnumerable<long[]> Keys(IEnumerable<Difference> found, DifferenceKind kind) =>
        found.Where(d => d.Kind == kind).Select(d => d.SubjectKey).Distinct().Chunk(500);

    // A measure is called after the first indicator that it makes.
    private static string Title(AppDb db, Difference d, Texts l)
    {
        if (d.Kind != DifferenceKind.Counter)
            return d.What switch
            {
                nameof(Enterprise.Counted) => l["计数状态"],
                nameof(Enterprise.NextChange) => l["下次变化的日子"],
                nameof(Organisations.Unions.Union.TermTo) => l["届满"],
                nameof(Organisations.Unions.Union.State) => l["届情"],
                _ => FieldTitles.Of(nameof(Enterprise), d.What) is { } title ? l[title] : d.What,
            };
        foreach (var indicator in db.Indicators)
            if (d.What == indicator.Numerator || d.What == indicator.Denominator || d.What == indicator.Unknown)
                return d.What == indicator.Numerator ? l["{0} 分子", indicator.Id]
                    : d.What == indicator.Denominator ? l["{0} 分母", indicator.Id] : l["{0} 未知", indicator.Id];
        foreach (var code in Enum.GetValues<ExclusionCode>())
            if (d.What == Measures.Excluded(code))
                return l[code.Title()];
        return d.What == Measures.Units ? l["在册"] : d.What == Measures.Unverified ? l["未核实"] : d.What;
    }
}
