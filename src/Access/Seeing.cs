using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>Why somebody can see a place: one grant that reaches it.</summary>
/// <param name="Granted">The grant.</param>
/// <param name="Role">The name of the role.</param>
/// <param name="Place">The name of the unit for which it was given.</param>
/// <param name="Rests">A delegation that gives nothing today.</param>
public sealed record Reach(Granted Granted, string Role, string Place, bool Rests);

/// <summary>Somebody who can see a place.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">姓名.</param>
/// <param name="Why">The grants that reach it, those for the narrowest place first.</param>
/// <param name="Rights">Codes of the rights that the person has there.</param>
public sealed record Seer(Guid Id, string Name, IReadOnlyList<Reach> Why, IReadOnlySet<string> Rights);

/// <summary>Somebody who is shut out of a place by a denial, whatever else was granted.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">姓名.</param>
/// <param name="Denial">The denial.</param>
/// <param name="Place">The name of the unit for which it holds.</param>
public sealed record ShutOut(Guid Id, string Name, Granted Denial, string Place);

/// <summary>谁能看到: who can see a place today and why, computed by what computes everybody's rights (<see cref="Powers"/>).</summary>
/// <param name="Seers">Those who can.</param>
/// <param name="Shut">Those who are shut out.</param>
public sealed record Seeing(IReadOnlyList<Seer> Seers, IReadOnlyList<ShutOut> Shut)
{
    /// <summary>Reads it, in a handful of queries however many accounts there are.</summary>
    /// <param name="store">The store: grants may have been given outside the caller's part of the tree.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="path">The place.</param>
    /// <param name="sees">The right to see what lies there, e.g. <c>enterprises.see</c>.</param>
    /// <param name="rights">Codes of all rights that are told.</param>
    /// <param name="today">The China day.</param>
    /// <exception cref="Foundation.Rules.Refused"><c>access.not-allowed</c>: no right to ask this there.</exception>
    public static async Task<Seeing> Of(
        Store store, Caller caller, string path, string sees, IReadOnlyCollection<string> rights, DateOnly today)
    {
        caller.Need(AccessRights.Who, path);
        await using var db = store.Read(caller.Everywhere());
        var above = Enumerable.Range(0, path.Length).Where(i => path[i] == '/').Select(i => path[..(i + 1)]).ToArray();
        var rows = await (from g in db.Grants
                          join u in db.Users on g.UserKey equals u.Key
                          where above.Contains(g.Path) && !g.Ended && !u.Disabled
                          orderby u.Key
                          select new { Grant = g, User = u }).ToListAsync();
        rows = rows.FindAll(r => r.Grant.HoldsOn(today));
        var (names, units) = await db.NamesOf(rows.ConvertAll(r => r.Grant));
        var (roles, sources) = (await db.RightsByRole(), await db.SourcesOf(rows.ConvertAll(r => r.Grant)));
        var (seers, shut) = (new List<Seer>(), new List<ShutOut>());
        foreach (var person in rows.GroupBy(r => r.User.Key))
        {
            var (user, held) = (person.First().User, person.Select(r => r.Grant).ToList());
            if (held.Find(g => g.Deny) is { } denial)
            {
                shut.Add(new ShutOut(user.Id, user.Name, denial, PlaceOf(denial)));
                continue;
            }
            var can = new Caller(user.Id, user.Name, Powers.Of(held, sources, roles, today));
            if (can.Can(sees, path))
                seers.Add(new Seer(user.Id, user.Name, [.. held.OrderByDescending(g => g.Path.Length).Select(WhyOf)],
                    rights.Where(r => can.Can(r, path)).ToHashSet()));
        }
        return new Seeing(seers, shut);

        string PlaceOf(Granted granted) => units.GetValueOrDefault(granted.Path, granted.Path);

        Reach WhyOf(Granted granted) => new(granted, names.GetValueOrDefault(granted.RoleCode, granted.RoleCode), PlaceOf(granted),
            granted.SourceKey is { } key && !(sources.TryGetValue(key, out var source)
                && Powers.Lends(source, granted, roles.GetValueOrDefault(granted.RoleCode, Nothing), today)));
    }

    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();
}
