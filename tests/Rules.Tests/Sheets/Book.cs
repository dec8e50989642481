using System.IO.Compression;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

/// <summary>Builds workbooks by hand, honest and hostile ones, as files that vanish with the test.</summary>
internal static class Book
{
    public const string Types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    public const string Space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A workbook with these sheet bodies (what stands inside of worksheet).</summary>
    public static Dictionary<string, string> Parts(params string[] sheets)
    {
        var numbers = Enumerable.Range(1, sheets.Length).ToList();
        var list = numbers.Select(i => $"<sheet name=\"表{i}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>");
        var targets = numbers.Select(i =>
            $"<Relationship Id=\"rId{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["[Content_Types].xml"] = Types,
            ["_rels/.rels"] = $"<Relationships><Relationship Id=\"a\" Type=\"{Office}/officeDocument\" "
                + "Target=\"xl/workbook.xml\"/></Relationships>",
            ["xl/workbook.xml"] = $"<workbook xmlns=\"{Space}\" xmlns:r=\"{Office}\">"
                + $"<sheets>{string.Concat(list)}</sheets></workbook>",
            ["xl/_rels/workbook.xml.rels"] = $"<Relationships>{string.Concat(targets)}"
                + $"<Relationship Id=\"s\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                + $"<Relationship Id=\"t\" Type=\"{Office}/styles\" Target=\"/xl/styles.xml\"/></Relationships>",
        };
        foreach (var i in numbers)
            parts[$"xl/worksheets/sheet{i}.xml"] = $"<worksheet xmlns=\"{Space}\">{sheets[i - 1]}</worksheet>";

        return parts;
    }

    /// <summary>A sheet body of these rows, each given as its cells.</summary>
    public static string Data(params string[] rows) =>
        $"<sheetData>{string.Concat(rows.Select((r, i) => $"<row r=\"{i + 1}\">{r}</row>"))}</sheetData>";

    public static string Inline(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    public static TempFile Zip(IEnumerable<KeyValuePair<string, string>> parts) =>
        Zip(parts.Select(p => KeyValuePair.Create(p.Key, Encoding.UTF8.GetBytes(p.Value))));

    public static TempFile Zip(IEnumerable<KeyValuePair<string, byte[]>> parts)
    {
        var file = new TempFile();
        using var zip = ZipFile.Open(file.Path, ZipArchiveMode.Create);
        foreach (var (name, content) in parts)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }

        return file;
    }

    public static TempFile Bytes(ReadOnlySpan<byte> bytes)
    {
        var file = new TempFile();
        File.WriteAllBytes(file.Path, bytes);
        return file;
    }

    public static TempFile Text(string text, Encoding? encoding = null) =>
        Bytes([.. (encoding ?? Encoding.UTF8).GetPreamble(), .. (encoding ?? Encoding.UTF8).GetBytes(text)]);

    public static List<SheetRow> Rows(TempFile file, string? sheet = null, SheetLimits? limits = null)
    {
        using (file)
        {
            using var reader = SheetReader.Open(File.OpenRead(file.Path), limits);
            if (sheet is not null)
                reader.Choose(sheet);

            return [.. reader.Rows()];
        }
    }

    /// <summary>The cells of an xlsx with one sheet.</summary>
    public static List<SheetRow> Rows(string sheet) => Rows(Zip(Parts(sheet)));

    public static string Texts(SheetRow row) => string.Join('|', row.Cells.Select(c => c.Text));

    /// <summary>The code with which a file is refused while it is opened or read.</summary>
    public static string RefusalOf(TempFile file, SheetLimits? limits = null)
    {
        var refused = Assert.Throws<Refused>(() => Rows(file, null, limits));
        Assert.DoesNotContain('{', refused.Message);
        return refused.Code;
    }
}

/// <summary>A file that is deleted when the test is over.</summary>
internal sealed class TempFile : IDisposable
{
    public string Path { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sheet-{Guid.CreateVersion7():N}");

    public void Dispose() => File.Delete(Path);
}
