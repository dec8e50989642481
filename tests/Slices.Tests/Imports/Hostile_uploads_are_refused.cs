using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gonglian.Enterprises;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>恶意文件: refused with a sentence by the real endpoint, and nothing of them stays.</summary>
public sealed class Hostile_uploads_are_refused
{
    private const string Space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    [Theory]
    [OnEveryDatabase("a cell of 1 GiB")]
    [OnEveryDatabase("a nested archive")]
    [OnEveryDatabase("an external entity")]
    [OnEveryDatabase("a path that climbs")]
    [OnEveryDatabase("no workbook")]
    [OnEveryDatabase("nothing")]
    public async Task Each_with_its_sentence(Database database, string kind)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        var file = Path.Combine(stand.Folder, "hostile.xlsx");
        Write(file, kind);
        using var answer = await Post(browser, new StreamContent(File.OpenRead(file)), "名册.xlsx");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var sentence = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("detail").GetString()!;
        Assert.DoesNotContain("{0}", sentence, StringComparison.Ordinal);
        Assert.Matches("电子表格|工作簿|单元格|文件", sentence);
        Assert.Empty(Directory.GetFiles(Path.Combine(stand.Folder, "uploads")));

        await A_newcomer_imports_in_steps.Send(browser, file, "名册.xlsx");
        await browser.Follow();
        Assert.Contains("这个文件不能导入", browser.Text, StringComparison.Ordinal);
        await using var db = stand.Read();
        Assert.Equal(0, await db.Enterprises.CountAsync());
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_gigabytes_are_refused_by_their_length_alone(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var browser = stand.As(Places.Taoyuan);
        using var endless = new Endless(2L << 30);
        using var answer = await Post(browser, new StreamContent(endless), "名册.xlsx");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("200 MB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.InRange(endless.Position, 0, 64L << 20);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Formulas_are_named_cell_by_cell_and_never_evaluated(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var file = Path.Combine(stand.Folder, "formulas.xlsx");
        Workbook(file, $"<row r=\"1\">{Text("企业名称")}{Text("社区")}{Text("职工人数")}</row>"
            + $"<row r=\"2\"><c t=\"str\"><f>HYPERLINK(\"http://x\",\"甲公司\")</f><v>甲公司</v></c>{Text("平山")}<c><f>1+1</f><v>2</v></c></row>");
        var import = await stand.Import(Stand.System, file);
        Assert.Equal((0, 1), (import.New, import.Left));
        Assert.Equal(["import.formula", "import.formula"], stand.Left(import)[0].Reasons.Select(r => r.Code));
    }

    [Theory]
    [OnEveryDatabase("x", "")]
    [OnEveryDatabase("", "")]
    [OnEveryDatabase(null, "")]
    [OnEveryDatabase(null, "?token=x")]
    public async Task An_upload_without_its_token_is_not_read(Database database, string? token, string query)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        using var endless = new Endless(100L << 20);
        using var content = new MultipartFormDataContent();
        if (token is not null)
            content.Add(new StringContent(token), "__RequestVerificationToken");
        content.Add(new StreamContent(endless), "file", "名册.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/enterprises/import/file{query}") { Content = content };
        using var answer = await stand.As(Places.Taoyuan).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.InRange(endless.Position, 0, 64L << 20);
    }

    private static async Task<HttpResponseMessage> Post(Browser browser, HttpContent part, string name)
    {
        await browser.Open("/enterprises/import");
        using var request = browser.Filled(name, part);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await browser.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static void Write(string file, string kind)
    {
        switch (kind)
        {
            case "a cell of 1 GiB":
                Workbook(file, $"<row r=\"1\">{Text("企业名称")}</row><row r=\"2\"><c t=\"inlineStr\"><is><t>", "</t></is></c></row>", 1L << 30);
                break;
            case "a nested archive":
                Workbook(file, $"<row r=\"1\">{Text("企业名称")}</row>", also: ("xl/embeddings/inner.zip", "PK\u0003\u0004"));
                break;
            case "an external entity":
                Workbook(file, $"<row r=\"1\">{Text("&x;")}</row>", head: "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
                break;
            case "a path that climbs":
                Workbook(file, $"<row r=\"1\">{Text("企业名称")}</row>", also: ("../../../evil.xml", "<a/>"));
                break;
            case "no workbook":
                File.WriteAllText(file, "%PDF-1.7 not a workbook");
                break;
            default:
                File.WriteAllText(file, "");
                break;
        }
    }

    private static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static void Workbook(
        string file, string rows, string tail = "", long filling = 0, string head = "", (string Name, string Content)? also = null)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
        Part(zip, "_rels/.rels", $"<Relationships><Relationship Id=\"a\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Space}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"表1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        Part(zip, "xl/_rels/workbook.xml.rels", $"<Relationships><Relationship Id=\"rId1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
        if (also is { } more)
            Part(zip, more.Name, more.Content);
        using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        sheet.Write(Encoding.UTF8.GetBytes($"{head}<worksheet xmlns=\"{Space}\"><sheetData>{rows}"));
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)'A');
        for (var written = 0L; written < filling; written += block.Length)
            sheet.Write(block);
        sheet.Write(Encoding.UTF8.GetBytes($"{tail}</sheetData></worksheet>"));
    }

    private static void Part(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    /// <summary>A body that says how long it is and would go on for ever.</summary>
    private sealed class Endless(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
