using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight;

/// <summary>One line of the list of what changed, in words.</summary>
/// <param name="Movement">What changed.</param>
/// <param name="Name">The name; nothing where the reader may not see the file any more.</param>
/// <param name="Href">Its page; nothing likewise.</param>
/// <param name="Then">How it counted at the earlier point; nothing likewise, and for a union.</param>
/// <param name="Place">Where it counts, or counted, in words.</param>
public sealed record MovementRow(Movement Movement, string? Name, string? Href, string? Then, string? Place)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns, for the page and the workbook alike.</summary>
    public static IReadOnlyList<Column<MovementRow>> Columns(Texts l, bool isList, TimePoint from, TimePoint to) =>
    [
        new("name", l["名称"], r => r.Name ?? l["已不在您的辖区"]) { Link = r => r.Href },
        new("move", l["变动"], r => l[r.Movement.Move.Title()]) { Narrow = true },
        new("place", l["所在单位"], r => r.Place) { Narrow = true },
        new("before", from.Head(to, isFirst: true, l), r => r.Movement.Say(l, isAfter: false)) { Narrow = true, Link = r => r.Then },
        new("after", to.Head(from, isFirst: false, l), r => r.Movement.Say(l, isAfter: true)) { Narrow = true, Link = r => r.Then is null ? null : r.Href },
        new("above", l["分子增减"], r => r.Movement.Above) { Kind = ColumnKind.Difference, Narrow = true },
        .. isList ? Array.Empty<Column<MovementRow>>() : [new("below", l["分母增减"], r => r.Movement.Below) { Kind = ColumnKind.Difference, Narrow = true }],
    ];

    /// <summary>Puts names to movements, as far as the reader sees their files; an enterprise's links tell how it counted at both points.</summary>
    public static async Task<IReadOnlyList<MovementRow>> Of(
        AppDb db, bool ofUnions, TimePoint from, TimePoint to, IReadOnlyList<Movement> movements)
    {
        var places = await db.Units.ToDictionaryAsync(u => u.Path, u => u.Name);
        var names = new Dictionary<long, (Guid Id, string Name)>();
        foreach (var piece in movements.Select(m => m.Key).Chunk(500))
        {
            var found = ofUnions
                ? db.Unions.Where(u => EF.Parameter(piece).Contains(u.Key)).Select(u => new { u.Key, u.Id, u.Name })
                : db.Enterprises.Where(e => EF.Parameter(piece).Contains(e.Key)).Select(e => new { e.Key, e.Id, e.Name });
            foreach (var row in await found.ToListAsync())
                names[row.Key] = (row.Id, row.Name);
        }
        return [.. movements.Select(m => !names.TryGetValue(m.Key, out var file) ? new MovementRow(m, null, null, null, Where(m))
            : ofUnions ? new(m, file.Name, $"/unions/{file.Id}", null, Where(m))
            : new(m, file.Name, to.Counted(file.Id), from.Counted(file.Id), Where(m)))];

        string? Where(Movement m) => places.GetValueOrDefault((m.After.Denominator + m.After.Numerator > 0 ? m.After.Path : m.Before.Path) ?? "");
    }
}

/// <summary>The words of a change.</summary>
public static class MoveTitles
{
    /// <summary>变动.</summary>
    public static string Title(this Move move) => move switch
    {
        Move.Entered => "进入分母",
        Move.Left => "退出分母",
        Move.Gained => "转为计入",
        Move.Lost => "转为不计入",
        _ => "人数变化",
    };
}
