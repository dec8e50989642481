using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Imports;

/// <summary>导入组织: a whole tree from one table, in one change, recorded unit by unit. The same table again changes nothing.</summary>
public static class UnitImport
{
    /// <summary>The right, at the unit below which others are added or which is corrected.</summary>
    public const string Right = "organisations.edit";

    /// <summary>What a table would do.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="lines">The table's rows.</param>
    /// <param name="today">The day, China time.</param>
    public static async Task<UnitPlan> PlanUnits(this AppDb db, IReadOnlyList<UnitLine> lines, DateOnly today)
    {
        var units = await db.Units.OrderBy(u => u.Path).ToListAsync();
        var seen = units.Select(u => u.Code).ToHashSet(StringComparer.Ordinal);
        var all = await db.Units.IgnoreQueryFilters([AppDb.ScopeFilter]).Select(u => u.Code).ToListAsync();
        return UnitPlan.Make(lines, units, all.Where(c => !seen.Contains(c)).ToHashSet(StringComparer.Ordinal), db.Caller, today);
    }

    /// <summary>Adds and corrects units, inside a change: all rows that are not refused, or none.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="lines">The table's rows.</param>
    /// <param name="file">The file's name, for the records.</param>
    /// <param name="mark">The plan that was looked at; none where nobody looked.</param>
    /// <param name="today">The day, China time; new units exist from here on.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="Refused"><c>organisations.import-changed</c>: the tree is another than when the plan was made.</exception>
    public static async Task<UnitPlan> ImportUnits(
        this AppDb db, IReadOnlyList<UnitLine> lines, string file, string? mark, DateOnly today)
    {
        var plan = await db.PlanUnits(lines, today);
        if (mark is not null && plan.Mark != mark)
            throw new Refused("organisations.import-changed", "组织树在您看预览时有了变动,还没有导入;下面是新的预览,请再看一遍");
        db.Reason = $"导入组织表 {file[^Math.Min(file.Length, 180)..]}";
        foreach (var row in plan.Units.Where(u => u.Fate == UnitFate.Changed))
            Correct(row.Standing!, row);
        var known = plan.Units.Select(u => u.Standing).OfType<Unit>().ToDictionary(u => u.Code, StringComparer.Ordinal);
        foreach (var row in plan.Units.Where(u => u.Fate == UnitFate.New).OrderBy(u => u.Kind))
        {
            if (!known.TryGetValue(row.AboveCode, out var above))
                known[row.AboveCode] = above = await db.Units.FirstAsync(u => u.Code == row.AboveCode);
            db.Caller.Need(Right, above.Path);
            known[row.Code] = await EntryOf(row).Plant(db, above, today);
            if (row.Kind > UnitKind.Community)
                await db.SaveChangesAsync(); // the next free place is asked of the table
        }
        return plan;
    }

    private static UnitEntry EntryOf(PlannedUnit row) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = row.Kind!.Value,
        Code = row.Code,
        Name = row.Name,
        CreationYear = row.Year,
    };

    private static void Correct(Unit unit, PlannedUnit row)
    {
        if (row.Name.Length > 0)
            unit.Name = row.Name;
        unit.CreationYear = row.Year ?? unit.CreationYear;
    }
}
