using Gonglian.Access.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>What the list of accounts is narrowed to.</summary>
/// <param name="Text">A part of name or login.</param>
/// <param name="Role">Code of a role held today.</param>
/// <param name="Disabled">Only disabled, or only enabled accounts.</param>
/// <param name="After">The last account of the page before.</param>
public sealed record UserFilter(string? Text = null, string? Role = null, bool? Disabled = null, Guid? After = null);

/// <summary>A role held in a part of the tree.</summary>
/// <param name="Code">The role's code.</param>
/// <param name="Role">Its name.</param>
/// <param name="UnitCode">Code of the unit; none where it is not there any more.</param>
/// <param name="Unit">Its name.</param>
public sealed record HeldRole(string Code, string Role, string? UnitCode, string Unit);

/// <summary>An account as the list shows it.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Name">姓名.</param>
/// <param name="Login">登录名.</param>
/// <param name="Unit">所在单位.</param>
/// <param name="Held">Roles held today with their units, within the caller's scope.</param>
/// <param name="Disabled">停用.</param>
/// <param name="Locked">Waiting after wrong passwords.</param>
public sealed record UserRow(
    Guid Id, string Name, string Login, string Unit, IReadOnlyList<HeldRole> Held,
    bool Disabled, bool Locked)
{
    /// <summary>状态 in a word.</summary>
    public string State => Disabled ? "停用" : Locked ? "锁定" : "正常";
}

/// <summary>账号列表: one query and one column list.</summary>
public static class UserList
{
    /// <summary>Accounts on one page.</summary>
    public const int PageSize = 50;

    /// <summary>The columns; words in the reader's language.</summary>
    public static IReadOnlyList<Column<UserRow>> Columns(Texts words) =>
    [
        new("name", "姓名", r => r.Name) { Link = r => $"/users/{r.Id}", Narrow = true },
        new("login", "登录名", r => r.Login) { Narrow = true },
        new("unit", "所在单位", r => r.Unit) { Narrow = true },
        new("roles", "角色与范围", r => string.Join(words["、"], r.Held.Select(h => $"{words[h.Role]}({h.Unit})")))
        {
            Narrow = true,
            Data = new(r => r.Held.Select(h => new { role = h.Code, unit = h.UnitCode, name = h.Unit }), Many: true,
                new("role", "Code of the role."), new("unit", "Code of the unit, with all below it."), new("name", "Its name.")),
        },
        new("state", "状态", r => words[r.State])
        {
            Kind = ColumnKind.Tag, Narrow = true,
            Code = r => r.Disabled ? "disabled" : r.Locked ? "locked" : "enabled", Codes = ["enabled", "locked", "disabled"],
        },
    ];

    /// <summary>One page of accounts in the caller's scope, by unit; one row more when there is a next page.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">What it is narrowed to.</param>
    /// <param name="today">The China day on which roles are held.</param>
    /// <param name="now">When, UTC; decides whether an account is locked.</param>
    public static async Task<IReadOnlyList<UserRow>> UserRows(
        this AppDb db, Caller caller, UserFilter filter, DateOnly today, DateTime now)
    {
        if (!caller.Can(AccessRights.See))
            return [];
        var (grants, rows) = (db.Grants, db.Users.Where(u => filter.Disabled == null || u.Disabled == filter.Disabled));
        if (Logins.Normal(filter.Text) is { Length: > 0 } text)
            rows = rows.Where(u => u.NormalisedLogin.Contains(text) || u.Name.Contains(filter.Text!.Trim()));
        if (!string.IsNullOrEmpty(filter.Role))
            rows = rows.Where(u => grants.Any(g => g.UserKey == u.Key && !g.Deny && g.RoleCode == filter.Role
                && !g.Ended && g.EffectiveFrom <= today && (g.EffectiveTo == null || g.EffectiveTo > today)));
        if (filter.After is { } after && await db.Users.FirstOrDefaultAsync(u => u.Id == after) is { } last)
            rows = rows.Where(u => string.Compare(u.Path, last.Path) > 0 || (u.Path == last.Path && u.Key > last.Key));
        var page = await rows.OrderBy(u => u.Path).ThenBy(u => u.Key).Take(PageSize + 1).ToListAsync();
        return await WithRoles(db, page, today, now);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapApi("users").MapGet("", List)
        .RequireAuthorization(new NeedsAttribute(AccessRights.See))
        .WithMetadata(ApiList.Doc(
            Columns(Texts.Chinese),
            new("q", "A part of name or login."),
            new("role", "Code of a role held today."),
            new("state", "Only these.", Values: ["enabled", "disabled"]),
            new("after", "The page after this account; take it from next.", ApiKind.Id)))
        .WithName("listUsers").WithSummary("Accounts with the roles they hold today, 50 a page");

    /// <summary>The filter as it stands in an address.</summary>
    public static UserFilter Filter(string? q, string? role, string? state, string? after) => new(
        q, role, state is "enabled" or "disabled" ? state == "disabled" : null,
        Guid.TryParse(after, out var id) ? id : null);

    private static async Task<IResult> List(
        HttpContext http, AppDb db, Caller caller, Texts words, TimeProvider clock,
        string? q, string? role, string? state, string? after)
    {
        if (!string.IsNullOrWhiteSpace(role) && !await db.Roles.AnyAsync(r => r.Code == role))
            throw new Refused("access.no-role", "没有这个角色:{0}", role).At("role");
        var rows = await db.UserRows(
            caller, Filter(q, role, state, after), China.Today(clock), clock.GetUtcNow().UtcDateTime);
        var shown = rows.Take(PageSize).ToList();
        return ApiList.Page(http, Columns(words), shown, r => $"{r.Id}",
            next: rows.Count > PageSize ? $"{shown[^1].Id}" : null);
    }

    private static async Task<IReadOnlyList<UserRow>> WithRoles(
        AppDb db, List<User> page, DateOnly today, DateTime now)
    {
        var keys = page.Select(u => u.Key).ToList();
        var grants = (await db.Grants.Where(g => keys.Contains(g.UserKey) && !g.Deny).ToListAsync())
            .Where(g => g.HoldsOn(today)).OrderBy(g => g.Path).ToLookup(g => g.UserKey);
        var paths = page.Select(u => u.Path).Concat(grants.SelectMany(g => g).Select(g => g.Path)).Distinct().ToList();
        var units = await db.Units.Where(u => paths.Contains(u.Path)).ToDictionaryAsync(u => u.Path);
        var roles = await db.Roles.ToDictionaryAsync(r => r.Code, r => r.Name);
        return [.. page.Select(u => new UserRow(
            u.Id, u.Name, u.Login, units.GetValueOrDefault(u.Path)?.Name ?? u.Path,
            [.. grants[u.Key].Select(g => new HeldRole(g.RoleCode, roles.GetValueOrDefault(g.RoleCode, g.RoleCode),
                units.GetValueOrDefault(g.Path)?.Code, units.GetValueOrDefault(g.Path)?.Name ?? g.Path))],
            u.Disabled, u.IsLocked(now)))];
    }
}
