using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Workbooks_are_read_as_people_see_them
{
    private const string Styles =
        "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
        + "<numFmt numFmtId=\"171\" formatCode=\"000000\"/><numFmt numFmtId=\"172\" formatCode=\"[Red]0.00;[$-804]y\"/></numFmts>"
        + "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
        + "<xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"9\"/><xf numFmtId=\"172\"/><xf numFmtId=\"20\"/>"
        + "<xf numFmtId=\"22\"/><xf numFmtId=\"1\"/></cellXfs></styleSheet>";

    [Theory]
    [InlineData("123456789012345", 0, "123456789012345")]
    [InlineData("1.5", 0, "1.5")]
    [InlineData("0.30000000000000004", 0, "0.3")]
    [InlineData("1E-5", 0, "0.00001")]
    [InlineData("1.2E3", 0, "1200")]
    [InlineData("-7", 0, "-7")]
    [InlineData("46082", 1, "2026-03-01")]
    [InlineData("46082", 2, "2026-03-01")]
    [InlineData("1", 1, "1900-01-01")]
    [InlineData("59", 1, "1900-02-28")]
    [InlineData("46082.5", 7, "2026-03-01 12:00:00")]
    [InlineData("0.75", 6, "18:00:00")]
    [InlineData("123", 3, "000123")]
    [InlineData("0.854", 4, "85.4%")]
    [InlineData("46082", 5, "46082")]
    [InlineData("46082", 99, "46082")]
    public void A_number_is_shown_by_its_format(string stored, int style, string shown)
    {
        var parts = Book.Parts(Book.Data($"<c r=\"A1\" s=\"{style}\"><v>{stored}</v></c>"));
        parts["xl/styles.xml"] = Styles;
        Assert.Equal(shown, Assert.Single(Book.Rows(Book.Zip(parts)))[0].Text);
    }

    [Theory]
    [InlineData("914403001922038216", "9.14403E+17")]
    [InlineData("9.1440300192203802E+17", "9.14403E+17")]
    [InlineData("1000000000000000", "1E+15")]
    public void A_code_that_became_a_number_is_named_as_such(string stored, string shown)
    {
        var cell = Book.Rows(Book.Data($"<c><v>{stored}</v></c>"))[0][0];
        Assert.Equal((shown, true), (cell.Text, cell.Is(CellMarks.CodeBecameNumber)));
    }

    [Fact]
    public void A_workbook_of_1904_counts_from_there()
    {
        var parts = Book.Parts(Book.Data("<c s=\"1\"><v>0</v></c>"));
        parts["xl/styles.xml"] = Styles;
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
        Assert.Equal("1904-01-01", Book.Rows(Book.Zip(parts))[0][0].Text);
    }

    [Fact]
    public void Shared_strings_join_their_fonts_and_leave_out_readings()
    {
        var parts = Book.Parts(Book.Data("<c t=\"s\"><v>1</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>2</v></c>"));
        parts["xl/sharedStrings.xml"] = "<sst><si><t>深圳 &amp; &lt;南山&gt; &#x4E2D;</t></si>"
            + "<si><r><t>粤</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> 海</t></r><rPh><t>yue</t></rPh></si>"
            + "<si><t><![CDATA[a<b]]>_x000D_\r\nc</t></si></sst>";
        Assert.Equal("粤 海|深圳 & <南山> 中|a<b\r\nc", Book.Texts(Book.Rows(Book.Zip(parts))[0]));
    }

    [Fact]
    public void A_formula_gives_its_last_result_and_is_marked()
    {
        var row = Book.Rows(Book.Data("<c t=\"str\"><f>A2&amp;\"x\"</f><v>甲x</v></c><c><f>1+1</f><v>2</v></c><c><f>1/0</f></c>"))[0];
        Assert.Equal("甲x|2|", Book.Texts(row));
        Assert.All(row.Cells, cell => Assert.True(cell.Is(CellMarks.Formula)));
    }

    [Fact]
    public void An_error_is_marked()
    {
        var cell = Book.Rows(Book.Data("<c t=\"e\"><f>VLOOKUP(1,A:A,1)</f><v>#N/A</v></c>"))[0][0];
        Assert.Equal(new Cell("#N/A", CellMarks.Error | CellMarks.Formula), cell);
    }

    [Fact]
    public void Yes_and_no_and_written_days_are_read() =>
        Assert.Equal("TRUE|FALSE|2026-03-01", Book.Texts(Book.Rows(Book.Data(
            "<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"d\"><v>2026-03-01T00:00:00</v></c>"))[0]));

    [Fact]
    public void Rows_keep_the_number_that_people_see_and_empty_ones_are_left_out()
    {
        var rows = Book.Rows("<sheetData><row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"4\" spans=\"1:2\"/>"
            + "<row r=\"7\"><c r=\"A7\" s=\"0\"/><c r=\"C7\"><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>");
        Assert.Equal([3, 7, 8], rows.Select(r => r.Number));
        Assert.Equal(["|1", "||2", "3"], rows.Select(Book.Texts));
    }

    [Fact]
    public void Merged_cells_repeat_their_upper_left_value()
    {
        var rows = Book.Rows(Book.Data(
            Book.Inline("花名册"),
            Book.Inline("粤海街道") + Book.Inline("甲"),
            "<c r=\"B3\"><v>2</v></c>",
            "<c r=\"B4\"><v>3</v></c>")
            + "<mergeCells count=\"2\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:A3\"/></mergeCells>");
        Assert.Equal(["花名册|花名册|花名册", "粤海街道|甲", "粤海街道|2", "|3"], rows.Select(Book.Texts));
        Assert.True(rows[2][0].Is(CellMarks.Merged));
        Assert.False(rows[3][0].Is(CellMarks.Merged));
    }

    [Fact]
    public void Prefixed_names_single_quotes_and_comments_are_read()
    {
        var parts = Book.Parts(Book.Data("<c r=\"A1\"/>"));
        parts["xl/worksheets/sheet1.xml"] = "<?xml version='1.0'?><!-- a > b --><x:worksheet xmlns:x='u' note='a>b'>"
            + "<x:sheetData><x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData>"
            + "<x:mergeCells><x:mergeCell ref='A1:B1'/></x:mergeCells></x:worksheet>";
        Assert.Equal("甲|甲", Book.Texts(Book.Rows(Book.Zip(parts))[0]));
    }

    [Fact]
    public void The_first_sheet_with_content_is_chosen_and_another_can_be()
    {
        using var file = Book.Zip(Book.Parts("<sheetData/>", Book.Data(Book.Inline("甲")), Book.Data(Book.Inline("乙"))));
        using var reader = SheetReader.Open(File.OpenRead(file.Path));
        Assert.Equal(["表1", "表2", "表3"], reader.Names);
        Assert.Equal("表2", reader.Name);
        Assert.Equal("甲", reader.Rows().Single()[0].Text);
        reader.Choose("表3");
        Assert.Equal("乙", reader.Rows().Single()[0].Text);
        Assert.Equal("乙", reader.Rows().Single()[0].Text);
    }

    [Fact]
    public void Links_to_other_files_are_not_followed()
    {
        var parts = Book.Parts(Book.Data(Book.Inline("甲")));
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].Replace(
            "</Relationships>",
            "<Relationship Id=\"x\" Type=\"a/externalLink\" Target=\"file:///etc/passwd\" TargetMode=\"External\"/></Relationships>");
        parts["xl/externalLinks/externalLink1.xml"] = "<externalLink/>";
        Assert.Equal("甲", Book.Rows(Book.Zip(parts))[0][0].Text);
    }
}
