using System.Collections.Frozen;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>A place where an enterprise can work.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Name">Its name.</param>
/// <param name="Above">The subdistrict's name.</param>
public sealed record Place(string Path, string Name, string Above);

/// <summary>地点: communities, parks and buildings by the names and codes that rosters give them.</summary>
public sealed class Places
{
    private static readonly string[] Endings = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区工作站", "社区工联会", "社区"];
    private readonly FrozenDictionary<string, Place> byCode;
    private readonly ILookup<string, Place> byName;
    private readonly FrozenDictionary<(string Community, string Name), string> parks;

    private Places(IReadOnlyList<Unit> units)
    {
        var names = units.ToDictionary(u => u.Key, u => u.Name);
        All = [.. units.Where(u => u.Kind == UnitKind.Community).Select(u =>
            new Place(u.Path, u.Name, u.ParentKey is { } above ? names.GetValueOrDefault(above, "") : ""))];
        Paths = [.. units.Select(u => u.Path)];
        var byPath = All.ToFrozenDictionary(p => p.Path);
        byCode = units.Where(u => u.Kind == UnitKind.Community).ToFrozenDictionary(u => u.Code, u => byPath[u.Path]);
        byName = All.ToLookup(p => Key(p.Name));
        parks = units.Where(u => u.Kind is UnitKind.Park or UnitKind.Building)
            .Select(u => (Community: All.FirstOrDefault(c => PathRange.Of(c.Path).Covers(u.Path))?.Path, Unit: u))
            .Where(p => p.Community is not null)
            .DistinctBy(p => (p.Community, Key(p.Unit.Name)))
            .ToFrozenDictionary(p => (p.Community!, Key(p.Unit.Name)), p => p.Unit.Path);
    }

    /// <summary>All communities.</summary>
    public IReadOnlyList<Place> All { get; }

    /// <summary>The paths of the whole tree.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Reads the whole tree: a place outside the caller's scope must be told from one that is unknown.</summary>
    public static async Task<Places> Load(Store store)
    {
        await using var db = store.Read(Caller.System("导入"));
        return new(await db.Units.Where(u => u.ValidTo == null).OrderBy(u => u.Path).ToListAsync());
    }

    /// <summary>The community of a name or of a code of 12 digits.</summary>
    /// <param name="text">As written; it may carry its subdistrict before it.</param>
    /// <param name="subdistrict">The subdistrict, or empty: it tells communities of one name apart.</param>
    /// <returns>The place, or what is wrong.</returns>
    public (Place? Place, Problem? Problem) Find(string text, string subdistrict)
    {
        if (byCode.TryGetValue(Plain.Code(text), out var coded))
            return (coded, null);
        var plain = Plain.Fold(text).Trim();
        var street = plain.LastIndexOf("街道", StringComparison.Ordinal);
        var above = Key(street > 0 ? plain[..street] : subdistrict);
        var found = byName[Key(street >= 0 ? plain[(street + 2)..] : plain)].ToList();
        if (found.Count > 1 && above.Length > 0)
            found = [.. found.Where(p => above.Contains(Key(p.Above), StringComparison.Ordinal))];
        return found.Count switch
        {
            1 => (found[0], null),
            0 => (null, Problem.Error("import.place", "没有名为“{0}”的社区", text)),
            _ => (null, Problem.Error("import.place-several", "有几个社区都叫“{0}”,请加一列街道", text)),
        };
    }

    /// <summary>The name of a place by its path.</summary>
    public string NameOf(string path) => All.FirstOrDefault(p => p.Path == path)?.Name ?? path;

    /// <summary>The path of a park or building of a community; nothing when no such is known there.</summary>
    public string? Park(string community, string name) => parks.GetValueOrDefault((community, Key(name)));

    // 大磡社区居委会 and 大勘 are one; so are 麻磡 and 麻勘.
    private static string Key(string name)
    {
        var key = Plain.Code(name).Replace('磡', '勘');
        if (key.EndsWith("街道办事处", StringComparison.Ordinal))
            key = key[..^5];
        else if (key.EndsWith("街道", StringComparison.Ordinal))
            key = key[..^2];
        foreach (var ending in Endings)
            if (key.Length > ending.Length && key.EndsWith(ending, StringComparison.Ordinal))
                return key[..^ending.Length];
        return key;
    }
}
