using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>调整隶属: a community, park or building goes below another unit, with everything in it.</summary>
public sealed class Moving
{
    /// <summary>Code of the unit below which it shall lie.</summary>
    public string? Above { get; set; }

    /// <summary>The new division code of a community, whose code begins as that of its subdistrict; others keep theirs.</summary>
    public string? Code { get; set; }

    /// <summary>Below which kinds a unit may lie; none where it is not moved.</summary>
    public static IReadOnlyList<UnitKind> KindsAbove(UnitKind kind) => kind switch
    {
        UnitKind.Community => [UnitKind.Subdistrict],
        UnitKind.Park => [UnitKind.Community],
        UnitKind.Building => [UnitKind.Community, UnitKind.Park],
        _ => [],
    };

    /// <summary>Moves the unit; every row below it follows in the same change.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="bulletins">Tells the rooms above.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="today">The day, China time.</param>
    /// <param name="now">The instant of recording, UTC.</param>
    /// <param name="also">What is wrong with the form besides.</param>
    /// <exception cref="Refused">
    /// <c>organisations.move-where</c>: not below this one; <c>organisations.move-same</c>: it lies there already;
    /// <c>organisations.above-closed</c>; <c>organisations.code-taken</c>; <c>access.not-allowed</c>: no right at the place
    /// it comes from or goes to; and those of <see cref="DivisionCode"/>.
    /// </exception>
    public async Task Enter(AppDb db, BulletinBoard bulletins, Unit unit, DateOnly today, DateTime now, Refusals? also = null)
    {
        var from = unit.Path;
        var no = also ?? new Refusals();
        var code = unit.Kind == UnitKind.Community ? Plain.Code(Code) : unit.Code;
        var above = await no.Try(Goal(db, unit, today));
        var segment = above is null ? null : await no.Try(unit.Kind == UnitKind.Community
            ? UnitEntry.SegmentOf(db, unit.Kind, code, above, own: unit.Code)
            : UnitEntry.FreeSegment(db, above, unit.Kind));
        if (above is null && unit.Kind == UnitKind.Community && !DivisionCode.IsOne(code))
            no.Add(DivisionCode.NotOne());
        no.Throw();
        var left = await db.Units.Where(u => u.Key == unit.ParentKey).Select(u => u.Name).FirstOrDefaultAsync();
        (unit.ParentKey, unit.Code, unit.Path) = (above!.Key, code, $"{above.Path}{segment}/");
        db.Note(null, now, unit, "move",
            new Dictionary<string, object?> { [nameof(Above)] = left }, new Dictionary<string, object?> { [nameof(Above)] = above.Name });
        await db.SaveChangesAsync();
        await db.MovePaths(from, unit.Path);
        await bulletins.Publish(db, new UnitMoved(from, unit.Path));
    }

    private async Task<Unit> Goal(AppDb db, Unit unit, DateOnly today)
    {
        var above = await db.Units.FirstOrDefaultAsync(u => u.Code == Above);
        if (above is null || !KindsAbove(unit.Kind).Contains(above.Kind))
            throw new Refused("organisations.move-where", "请选择它的新上级").At(nameof(Above));
        db.Caller.Need("organisations.edit", Unit.PathAbove(unit.Path));
        db.Caller.Need("organisations.edit", above.Path);
        if (above.ValidTo <= today)
            throw new Refused("organisations.above-closed", "“{0}”已撤销,不能再加下级", above.Name).At(nameof(Above));
        return above.Key == unit.ParentKey
            ? throw new Refused("organisations.move-same", "它已经在“{0}”下面", above.Name).At(nameof(Above))
            : above;
    }
}
