using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation;
using Gonglian.Organisations;
using Gonglian.Organisations.Groups;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>组织树: the units of the tree at hand, so that a list names its communities without a join.</summary>
public sealed class UnitTree(Store store, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile Tree? tree;

    /// <summary>The tree, at most five seconds old. It holds every unit: show only what lies in the caller's scope.</summary>
    /// <param name="places">What it is asked for; a saved group, whose figures are never old, is not old here either.</param>
    public async ValueTask<Tree> Now(params IEnumerable<string?> places)
    {
        var exact = places.Any(UnitGroup.IsSaved);
        if (tree is { } known && clock.GetElapsedTime(known.ReadAt) < Fresh
            && (!exact || known.Version == await store.Tallies.Version()))
            return known;
        await using var db = store.Read(Caller.System("组织树"));
        var (version, readAt) = (await store.Tallies.Version(), clock.GetTimestamp());
        return tree = new Tree(
            await db.Units.OrderBy(u => u.Path).ToListAsync(), await db.Groups.ToListAsync(), version, readAt);
    }

    /// <summary>All units as they were at one moment.</summary>
    public sealed class Tree
    {
        private readonly Dictionary<string, Unit> byPath;
        private readonly Dictionary<string, Unit> byCode;
        private readonly UnitsAtHand hand;
        private readonly ConcurrentDictionary<string, Places> places = new(StringComparer.Ordinal);

        internal Tree(IReadOnlyList<Unit> units, IEnumerable<SavedGroup> groups, long version, long readAt)
        {
            (All, Version, ReadAt, hand) = (units, version, readAt, new(units, groups));
            byPath = units.ToDictionary(u => u.Path);
            byCode = units.ToDictionary(u => u.Code);
        }

        /// <summary>All units, from the root, every one before those below it.</summary>
        public IReadOnlyList<Unit> All { get; }

        internal long Version { get; }

        internal long ReadAt { get; }

        /// <summary>The groups that a caller sees.</summary>
        public IEnumerable<UnitGroup> GroupsOf(Caller caller) => hand.Groups(caller.Covers);

        /// <summary>The name of a group that a caller sees; nothing where there is no such.</summary>
        public string? GroupName(string? code, Caller caller, Texts texts) =>
            code is not null && hand.Group(code, caller.Covers) is { } group ? group.Saved?.Name ?? texts[group.Name] : null;

        /// <summary>The unit of a path or of a code; nothing when there is none.</summary>
        public Unit? Find(string? pathOrCode) => pathOrCode is null ? null
            : byPath.GetValueOrDefault(pathOrCode) ?? byCode.GetValueOrDefault(pathOrCode);

        /// <summary>The parts that a place stands for: a unit's own, or those of a group that the caller sees.</summary>
        /// <param name="place">Path or code of a unit, or the name of a group; nothing for the whole tree.</param>
        /// <param name="caller">Who asks.</param>
        /// <returns>Their paths, none below another; nothing when there is no such place.</returns>
        public IReadOnlyList<string>? PathsOf(string? place, Caller caller)
        {
            if (place is null)
                return [""];
            return UnitGroup.Is(place) ? hand.PathsOf(place, caller.Covers)
                : Find(place) is { } unit ? [unit.Path] : null;
        }

        /// <summary>The parts in which two places meet.</summary>
        /// <param name="place">See the other.</param>
        /// <param name="within">The second place.</param>
        /// <param name="caller">Who asks.</param>
        /// <returns>Their paths, none below another; nothing when they do not meet, or one of them is no place.</returns>
        public IReadOnlyList<string>? PathsOf(string? place, string? within, Caller caller)
        {
            if (within is null)
                return PathsOf(place, caller);
            if (PathsOf(place, caller) is not { } some || PathsOf(within, caller) is not { } others)
                return null;
            List<string> both =
            [
                .. some.Where(s => others.Any(o => PathRange.Of(o).Covers(s))),
                .. others.Where(o => !some.Contains(o) && some.Any(s => PathRange.Of(s).Covers(o))),
            ];
            return both.Count == 0 ? null : both;
        }

        /// <summary>The units in which a path lies, and the park or building itself where the path is one's.</summary>
        public Places At(string path) => places.GetOrAdd(path, static (path, tree) => new(
            tree.Above(path, UnitKind.Subdistrict), tree.Above(path, UnitKind.Community),
            tree.byPath.GetValueOrDefault(path) is { Kind: UnitKind.Park or UnitKind.Building } site ? site : null), this);

        /// <summary>The unit of a kind in which a path lies; nothing when there is none.</summary>
        public Unit? Above(string path, UnitKind kind)
        {
            for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 2) + 1)
            {
                if (byPath.TryGetValue(path[..end], out var unit) && unit.Kind == kind)
                    return unit;
                if (end < 2)
                    break;
            }
            return null;
        }
    }

    /// <summary>The units in which a path lies.</summary>
    /// <param name="Subdistrict">街道; nothing above it.</param>
    /// <param name="Community">社区; nothing above it.</param>
    /// <param name="Site">The park or building itself; nothing when the path is a community's.</param>
    public sealed record Places(Unit? Subdistrict, Unit? Community, Unit? Site);
}
