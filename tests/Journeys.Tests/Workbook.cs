using System.IO.Compression;
using System.Security;
using System.Text;

namespace Gonglian.Journeys.Tests;

/// <summary>A workbook as people send it: a merged title above the header, text of every kind.</summary>
internal static class Workbook
{
    /// <summary>Writes one with these rows; the first is a title merged over all columns.</summary>
    public static void Write(string file, params IReadOnlyList<string>[] rows)
    {
        using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
            </Types>
            """);
        Part(zip, "_rels/.rels", Relation("officeDocument", "xl/workbook.xml"));
        Part(zip, "xl/_rels/workbook.xml.rels", Relation("worksheet", "worksheets/sheet1.xml"));
        Part(zip, "xl/workbook.xml", """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
            <sheets><sheet name="企业名册" sheetId="1" r:id="r1"/></sheets></workbook>
            """);
        Part(zip, "xl/worksheets/sheet1.xml", Sheet(rows));
    }

    private static string Sheet(IReadOnlyList<string>[] rows)
    {
        var xml = new StringBuilder(
            """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        for (var r = 0; r < rows.Length; r++)
        {
            xml.Append($"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Count; c++)
                xml.Append($"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(rows[r][c])}</t></is></c>");
            xml.Append("</row>");
        }
        return xml.Append("</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:F1\"/></mergeCells></worksheet>").ToString();
    }

    private static string Relation(string kind, string target) => $"""
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>
        </Relationships>
        """;

    private static void Part(ZipArchive zip, string name, string xml)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{'\n'}{xml}""");
    }
}
