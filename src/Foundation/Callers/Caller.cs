using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Callers;

/// <summary>Who asks, for which parts of the tree, with which rights. Default-closed: nobody sees nothing.</summary>
public sealed class Caller
{
    /// <summary>How many separate parts of the tree one person may have, allowed or denied each.</summary>
    public const int Parts = 4;

    private readonly IReadOnlyList<Grant> grants;
    private readonly bool standsIn;

    /// <summary>A caller from what was granted.</summary>
    /// <exception cref="Refused"><c>access.too-many-parts</c>: more than <see cref="Parts"/> separate parts.</exception>
    public Caller(Guid? userId, string name, IEnumerable<Grant> grants)
    {
        (UserId, Name) = (userId, name);
        this.grants = [.. grants];
        standsIn = this.grants.Any(g => g.For is not null);
        Allowed = Merge(this.grants.Where(g => !g.Deny));
        Denied = Merge(this.grants.Where(g => g.Deny));
        if (Allowed.Count > Parts || Denied.Count > Parts)
            throw new Refused("access.too-many-parts", "一个账号最多分管 {0} 个互不相连的范围,请授予它们的上级", Parts);
    }

    /// <summary>Nobody: sees nothing, may nothing.</summary>
    public static Caller Nobody { get; } = new(null, "", []);

    /// <summary>The account, or none for the system and for nobody.</summary>
    public Guid? UserId { get; }

    /// <summary>The name that stands in the records.</summary>
    public string Name { get; }

    /// <summary>From where the caller asks: the network address that stands in the records; nothing for jobs and the command line.</summary>
    public string? Origin { get; private set; }

    /// <summary>The key by which a program asks in the place of the account; nothing for a person.</summary>
    public Guid? Program { get; private init; }

    /// <summary>The parts of the tree the caller sees; none overlaps another.</summary>
    public IReadOnlyList<PathRange> Allowed { get; }

    /// <summary>The parts taken away again; a denial beats every permission.</summary>
    public IReadOnlyList<PathRange> Denied { get; }

    /// <summary>Whether everything that is asked for is only tried: no change of this caller is ever made.</summary>
    public bool Rehearses { get; private set; }

    /// <summary>The highest node of the caller's (first) part; empty for the whole tree.</summary>
    public string Home => Allowed.Count == 0 ? "" : Allowed[0].From;

    /// <summary>The program itself: jobs, start-up, the command line. Sees everything.</summary>
    /// <param name="name">What stands in the records, e.g. 系统.</param>
    public static Caller System(string name) => new(null, name, [new Grant("", null, false)]);

    /// <summary>A program that asks with a part of what an account may.</summary>
    /// <param name="program">Its key.</param>
    /// <param name="userId">The account.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="grants">What it may; each held for the account.</param>
    /// <exception cref="Refused"><c>access.too-many-parts</c>: more than <see cref="Parts"/> separate parts.</exception>
    public static Caller Of(Guid program, Guid userId, string name, IEnumerable<Grant> grants) =>
        new(userId, name, grants) { Program = program };

    /// <summary>The same account, seeing only a part of what it sees: for boards and figures of one unit.</summary>
    public Caller Within(string path)
    {
        if (!Covers(path))
            return Nobody;
        var part = new Caller(UserId, Name, grants.Where(g => g.Deny || PathRange.Of(g.Path).Covers(path)).Select(g =>
            g.Deny ? g : g with { Path = path }))
        { Program = Program };
        (part.Rehearses, part.Origin) = (Rehearses, Origin);
        return part;
    }

    /// <summary>The same caller, whose changes are refused: a form is filled in again and not sent.</summary>
    public Caller Rehearsing()
    {
        var copy = (Caller)MemberwiseClone();
        copy.Rehearses = true;
        return copy;
    }

    /// <summary>The same caller, asking from an address.</summary>
    public Caller At(string? origin)
    {
        if (Origin == origin)
            return this;
        var copy = (Caller)MemberwiseClone();
        copy.Origin = origin;
        return copy;
    }

    /// <summary>Whether rows at the path are visible.</summary>
    public bool Covers(string path) => Allowed.Any(r => r.Covers(path)) && !Denied.Any(r => r.Covers(path));

    /// <summary>Whether the caller has the right anywhere: for navigation and pages.</summary>
    public bool Can(string right) => grants.Any(g => !g.Deny && g.Has(right));

    /// <summary>Whether the caller has the right at this place of the tree.</summary>
    public bool Can(string right, string path) =>
        grants.Any(g => !g.Deny && g.Has(right) && PathRange.Of(g.Path).Covers(path)) &&
        !Denied.Any(r => r.Covers(path));

    /// <summary>The name that stands in the records of what is done at a place.</summary>
    /// <returns>The name; with on whose behalf, where nothing but what is held for others reaches the place.</returns>
    public string NameAt(string path)
    {
        if (!standsIn)
            return Name;
        var reaching = grants.Where(g => !g.Deny && PathRange.Of(g.Path).Covers(path)).Select(g => g.For).Distinct().ToList();
        return reaching.Count == 0 || reaching.Contains(null) ? Name : $"{Name}(代{string.Join('、', reaching)})";
    }

    /// <summary>Demands the right at this place of the tree.</summary>
    /// <exception cref="Refused"><c>access.not-allowed</c>: the caller does not have it here.</exception>
    public void Need(string right, string path)
    {
        if (!Can(right, path))
            throw new Refused("access.not-allowed", "您的账号没有在这里做这件事的权限");
    }

    private static List<PathRange> Merge(IEnumerable<Grant> grants)
    {
        var merged = new List<PathRange>();
        foreach (var range in grants.Select(g => PathRange.Of(g.Path)).OrderBy(r => r.From, StringComparer.Ordinal))
            if (!merged.Exists(m => m.Covers(range.From)))
                merged.Add(range);
        return merged;
    }
}

/// <summary>One permission: rights in a part of the tree.</summary>
/// <param name="Path">The node, with everything below it; empty is the whole tree.</param>
/// <param name="Rights">The codes of the rights; <c>null</c> is every right (the program itself).</param>
/// <param name="Deny">Takes the part away instead, whatever else is granted.</param>
/// <param name="For">The name of whose it is, where it is held for somebody else; nothing for an own one.</param>
public sealed record Grant(string Path, IReadOnlySet<string>? Rights, bool Deny, string? For = null)
{
    /// <summary>Whether the permission contains the right.</summary>
    public bool Has(string right) => Rights is null || Rights.Contains(right);
}
