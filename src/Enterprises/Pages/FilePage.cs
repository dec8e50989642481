using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Pages;

/// <summary>A page about one enterprise: it is loaded inside the caller's scope, or the page does not exist.</summary>
public abstract class FilePage : Page
{
    /// <summary>The enterprise's public id.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Opens sealed phones for showing them masked.</summary>
    [Inject]
    protected Vault Vault { get; set; } = null!;

    /// <summary>The parameters of duty and coverage.</summary>
    [Inject]
    protected CoverageParameters Parameters { get; set; } = null!;

    /// <summary>The enterprise; none when the caller may not see it.</summary>
    protected Enterprise? Enterprise { get; private set; }

    /// <summary>Names of the units it lies in, as far as the caller sees them, from the widest.</summary>
    protected IReadOnlyList<PageLink> Places { get; private set; } = [];

    /// <summary>The day, China time.</summary>
    protected DateOnly Today => China.Today(Clock);

    /// <summary>Whether the caller may edit this enterprise.</summary>
    protected bool MayEdit => Enterprise is { } e && Caller.Can("enterprises.edit", e.Path);

    /// <summary>The tree at hand, for the names of places.</summary>
    [Inject]
    protected UnitTree Units { get; set; } = null!;

    /// <summary>The name of a path in a change record.</summary>
    protected string PlaceName(string path) =>
        Caller.Covers(path) && tree?.Find(path) is { } unit ? unit.Name : L["辖区外"];

    private UnitTree.Tree? tree;

    /// <summary>Loads the enterprise; answers 404 when there is none in the caller's scope.</summary>
    /// <returns>Whether it was found.</returns>
    protected async Task<bool> Load()
    {
        await DayRoll.Today();
        tree = await Units.Now();
        Enterprise = await Db.Enterprises.FirstOrDefaultAsync(e => e.Id == Id);
        if (Enterprise is null)
        {
            Nav.NotFound();
            return false;
        }
        var parts = Enterprise.Path.TrimEnd('/').Split('/');
        var paths = Enumerable.Range(1, parts.Length).Select(n => string.Join('/', parts[..n]) + "/").ToArray();
        Places = await Db.Units.Where(u => paths.Contains(u.Path)).OrderBy(u => u.Path)
            .Select(u => new PageLink(u.Name, $"/enterprises?unit={u.Code}", null)).ToListAsync();
        return true;
    }

    /// <summary>The enterprise inside a change, with the right to edit it.</summary>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: no right here; <c>writes.stale</c>: somebody changed it since the form was filled.
    /// </exception>
    protected async Task<Enterprise> Edited(Foundation.Data.AppDb db, int? stamp = null)
    {
        var enterprise = await db.Enterprises.FirstOrDefaultAsync(e => e.Id == Id)
            ?? throw new Refused("enterprises.gone", "这份档案已不在您的辖区内");
        db.Caller.Need("enterprises.edit", enterprise.Path);
        if (stamp is { } seen && seen != enterprise.Stamp)
            throw new Refused("writes.stale", "您打开表单之后,别人已修改过这份档案。请核对下面的最新内容后再保存");
        return enterprise;
    }

    /// <summary>The books of today, inside a change.</summary>
    protected async Task<Ledger> Books(Foundation.Data.AppDb db) =>
        new(db, await Parameters.Of(db), Vault, Today, Clock.GetUtcNow().UtcDateTime);
}
