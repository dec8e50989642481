using System.Text.Json;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Teams;

/// <summary>任命: what is said of a person who takes a post.</summary>
public sealed class Appointing
{
    /// <summary>The id the post shall have, made where the form is filled: sent twice, it is made once.</summary>
    public Guid Id { get; set; }

    /// <summary>岗位.</summary>
    public PostKind Kind { get; set; }

    /// <summary>姓名.</summary>
    public string? Person { get; set; }

    /// <summary>职务 in the station.</summary>
    public string? Office { get; set; }

    /// <summary>First day in the post.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Puts a person into a post of the unit's federation.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="today">The day, China time; the first day when none is named.</param>
    /// <exception cref="Refused">
    /// <c>organisations.no-post</c>, <c>organisations.no-person</c>: not said; <c>organisations.post-held</c>: the
    /// federation has a chair, or the person holds the same post already.
    /// </exception>
    public async Task Enter(AppDb db, Unit unit, DateOnly today)
    {
        if (await db.Posts.AnyAsync(p => p.Id == Id))
            return;
        var (no, from) = (new Refusals(), From ?? today);
        var (person, office) = (Person?.Trim() ?? "", Office?.Trim() ?? "");
        no.When(!Enum.IsDefined(Kind), nameof(Kind), "organisations.no-post", "请选择岗位");
        no.When(person.Length == 0, nameof(Person), "organisations.no-person", "请填写姓名");
        no.NotOver(person, 60, nameof(Person));
        no.NotOver(office, 60, nameof(Office));
        var held = await db.Posts.Where(p => p.UnitKey == unit.Key && p.Kind == Kind
            && (p.EffectiveTo == null || p.EffectiveTo > from)).ToListAsync();
        if (held.Find(p => Kind == PostKind.Chair || p.Person == person) is { } other)
            no.Add(new Refused("organisations.post-held", "“{0}”自 {1} 起在任,请先登记离任,或把任职日期改到其离任之后",
                other.Person, other.EffectiveFrom).At(nameof(From)));
        no.Throw();
        db.Add(new Post
        {
            Key = db.NextKey(),
            Id = Id,
            Path = unit.Path,
            UnitKey = unit.Key,
            Kind = Kind,
            Person = person,
            Office = office,
            EffectiveFrom = from,
        });
    }
}

/// <summary>The team rules of this store, and the teams of many units at once.</summary>
public static class TeamReading
{
    /// <summary>The rules: the setting <see cref="TeamRules.Setting"/>, or <see cref="TeamRules.Default"/>.</summary>
    public static async Task<TeamRules> ReadTeamRules(this AppDb db) =>
        await db.Get(TeamRules.Setting) is { } json ? JsonSerializer.Deserialize<TeamRules>(json)! : TeamRules.Default;

    /// <summary>What the teams of some units lack on a day, by the unit's key.</summary>
    public static async Task<IReadOnlyDictionary<long, IReadOnlyList<Vacancy>>> VacanciesOf(
        this AppDb db, IEnumerable<Unit> units, DateOnly day)
    {
        var rules = await db.ReadTeamRules();
        var keys = units.Select(u => u.Key).ToArray();
        var posts = (await db.Posts.Where(p => keys.Contains(p.UnitKey)).ToListAsync()).ToLookup(p => p.UnitKey);
        return keys.ToDictionary(k => k, k => rules.Check(posts[k], day));
    }
}
