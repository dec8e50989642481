using System.Globalization;
using System.Security;

namespace Gonglian.Foundation.Sheets;

/// <summary>The cell styles of a written workbook, in the order of its style part.</summary>
internal enum XlsxStyle
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>yyyy-mm-dd.</summary>
    Day,

    /// <summary>yyyy-mm-dd hh:mm:ss.</summary>
    Instant,

    /// <summary>0.0%.</summary>
    Percent,

    /// <summary>+0;-0.</summary>
    Difference,

    /// <summary>Bold, on grey.</summary>
    Header,
}

/// <summary>The fixed parts of a written workbook.</summary>
internal static class XlsxParts
{
    /// <summary>Styles 6 to 10 are 0 to 4 on yellow.</summary>
    private const int MarkedFrom = 6;

    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Media = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>What points from the archive to the workbook.</summary>
    public const string Relations =
        $"{Head}<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" "
        + $"Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

    /// <summary>Beginning of a sheet: the frozen header, then the column widths.</summary>
    public const string SheetStart =
        $"{Head}<worksheet xmlns=\"{Main}\"><sheetViews><sheetView workbookViewId=\"0\">"
        + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
        + "<selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews>"
        + "<sheetFormatPr defaultRowHeight=\"15\"/><cols>";

    /// <summary>Number formats, fonts, fills and the combinations in the order of <see cref="XlsxStyle"/>.</summary>
    public const string Styles =
        $"{Head}<styleSheet xmlns=\"{Main}\">"
        + "<numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
        + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>"
        + "<numFmt numFmtId=\"166\" formatCode=\"0.0%\"/>"
        + "<numFmt numFmtId=\"167\" formatCode=\"+#,##0;-#,##0;0\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill>"
        + "<fill><patternFill patternType=\"gray125\"/></fill>"
        + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEDEFF2\"/></patternFill></fill>"
        + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFE58F\"/></patternFill></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"11\">"
        + "<xf/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"166\" applyNumberFormat=\"1\"/><xf numFmtId=\"167\" applyNumberFormat=\"1\"/>"
        + "<xf fontId=\"1\" fillId=\"2\" applyFont=\"1\" applyFill=\"1\"/>"
        + "<xf fillId=\"3\" applyFill=\"1\"/><xf numFmtId=\"164\" fillId=\"3\" applyNumberFormat=\"1\" applyFill=\"1\"/>"
        + "<xf numFmtId=\"165\" fillId=\"3\" applyNumberFormat=\"1\" applyFill=\"1\"/>"
        + "<xf numFmtId=\"166\" fillId=\"3\" applyNumberFormat=\"1\" applyFill=\"1\"/>"
        + "<xf numFmtId=\"167\" fillId=\"3\" applyNumberFormat=\"1\" applyFill=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

    /// <summary>The style number, highlighted or not.</summary>
    public static int Style(XlsxStyle style, bool marked) => (int)style + (marked ? MarkedFrom : 0);

    /// <summary>Where a sheet stands, counted from 1.</summary>
    public static string SheetPart(int sheet) =>
        string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{sheet}.xml");

    /// <summary>The list of the sheets.</summary>
    public static string Workbook(string name, int sheets) =>
        $"{Head}<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
        + Each(sheets, i => $"<sheet name=\"{SecurityElement.Escape(i == 1 ? name : $"{name} {i}")}\" "
            + $"sheetId=\"{i}\" r:id=\"rId{i}\"/>")
        + "</sheets></workbook>";

    /// <summary>What points from the workbook to its sheets and styles.</summary>
    public static string WorkbookRelations(int sheets) =>
        $"{Head}<Relationships xmlns=\"{Package}/relationships\">"
        + Each(sheets, i => $"<Relationship Id=\"rId{i}\" Type=\"{Office}/worksheet\" "
            + $"Target=\"worksheets/sheet{i}.xml\"/>")
        + $"<Relationship Id=\"rId{sheets + 1}\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>";

    /// <summary>What each part is.</summary>
    public static string ContentTypes(int sheets) =>
        $"{Head}<Types xmlns=\"{Package}/content-types\">"
        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Media}.sheet.main+xml\"/>"
        + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Media}.styles+xml\"/>"
        + Each(sheets, i => $"<Override PartName=\"/{SheetPart(i)}\" ContentType=\"{Media}.worksheet+xml\"/>")
        + "</Types>";

    private static string Each(int sheets, Func<int, string> part) =>
        string.Concat(Enumerable.Range(1, sheets).Select(part));
}
