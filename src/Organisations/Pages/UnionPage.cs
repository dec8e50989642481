using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Pages;

/// <summary>A page about one union: it is loaded inside the caller's scope, or the page does not exist.</summary>
public abstract class UnionPage : Page
{
    /// <summary>The union's public id.</summary>
    [Parameter]
    public Guid Id { get; set; }

    /// <summary>Tells the rooms above what changed.</summary>
    [Inject]
    protected BulletinBoard Bulletins { get; set; } = null!;

    /// <summary>The union with its life and term; none when the caller may not see it.</summary>
    protected UnionRow? Row { get; private set; }

    /// <summary>The day of the states, China time.</summary>
    protected DateOnly Today { get; private set; }

    /// <summary>The instant of recording, UTC.</summary>
    protected DateTime Now => Clock.GetUtcNow().UtcDateTime;

    /// <summary>Whether the caller may edit it.</summary>
    protected bool MayEdit => Row is { } row && Caller.Can("organisations.edit", row.Union.Path);

    /// <summary>The union's address.</summary>
    protected string Home => $"/unions/{Id}";

    /// <summary>Loads the union; answers 404 when there is none in the caller's scope.</summary>
    protected async Task<bool> Load()
    {
        Today = await DayRoll.Today();
        var row = await UnionList.Rows(Db).FirstOrDefaultAsync(r => r.Union.Id == Id);
        if (row is null)
        {
            Nav.NotFound();
            return false;
        }
        Row = row;
        return true;
    }

    /// <summary>The way to a page below the union's own.</summary>
    protected IReadOnlyList<PageLink> Way(string title) =>
        [new(L["工会"], "/unions"), new(Row!.Union.Name, Home), new(title)];

    /// <summary>The union inside a change, with the right to edit it.</summary>
    /// <exception cref="Refused">
    /// <c>access.not-allowed</c>: no right here; <c>writes.stale</c>: somebody changed it since the form was filled.
    /// </exception>
    protected async Task<Union> Edited(AppDb db, int? stamp)
    {
        var union = await db.Unions.FirstOrDefaultAsync(u => u.Id == Id)
            ?? throw new Refused("unions.gone", "这个工会已不在您的辖区内");
        db.Caller.Need("organisations.edit", union.Path);
        if (stamp is { } seen && seen != union.Stamp)
            throw new Refused("writes.stale", "这条记录刚刚被别人修改,请刷新后再试");
        return union;
    }

    /// <summary>Tells the rooms above that the union lives otherwise.</summary>
    protected Task Tell(AppDb db, Union union) => Bulletins.Publish(db, new UnionChanged(union.Key));
}
