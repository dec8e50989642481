using System.Diagnostics;
using System.Globalization;
using System.Xml;
using Microsoft.Data.Sqlite;

namespace Gonglian.Bench;

/// <content>Recounting a past day, and taking the whole list out; beside a plain GROUP BY and a spreadsheet on the same rows.</content>
internal sealed partial class Run
{
    /// <summary>A past day from the facts: on its page, or as a job where the store is large; the command; then the others.</summary>
    public async Task Replay()
    {
        var data = await District();
        var day = DateTime.UtcNow.AddHours(8).AddDays(-DateTime.UtcNow.AddHours(8).Day);
        await using (var server = await Serve(data))
        {
            var cookie = await Leader(server);
            await Settle(server, cookie);
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
            var took = new List<double>();
            for (var i = 0; i < 5; i++)
                took.Add(await Recounted(http, server, cookie, $"/replay?day={day.AddMonths(-i):yyyy-MM-dd}"));
            took.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"a past day recounted, five month ends: middle {took[2]:n2} s, longest {took[4]:n2} s"));
        }
        if (options.Connection is null)
            await BesideFigures(Path.Combine(data, "gonglian.db"));
    }

    /// <summary>The whole list as xlsx and csv.</summary>
    public async Task Export()
    {
        var data = await District();
        foreach (var format in new[] { "xlsx", "csv" })
        {
            await using var server = await Serve(data);
            var cookie = await Leader(server, "officer");
            await Settle(server, cookie);
            var idle = server.Memory("RssAnon");
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
            for (var i = 0; i < 2; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var (size, most) = await Drained(http, server, cookie, $"/enterprises/export.{format}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"export of {options.Scale} rows as {format}: {Stopwatch.GetElapsedTime(began).TotalSeconds:n2} s, {size / 1048576.0:n1} MB; "
                    + $"memory without mapped files at most {most - idle:n0} MB above idle"));
            }
        }
    }

    // A store that stood for a while rolls its day and recounts first; that is not what is measured.
    private static async Task Settle(Server server, string cookie)
    {
        using var http = new HttpClient();
        await Page(http, server, cookie, "/", null);
        double cpu;
        do
        {
            cpu = server.Cpu;
            await Task.Delay(3000);
        }
        while (server.Cpu - cpu > 0.15);
    }

    // What a page of a small store answers at once, a large one does as a job that its page asks for.
    private static async Task<double> Recounted(HttpClient http, Server server, string cookie, string address)
    {
        var began = Stopwatch.GetTimestamp();
        var page = await Page(http, server, cookie, address, null);
        if (!page.Contains("<table", StringComparison.Ordinal) && page.Contains("name=\"_handler\" value=\"replay\"", StringComparison.Ordinal))
        {
            var token = page.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
            await Page(http, server, cookie, address, new() { ["_handler"] = "replay", ["__RequestVerificationToken"] = token });
        }
        while (!page.Contains("<table", StringComparison.Ordinal))
        {
            await Task.Delay(50);
            page = await Page(http, server, cookie, address, null);
        }
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<string> Page(
        HttpClient http, Server server, string cookie, string address, Dictionary<string, string>? form)
    {
        using var asked = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, $"http://127.0.0.1:{server.Port}{address}");
        asked.Headers.Add("Cookie", cookie);
        asked.Content = form is null ? null : new FormUrlEncodedContent(form);
        using var answer = await http.SendAsync(asked);
        return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Replace("&#x27;", "'", StringComparison.Ordinal);
    }

    private static async Task<(long Size, double Memory)> Drained(HttpClient http, Server server, string cookie, string address)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}{address}");
        asked.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, size, most, looked) = (new byte[1 << 16], 0L, 0.0, 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            size += read;
            if (Stopwatch.GetElapsedTime(looked).TotalMilliseconds < 20)
                continue;
            (most, looked) = (Math.Max(most, server.Memory("RssAnon")), Stopwatch.GetTimestamp());
        }
        return (size, most);
    }

    // N1 and N2 from the kept state of each row: what neither knows is the past, and what was known of it.
    private async Task BesideFigures(string store)
    {
        await using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        for (var i = 0; i < 2; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await Execute(connection, """
                SELECT "Path", sum("Counted" & 1), sum("Counted" & 3 = 3), sum("Counted" & 5 = 5), sum("Counted" & 13 = 13)
                FROM "enterprise" GROUP BY "Path"
                """);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"plain GROUP BY of today's flags, once {(i == 0 ? "cold" : "warm")}: {Stopwatch.GetElapsedTime(began).TotalSeconds:n2} s"));
        }
        var sheet = Path.Combine(options.Work, "figures.fods");
        await Sheet(connection, sheet);
        var start = Stopwatch.GetTimestamp();
        using var office = Process.Start(new ProcessStartInfo(
            "soffice", ["--headless", "--convert-to", "csv", "--outdir", options.Work, sheet]) { RedirectStandardOutput = true })!;
        await office.WaitForExitAsync();
        var figures = (await File.ReadAllLinesAsync(Path.ChangeExtension(sheet, "csv")))[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"LibreOffice opens the same rows and recalculates N1 and N2: {Stopwatch.GetElapsedTime(start).TotalSeconds:n1} s, {figures}"));
        File.Delete(sheet);
    }

    // A flat spreadsheet of flags and headcounts, with the figures as formulas in its first row.
    private static async Task Sheet(SqliteConnection connection, string path)
    {
        const string Office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
        const string Table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"Counted\" & 1, \"Counted\" & 3 = 3, \"Counted\" & 8 <> 0, coalesce(\"Headcount\", 0) FROM \"enterprise\"";
        await using var rows = await command.ExecuteReaderAsync();
        await using var xml = XmlWriter.Create(path, new XmlWriterSettings { Async = true });
        xml.WriteStartElement("office", "document", Office);
        xml.WriteAttributeString("xmlns", "of", null, "urn:oasis:names:tc:opendocument:xmlns:of:1.2");
        xml.WriteAttributeString("office", "version", Office, "1.3");
        xml.WriteAttributeString("office", "mimetype", Office, "application/vnd.oasis.opendocument.spreadsheet");
        xml.WriteStartElement("office", "body", Office);
        xml.WriteStartElement("office", "spreadsheet", Office);
        xml.WriteStartElement("table", "table", Table);
        xml.WriteStartElement("table", "table-row", Table);
        foreach (var formula in new[]
                 {
                     "SUM([.B2:.B1048576])", "SUM([.A2:.A1048576])", "COUNTIFS([.A2:.A1048576];1;[.C2:.C1048576];1;[.D2:.D1048576];\">=25\")",
                     "COUNTIFS([.A2:.A1048576];1;[.D2:.D1048576];\">=25\")",
                 })
        {
            xml.WriteStartElement("table", "table-cell", Table);
            xml.WriteAttributeString("table", "formula", Table, $"of:={formula}");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        while (await rows.ReadAsync())
        {
            xml.WriteStartElement("table", "table-row", Table);
            for (var i = 0; i < 4; i++)
            {
                xml.WriteStartElement("table", "table-cell", Table);
                xml.WriteAttributeString("office", "value-type", Office, "float");
                xml.WriteAttributeString("office", "value", Office, rows.GetInt64(i).ToString(CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
    }
}
