using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>A delegation with who is on the other side.</summary>
/// <param name="Part">The delegation.</param>
/// <param name="Other">Name of the one who has it, or who gave it.</param>
/// <param name="Rests">It gives nothing today: the one who gave it does not hold it all.</param>
public sealed record DelegationRow(Granted Part, string Other, bool Rests);

/// <summary>我的委托: what the caller could hand over, has handed over, and was handed.</summary>
/// <param name="Own">Own grants that can be handed over.</param>
/// <param name="Given">Handed to others, those in force first.</param>
/// <param name="Received">Handed to the caller.</param>
/// <param name="Colleagues">To whom something can be handed: login and name.</param>
/// <param name="Roles">Names of the roles.</param>
/// <param name="Units">Names of the units.</param>
public sealed record OwnDelegations(
    IReadOnlyList<Granted> Own, IReadOnlyList<DelegationRow> Given, IReadOnlyList<DelegationRow> Received,
    IReadOnlyList<(string Login, string Name)> Colleagues,
    IReadOnlyDictionary<string, string> Roles, IReadOnlyDictionary<string, string> Units)
{
    // As many as a list of proposals still helps with; whoever is not among them is found by the login.
    private const int Most = 200;

    /// <summary>Reads the caller's; nothing when the caller has no account.</summary>
    public static async Task<OwnDelegations?> Read(Store store, Caller caller, DateOnly today)
    {
        await using var db = store.Read(caller.Everywhere());
        if (await db.Users.FirstOrDefaultAsync(u => u.Id == caller.UserId) is not { } me)
            return null;
        var roles = await db.RightsByRole();
        var held = await db.Grants.Where(g => g.UserKey == me.Key).ToListAsync();
        var keys = held.ConvertAll(g => g.Key);
        var given = await (from g in db.Grants
                           join u in db.Users on g.UserKey equals u.Key
                           where g.SourceKey != null && keys.Contains(g.SourceKey.Value)
                           select new { Part = g, u.Name }).ToListAsync();
        var sources = await db.SourcesOf([.. held, .. given.Select(g => g.Part)]);
        var (names, units) = await db.NamesOf([.. held, .. given.Select(g => g.Part)]);
        var colleagues = await Delegating.ColleaguesOf(db, me).OrderBy(u => u.Path).ThenBy(u => u.Key).Take(Most)
            .Select(u => new { u.Login, u.Name }).ToListAsync();
        return new OwnDelegations(
            [.. held.Where(g => Delegating.CanBeHanded(g, roles.GetValueOrDefault(g.RoleCode, None), today)).OrderBy(g => g.Path)],
            Sorted(given.Select(g => new DelegationRow(g.Part, g.Name, Rests(g.Part)))),
            Sorted(held.Where(g => g.SourceKey is not null).Select(g => new DelegationRow(g, g.GrantedBy, Rests(g)))),
            colleagues.ConvertAll(c => (c.Login, c.Name)), names, units);

        bool Rests(Granted part) => part.HoldsOn(today) && !(sources.TryGetValue(part.SourceKey!.Value, out var source)
            && Powers.Lends(source, part, roles.GetValueOrDefault(part.RoleCode, None), today));

        IReadOnlyList<DelegationRow> Sorted(IEnumerable<DelegationRow> rows) =>
            [.. rows.OrderByDescending(r => r.Part.HoldsFrom(today)).ThenByDescending(r => r.Part.EffectiveFrom)];
    }

    private static readonly IReadOnlySet<string> None = new HashSet<string>();
}
