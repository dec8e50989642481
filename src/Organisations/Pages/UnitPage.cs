using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Pages;

/// <summary>A page about one unit of the tree: it is loaded inside the caller's scope, or the page does not exist.</summary>
public abstract class UnitPage : Page
{
    /// <summary>The unit's code.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    /// <summary>The unit; none when the caller may not see it.</summary>
    protected Unit? Unit { get; private set; }

    /// <summary>The units above it, as far as the caller sees them, from the widest.</summary>
    protected IReadOnlyList<PageLink> Above { get; private set; } = [];

    /// <summary>The day of the figures, China time.</summary>
    protected DateOnly Today { get; private set; }

    /// <summary>Whether the caller may edit it.</summary>
    protected bool MayEdit => Unit is { } unit && Caller.Can("organisations.edit", unit.Path);

    /// <summary>The unit's address.</summary>
    protected string Home => $"/organisations/{Code}";

    /// <summary>Loads the unit; answers 404 when there is none in the caller's scope.</summary>
    protected async Task<bool> Load()
    {
        Today = await DayRoll.Today();
        Unit = await Db.Units.FirstOrDefaultAsync(u => u.Code == Code);
        if (Unit is null)
        {
            Nav.NotFound();
            return false;
        }
        var parts = Unit.Path.TrimEnd('/').Split('/');
        var paths = Enumerable.Range(1, parts.Length - 1).Select(n => string.Join('/', parts[..n]) + "/").ToArray();
        var above = await Db.Units.Where(u => paths.Contains(u.Path)).OrderBy(u => u.Path).ToListAsync();
        Above = [new(L["组织"], "/organisations"), .. above.Select(u => new PageLink(u.Name, $"/organisations/{u.Code}"))];
        return true;
    }

    /// <summary>The way to a page below the unit's own.</summary>
    protected IReadOnlyList<PageLink> Way(string title) => [.. Above, new(Unit!.Name, Home), new(title)];

    /// <summary>The unit inside a change, with the right to edit it.</summary>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: no right here; <c>writes.stale</c>: somebody changed it since the form was filled.
    /// </exception>
    protected async Task<Unit> Edited(AppDb db, int? stamp = null)
    {
        var unit = await db.Units.FirstOrDefaultAsync(u => u.Code == Code)
            ?? throw new Refused("organisations.gone", "这个单位已不在您的辖区内");
        db.Caller.Need("organisations.edit", unit.Path);
        CheckStamp(stamp, unit);
        return unit;
    }

    /// <summary>Refuses a form that was filled from an older state of the row.</summary>
    protected static void CheckStamp(int? seen, IStamped row)
    {
        if (seen is { } stamp && stamp != row.Stamp)
            throw new Refused("writes.stale", "这条记录刚刚被别人修改,请刷新后再试");
    }

    /// <summary>Below which units the caller may move it: who moves it edits the place it leaves as well.</summary>
    protected async Task<IReadOnlyList<Unit>> PlacesToMove()
    {
        var unit = Unit!;
        var kinds = Moving.KindsAbove(unit.Kind);
        if (kinds.Count == 0 || !Caller.Can("organisations.edit", Tree.Unit.PathAbove(unit.Path)))
            return [];
        var units = await Db.Units
            .Where(u => kinds.Contains(u.Kind) && u.Key != unit.ParentKey && (u.ValidTo == null || u.ValidTo > Today))
            .OrderBy(u => u.Path).ToListAsync();
        return units.FindAll(u => Caller.Can("organisations.edit", u.Path));
    }

    /// <summary>A vacancy in words: 缺经审委员, or who holds the post without the office.</summary>
    protected string Say(Vacancy vacancy) => vacancy.Say(L);
}
