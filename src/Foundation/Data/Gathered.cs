using System.Data.Common;

namespace Gonglian.Foundation.Data;

/// <summary>What several changes gather and what is done once for all of them, before their common commit.</summary>
/// <remarks>
/// Counters and search indexes cost most when they are moved row by row. A change adds to its own gathering
/// (<see cref="AppDb.Gather{T}"/>); when it is refused, what it gathered is dropped with it.
/// </remarks>
public abstract class Gathered
{
    /// <summary>Whether it is done after the others, right before the commit.</summary>
    public virtual bool ComesLast => false;

    /// <summary>Takes over what another change gathered; it is of the same type.</summary>
    public abstract void Add(Gathered other);

    /// <summary>Does the work inside the transaction.</summary>
    public abstract Task Flush(DbConnection connection, DbTransaction transaction);
}

/// <summary>All that one change, or a group of changes, gathered; one of each kind.</summary>
internal sealed class Gatherings
{
    private readonly Dictionary<Type, Gathered> all = [];

    public T Of<T>()
        where T : Gathered, new()
    {
        if (all.TryGetValue(typeof(T), out var found))
            return (T)found;
        var made = new T();
        all.Add(typeof(T), made);
        return made;
    }

    public void Add(Gatherings other)
    {
        foreach (var (type, more) in other.all)
            if (all.TryGetValue(type, out var mine))
                mine.Add(more);
            else
                all.Add(type, more);
    }

    public async Task Flush(DbConnection connection, DbTransaction transaction)
    {
        foreach (var gathered in all.Values.OrderBy(g => g.ComesLast))
            await gathered.Flush(connection, transaction);
    }
}
