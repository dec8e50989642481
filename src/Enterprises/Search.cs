using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gonglian.Enterprises;

/// <summary>检索: the search index of enterprises, by any two neighbouring characters of the name or of its pinyin initials.</summary>
/// <remarks>
/// The database cannot cut Chinese into words, so the program does: every pair of neighbouring characters is a token, in
/// FTS5 on SQLite and in a GIN-indexed array on PostgreSQL. A row with all tokens of a query is a candidate; whoever asks
/// looks once more in <see cref="Enterprise.Words"/>. Credit codes are found by their own index, phones by blind hashes.
/// </remarks>
public static class Search
{
    /// <summary>What an enterprise is found by: its folded name, a tab, the pinyin initials.</summary>
    public static string WordsOf(string name) => $"{Bigrams.Normalise(name)}\t{Pinyin.Initials(name)}";

    /// <summary>Puts an enterprise into the index, or renews it when its name has changed; written before the commit.</summary>
    /// <param name="db">The writable context of the change.</param>
    /// <param name="enterprise">The enterprise.</param>
    /// <param name="isNew">Whether it is being registered.</param>
    public static Task Put(AppDb db, Enterprise enterprise, bool isNew)
    {
        if (isNew || db.Entry(enterprise).Property(e => e.Words) is { } words && words.OriginalValue != words.CurrentValue)
            db.Gather<SearchTerms>().Put(enterprise.Key, enterprise.Words, isNew);
        return Task.CompletedTask;
    }

    /// <summary>Puts many new enterprises into the index, as an import does beside its own bulk insert.</summary>
    public static void PutNew(AppDb db, IReadOnlyList<Enterprise> enterprises)
    {
        var terms = db.Gather<SearchTerms>();
        foreach (var enterprise in enterprises)
            terms.Put(enterprise.Key, enterprise.Words, isNew: true);
    }

    /// <summary>Takes an enterprise out of the index.</summary>
    public static void Remove(AppDb db, long enterpriseKey) => db.Gather<SearchTerms>().Remove(enterpriseKey);

    /// <summary>The tokens that a row must hold to answer a folded query; a lone character asks for all pairs it begins.</summary>
    /// <returns>Tokens; one that ends in <c>*</c> stands for all that begin with it.</returns>
    public static IReadOnlyList<string> TokensOf(string folded)
    {
        var tokens = new List<string>();
        foreach (var word in folded.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            if (Step(word, 0) == word.Length)
                tokens.Add(word + '*');
            else
                foreach (var (from, to) in Pairs(word).SkipLast(1))
                    tokens.Add(word[from..to]);
        return tokens;
    }

    /// <summary>The keys of the candidates, as a list that <c>IN (…)</c> takes.</summary>
    /// <param name="rows">The query that asks; the scope applies to what it finds, not to the keys.</param>
    /// <param name="tokens">From <see cref="TokensOf"/>; none finds nothing.</param>
    public static string Candidates(ScopedQuery rows, IReadOnlyList<string> tokens) =>
        tokens.Count == 0 ? "SELECT 0 AS \"Key\" WHERE 1 = 0"
        : rows.IsSqlite ? $"SELECT rowid AS \"Key\" FROM enterprise_search WHERE enterprise_search MATCH {rows.Value(Match(tokens))}"
        : $"SELECT s.\"Key\" FROM enterprise_search s WHERE s.\"Terms\" @> {rows.Value(tokens.Select(t => t.TrimEnd('*')).ToArray())}";

    /// <summary>The question to the search index of SQLite.</summary>
    internal static string Match(IReadOnlyList<string> tokens) =>
        string.Join(' ', tokens.Select(t => t[^1] == '*' ? $"\"{t[..^1]}\" *" : $"\"{t}\""));

    /// <summary>Where the pairs of a word begin and end; the last character stands alone at the end.</summary>
    internal static IEnumerable<(int From, int To)> Pairs(string word)
    {
        for (var from = 0; from < word.Length;)
        {
            var next = Step(word, from);
            yield return (from, next < word.Length ? Step(word, next) : next);
            from = next;
        }
    }

    private static int Step(string word, int at) => at + (char.IsHighSurrogate(word[at]) && at + 1 < word.Length ? 2 : 1);
}

/// <summary>What changes put into the search index; written once before the commit.</summary>
internal sealed class SearchTerms : Gathered
{
    private static readonly ConditionalWeakTable<DbConnection, SqliteCommand> Prepared = [];

