using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;

namespace Gonglian.Foundation.Figures;

/// <summary>All counters as they stood at one version. It holds every place: show only what lies in the caller's scope.</summary>
public sealed class Tally
{
    private readonly Store store;
    private readonly string[] places;
    private readonly string[] measures;
    private readonly long[][] counts;
    private readonly long[] turns;
    private readonly DateTime?[] turnedAt;
    private readonly ConcurrentDictionary<Type, Task> beside = [];

    /// <summary>Puts the counters into order.</summary>
    /// <param name="store">Where they stand.</param>
    /// <param name="counters">All of them.</param>
    /// <param name="before">As they stood when they were read last.</param>
    internal Tally(Store store, IReadOnlyList<(string Path, string Measure, long Value)> counters, Tally? before)
    {
        this.store = store;
        measures = [.. counters.Select(c => c.Measure).Where(m => m != Counter.Turn).Distinct(StringComparer.Ordinal)];
        places = [.. counters.Select(c => c.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        counts = [.. places.Select(_ => new long[measures.Length])];
        turns = new long[places.Length];
        var columns = measures.Index().ToDictionary(m => m.Item, m => m.Index, StringComparer.Ordinal);
        var rows = places.Index().ToDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
        foreach (var (path, measure, value) in counters)
            if (columns.TryGetValue(measure, out var column))
                counts[rows[path]][column] = value;
            else
                turns[rows[path]] = value;
        Version = turns.Sum();
        Since = before?.Since ?? store.Clock.GetUtcNow().UtcDateTime;
        turnedAt = [.. places.Select((place, i) => before is null ? null : before.LastTurn(place, turns[i], store.Clock))];
    }

    /// <summary>The sum of all turns.</summary>
    public long Version { get; }

    /// <summary>All measures of several parts of the tree together; those of which there is nothing are left out.</summary>
    /// <param name="parts">The parts' paths, none below another.</param>
    /// <param name="seen">Whether a place is seen by whoever asks.</param>
    public IReadOnlyDictionary<string, long> Sums(IEnumerable<string> parts, Func<string, bool> seen)
    {
        var sums = new long[measures.Length];
        foreach (var place in parts.SelectMany(Inside).Where(i => seen(places[i])))
            for (var i = 0; i < sums.Length; i++)
                sums[i] += counts[place][i];
        var named = new Dictionary<string, long>(sums.Length, StringComparer.Ordinal);
        for (var i = 0; i < sums.Length; i++)
            if (sums[i] != 0)
                named.Add(measures[i], sums[i]);
        return named;
    }

    /// <summary>The turns of several parts of the tree: the sum grows with every change of what lies in them.</summary>
    /// <param name="parts">The parts' paths, none below another.</param>
    /// <param name="seen">Whether a place is seen by whoever asks.</param>
    public long Turns(IEnumerable<string> parts, Func<string, bool> seen) =>
        parts.SelectMany(Inside).Where(i => seen(places[i])).Sum(i => turns[i]);

    /// <summary>Since when this node watches, UTC.</summary>
    public DateTime Since { get; }

    /// <summary>When what lies in several parts changed last as far as this node saw it, UTC; nothing when not <see cref="Since"/>.</summary>
    /// <param name="parts">The parts' paths, none below another.</param>
    /// <param name="seen">Whether a place is seen by whoever asks.</param>
    public DateTime? LastTurn(IEnumerable<string> parts, Func<string, bool> seen) =>
        parts.SelectMany(Inside).Where(i => seen(places[i])).Max(i => turnedAt[i]);

    /// <summary>What else holds for as long as no counter turns; read when it is asked for first.</summary>
    /// <param name="read">Reads it, whatever the scope. Whoever changes it moves a turn (<see cref="ITurns"/>).</param>
    public Task<T> Beside<T>(Func<AppDb, Task<T>> read)
        where T : class
    {
        if (beside.TryGetValue(typeof(T), out var found) && !found.IsFaulted)
            return (Task<T>)found;
        var reading = Read(read);
        beside[typeof(T)] = reading;
        return reading;
    }

    private async Task<T> Read<T>(Func<AppDb, Task<T>> read)
    {
        await using var db = store.Read(Caller.System("在手计数"));
        return await read(db);
    }

    private DateTime? LastTurn(string place, long turn, TimeProvider clock)
    {
        var i = Array.BinarySearch(places, place, StringComparer.Ordinal);
        return i >= 0 && turns[i] == turn ? turnedAt[i] : clock.GetUtcNow().UtcDateTime;
    }

    private IEnumerable<int> Inside(string part)
    {
        var range = PathRange.Of(part);
        var first = Array.BinarySearch(places, range.From, StringComparer.Ordinal);
        for (var i = first < 0 ? ~first : first; i < places.Length && range.Covers(places[i]); i++)
            yield return i;
    }
}
