using Gonglian.Foundation.Data;

namespace Gonglian.Enterprises;

/// <summary>By what rows are found.</summary>
public enum By
{
    /// <summary>An index, or the table itself in the order of its keys.</summary>
    Index,

    /// <summary>The keys that the search finds, gathered first.</summary>
    Search,

    /// <summary>The keys that the search finds, one by one in their order.</summary>
    SearchInOrder,

    /// <summary>Keys that were gathered before.</summary>
    Gathered,

    /// <summary>What the database thinks best.</summary>
    Database,
}

/// <summary>A way to rows.</summary>
/// <param name="By">By what they are found.</param>
/// <param name="Cost">About how many microseconds.</param>
/// <param name="Index">The index that SQLite shall go by; empty for the table itself.</param>
/// <param name="Keys">The keys that were gathered.</param>
public sealed record Way(By By, double Cost, string Index = "", IReadOnlyCollection<long>? Keys = null)
{
    private const string Table = "\"enterprise\" AS \"e\"";

    /// <summary>The column that has the keys in order.</summary>
    internal string Key => By == By.SearchInOrder ? "s.rowid" : "e.\"Key\"";

    /// <summary>From where SQLite selects; it does not know how filters go together, and is told.</summary>
    internal string OnSqlite(ScopedQuery rows, SearchTerm? term) => By switch
    {
        By.Index => $"{Table} {(Index.Length == 0 ? "NOT INDEXED" : $"INDEXED BY {Index}")}",
        By.Search => $"({term!.Candidates(rows)}) AS k CROSS JOIN {Table} ON e.\"Key\" = k.\"Key\"",
        By.SearchInOrder => Searched(rows, term!),
        By.Gathered => $"({rows.Among(Keys!)}) AS k CROSS JOIN {Table} ON e.\"Key\" = k.value",
        _ => Table,
    };

    /// <summary>From where PostgreSQL selects; it is told of keys only.</summary>
    internal string OnPostgres(ScopedQuery rows, SearchTerm? term)
    {
        if (By == By.Search)
            rows.And($"e.\"Key\" IN ({term!.Candidates(rows)})");
        if (By == By.Gathered)
            rows.And(rows.AnyOf("e.\"Key\"", Keys!));
        return Table;
    }

    private static string Searched(ScopedQuery rows, SearchTerm term)
    {
        rows.And($"s.enterprise_search MATCH {rows.Value(Search.Match(term.Tokens))}");
        return $"enterprise_search AS s CROSS JOIN {Table} ON e.\"Key\" = s.rowid";
    }
}
