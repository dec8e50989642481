using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Data;

/// <summary>A query written by hand over a scoped table, which stands in it under its first letter; for lists that must be quick.</summary>
/// <remarks>
/// It holds the scope as the context's own filter says it (<see cref="AppDb.Scoped{T}"/>), and nothing is read
/// without it. What differs from question to question is a value; the text is the same for each kind, and prepared once.
/// </remarks>
public sealed class ScopedQuery
{
    private readonly Store store;
    private readonly string scope;
    private readonly StringBuilder where = new(1024);
    private readonly List<KeyValuePair<string, object>> values;
    private int named;

    internal ScopedQuery(Store store, ScopeText scope) =>
        (this.store, this.scope, values) = (store, scope.Condition, [.. scope.Values]);

    /// <summary>The day, China time.</summary>
    public DateOnly Today => China.Today(store.Clock);

    /// <summary>Whether this is the embedded database.</summary>
    public bool IsSqlite => store.IsSqlite;

    /// <summary>The conditions so far, and the scope behind them: what most rows fail is asked first.</summary>
    public string Where => $"{where}{scope}";

    /// <summary>A value's name in the text.</summary>
    public string Value(object value)
    {
        var name = $"@v{named++}";
        values.Add(new(name, value));
        return name;
    }

    /// <summary>One more condition.</summary>
    public ScopedQuery And(string condition)
    {
        where.Append('(').Append(condition).Append(")\nAND ");
        return this;
    }

    /// <summary>One more condition if a value is asked for.</summary>
    /// <param name="left">What stands before the value, such as <c>e."Section" =</c>.</param>
    /// <param name="value">The value; nothing adds nothing.</param>
    public ScopedQuery And(string left, object? value) => value is null ? this : And($"{left} {Value(value)}");

    /// <summary>That a column is one of some numbers.</summary>
    public string AnyOf(string column, IReadOnlyCollection<long> numbers) =>
        IsSqlite ? $"{column} IN ({Among(numbers)})" : $"{column} = ANY({Value(numbers.ToArray())})";

    /// <summary>Numbers as a list that <c>IN (…)</c> takes.</summary>
    public string Among(IReadOnlyCollection<long> numbers) => IsSqlite
        ? $"SELECT value FROM json_each({Value($"[{string.Join(',', numbers)}]")})"
        : $"SELECT unnest({Value(numbers.ToArray())})";

    /// <summary>Keys that a query of the context finds, as a list that <c>IN (…)</c> takes.</summary>
    public string Among(IQueryable<long> keys)
    {
        using var command = keys.CreateDbCommand();
        var text = command.CommandText;
        foreach (var parameter in command.Parameters.Cast<DbParameter>().OrderByDescending(p => p.ParameterName.Length))
            text = text.Replace($"@{parameter.ParameterName.TrimStart('@')}", Value(parameter.Value!), StringComparison.Ordinal);
        return text;
    }

    /// <summary>How many rows there are, counted no further than asked.</summary>
    /// <param name="table">The table, as it stands behind FROM.</param>
    /// <param name="most">At most so many.</param>
    public async Task<int> Count(string table, int most) => (int)(await Read(
        $"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {Where} LIMIT {Value(most)}) AS counted", r => r.Number(0)))[0];

    /// <summary>Reads all rows.</summary>
    /// <param name="sql">The text; it holds <see cref="Where"/>.</param>
    /// <param name="read">Makes a row of what the answer stands on.</param>
    public async Task<List<T>> Read<T>(string sql, Func<FoundRow, T> read)
    {
        DemandScope(sql);
        return await store.ReadPastScope(sql, read, values);
    }

    /// <summary>Reads row by row, while they are used.</summary>
    /// <param name="sql">The text; it holds <see cref="Where"/>.</param>
    /// <param name="read">Makes a row of what the answer stands on.</param>
    /// <param name="cancellation">Stops between two rows.</param>
    public async IAsyncEnumerable<T> Stream<T>(
        string sql, Func<FoundRow, T> read, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        DemandScope(sql);
        await using var line = await store.Ask(sql, values);
        await using var reader = await line.Read();
        var row = FoundRow.Of(reader);
        while (await reader.ReadAsync(cancellation))
            yield return read(row);
    }

    private void DemandScope(string sql)
    {
        if (!sql.Contains(scope, StringComparison.Ordinal))
            throw new InvalidOperationException("A query without its scope");
    }
}