    [ThreadStatic]
    private static StringBuilder? building;

    private readonly Dictionary<long, (string? Words, bool IsNew)> rows = [];

    public void Put(long key, string words, bool isNew) =>
        rows[key] = (words, isNew || (rows.TryGetValue(key, out var before) && before.IsNew));

    public void Remove(long key) => rows[key] = (null, false);

    public override void Add(Gathered other)
    {
        foreach (var (key, row) in ((SearchTerms)other).rows)
            rows[key] = row;
    }

    public override Task Flush(DbConnection connection, DbTransaction transaction) =>
        connection is SqliteConnection sqlite ? IntoFts(sqlite, (SqliteTransaction)transaction) : IntoArrays(connection);

    private async Task IntoFts(SqliteConnection connection, SqliteTransaction transaction)
    {
        var put = Prepared.GetValue(connection, Prepare);
        put.Transaction = transaction;
        foreach (var (key, (words, isNew)) in rows)
        {
            if (!isNew)
            {
                await using var remove = connection.CreateCommand();
                (remove.Transaction, remove.CommandText) = (transaction, $"DELETE FROM enterprise_search WHERE rowid = {key}");
                await remove.ExecuteNonQueryAsync();
            }
            if (words is null)
                continue;
            (put.Parameters[0].Value, put.Parameters[1].Value) = (key, Text(words));
            await put.ExecuteNonQueryAsync();
        }
        rows.Clear();
    }

    private async Task IntoArrays(DbConnection connection)
    {
        var postgres = (NpgsqlConnection)connection;
        var old = rows.Where(r => !r.Value.IsNew).Select(r => r.Key).ToArray();
        if (old.Length > 0)
        {
            await using var remove = new NpgsqlCommand("DELETE FROM enterprise_search WHERE \"Key\" = ANY($1)", postgres);
            remove.Parameters.Add(new NpgsqlParameter { Value = old });
            await remove.ExecuteNonQueryAsync();
        }
        await using var copy = await postgres.BeginBinaryImportAsync(
            "COPY enterprise_search (\"Key\", \"Terms\") FROM STDIN (FORMAT BINARY)");
        foreach (var (key, (words, _)) in rows)
            if (words is not null)
                await copy.WriteRowAsync(CancellationToken.None, key, Terms(words));
        await copy.CompleteAsync();
        rows.Clear();
    }

    private static SqliteCommand Prepare(DbConnection connection)
    {
        var command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = "INSERT INTO enterprise_search (rowid, words) VALUES (@key, @words)";
        command.Parameters.Add(new SqliteParameter("@key", SqliteType.Integer));
        command.Parameters.Add(new SqliteParameter("@words", SqliteType.Text));
        return command;
    }

    // 深圳市 szs → 深圳 圳市 市 sz zs s
    private static string Text(string words)
    {
        var text = (building ??= new(400)).Clear();
        foreach (var word in words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            foreach (var (from, to) in Search.Pairs(word))
                text.Append(word, from, to - from).Append(' ');
        return text.ToString();
    }

    // A GIN index finds whole terms only, so single characters stand beside the pairs.
    private static string[] Terms(string words)
    {
        var terms = new HashSet<string>();
        foreach (var word in words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            foreach (var (from, to) in Search.Pairs(word))
            {
                terms.Add(word[from..to]);
                terms.Add(char.IsHighSurrogate(word[from]) ? word[from..Math.Min(from + 2, word.Length)] : word[from..(from + 1)]);
            }
        return [.. terms];
    }
}
