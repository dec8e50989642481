using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Gonglian.Bench;

/// <content>The pivot over every two dimensions, beside a plain GROUP BY on the same database and DuckDB on the same rows.</content>
internal sealed partial class Run
{
    // Each dimension as an expression over the columns of an enterprise, for whoever has no cube.
    private static readonly (string Id, string Sql)[] Dimensions =
    [
        ("subdistrict", "substr(\"Path\", 1, 12)"), ("community", "substr(\"Path\", 1, 16)"), ("size", "\"SizeBand\""),
        ("section", "\"Section\""), ("union", "\"UnionForm\""),
        ("coverage", "CASE WHEN (\"Counted\" & 1) = 0 THEN 0 WHEN (\"Counted\" & 2) = 0 THEN 1 WHEN (\"Counted\" & 1024) <> 0 THEN 2 "
            + "WHEN (\"Counted\" & 2048) <> 0 THEN 3 ELSE 4 END"),
        ("duty", "(\"Counted\" & 16)"), ("exclusion", "coalesce(\"Exclusion\", \"Counted\" & 1)"), ("verified", "(\"Counted\" & 32)"),
        ("status", "\"Status\""), ("source", "\"HeadcountSource\""), ("year", "substr(\"EstablishedOn\", 1, 4)"),
    ];

    private static readonly (string Rows, string Columns)[] Pairs =
        [.. Dimensions.SelectMany((a, i) => Dimensions[(i + 1)..].Select(b => (a.Id, b.Id)))];

    /// <summary>The program first, then the others, all on the rows that stand at the end.</summary>
    public async Task Pivot()
    {
        var data = await District();
        await using (var server = await Serve(data))
        {
            var cookie = await Leader(server, "officer");
            await Task.Delay(4000);
            var idle = server.Memory("RssAnon");
            using var line = await HttpLine.Open(server.Port);
            var cold = await Asked(line, cookie, "/api/v1/pivot?rows=size&cols=section");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"pivot, the first question after the start: {cold:n0} ms; memory {server.Memory("RssAnon") - idle:n0} MB more than idle"));
            await Each("pivot by the API, all pairs", 3, async pair => await Asked(line, cookie, Address("/api/v1/pivot", pair)));
            await Each("pivot, the page, all pairs", 2, async pair => await Asked(line, cookie, Address("/pivot", pair)));
            await Each("pivot by the API directly after an edit", 1, async pair =>
            {
                var (status, answer) = await line.Ask(Create(cookie));
                return status == 201 ? await Asked(line, cookie, Address("/api/v1/pivot", pair))
                    : throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
            });
            var next = 0;
            await Gets(server, cookie, "pivot by the API, all pairs", _ => Address("/api/v1/pivot", Pairs[Interlocked.Increment(ref next) % Pairs.Length]), 16);
        }
        if (options.Connection is null)
            await Beside(Path.Combine(data, "gonglian.db"));
    }

    private async Task Beside(string store)
    {
        await using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await Execute(connection, "PRAGMA mmap_size=8000000000");
        var some = Pairs.Where((_, i) => i % 11 == 0).ToArray();
        await Each($"plain GROUP BY on the same database, {some.Length} of the pairs", 1, async pair =>
        {
            var began = Stopwatch.GetTimestamp();
            await Execute(connection, GroupBy(pair, "\"enterprise\""));
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }, some);
        var rows = Path.Combine(options.Work, "pivot.csv");
        await using (var file = new StreamWriter(rows))
            await Write(connection, file);
        var pairs = Path.Combine(options.Work, "pivot.sql");
        await File.WriteAllLinesAsync(pairs, Pairs.Select(p => GroupBy(p, "e")));
        using var duck = Process.Start(new ProcessStartInfo("node", [Path.Combine("bench", "duck.mjs"), rows, pairs]))!;
        await duck.WaitForExitAsync();
        File.Delete(rows);
    }

    private static string GroupBy((string Rows, string Columns) pair, string table) => $"""
        SELECT {Sql(pair.Rows)} AS r, {Sql(pair.Columns)} AS c, count(*), sum("Counted" & 1), sum(CASE WHEN ("Counted" & 3) = 3 THEN 1 ELSE 0 END)
        FROM {table} GROUP BY {Sql(pair.Rows)}, {Sql(pair.Columns)}
        """.ReplaceLineEndings(" ");

    private static string Sql(string id) => Dimensions.Single(d => d.Id == id).Sql;

    private static string Address(string path, (string Rows, string Columns) pair) => $"{path}?rows={pair.Rows}&cols={pair.Columns}&measure=N1";

    private static async Task Execute(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) { }
    }

    private static async Task Write(SqliteConnection connection, StreamWriter file)
    {
        string[] columns = ["Path", "SizeBand", "Section", "UnionForm", "Exclusion", "Counted", "Status", "HeadcountSource", "EstablishedOn"];
        await file.WriteLineAsync(string.Join(',', columns));
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM \"enterprise\"";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            await file.WriteLineAsync(string.Join(',', Enumerable.Range(0, columns.Length)
                .Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
    }

    private static async Task<double> Asked(HttpLine line, string cookie, string address)
    {
        var began = Stopwatch.GetTimestamp();
        var (status, answer) = await line.Ask(HttpLine.Get(address, cookie));
        return status == 200 ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new InvalidOperationException($"{address}: {status} {Encoding.UTF8.GetString(answer.Span)}");
    }

    private static async Task Each(
        string name, int times, Func<(string Rows, string Columns), Task<double>> ask, (string Rows, string Columns)[]? some = null)
    {
        var took = new List<(double Milliseconds, string Pair)>();
        for (var time = 0; time < times; time++)
            foreach (var pair in some ?? Pairs)
                took.Add((await ask(pair), $"{pair.Rows} × {pair.Columns}"));
        took.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-62} p50 {took[took.Count / 2].Milliseconds,8:n2}  p99 {took[(int)(took.Count * 0.99)].Milliseconds,8:n2}  longest {took[^1].Milliseconds:n2} ms ({took[^1].Pair})"));
    }
}
