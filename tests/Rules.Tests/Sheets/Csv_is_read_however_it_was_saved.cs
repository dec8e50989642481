using System.Text;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Csv_is_read_however_it_was_saved
{
    private const string Roster = "企业名称,人数\r\n\"深圳,南山\"\"甲\"\"\",12\r\n\r\n乙\t丙,\r\n";

    private static readonly string[] Expected = ["企业名称|人数", "深圳,南山\"甲\"|12", "乙\t丙"];

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8 bom")]
    [InlineData("gbk")]
    [InlineData("gb18030")]
    [InlineData("utf-16")]
    public void The_encoding_is_found_out(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = name switch
        {
            "utf-8" => new UTF8Encoding(false),
            "utf-8 bom" => new UTF8Encoding(true),
            _ => Encoding.GetEncoding(name),
        };
        var rows = Book.Rows(Book.Text(Roster, encoding));
        Assert.Equal(Expected, rows.Select(Book.Texts));
        Assert.Equal([1, 2, 4], rows.Select(r => r.Number));
    }

    [Fact]
    public void A_long_file_in_GBK_is_no_broken_UTF8()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = string.Concat(Enumerable.Repeat("abc,1\n", 50_000)) + "南山区,2\n";
        Assert.Equal("南山区|2", Book.Texts(Book.Rows(Book.Text(text, Encoding.GetEncoding("gbk")))[^1]));
    }

    [Fact]
    public void A_long_file_in_UTF8_may_cut_characters_anywhere()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("南山区,粤海街道\n", 30_000));
        Assert.Equal(30_000, Book.Rows(Book.Text(text, new UTF8Encoding(false))).Count(r => r[1].Text == "粤海街道"));
    }

    [Theory]
    [InlineData("a;b,c;d\n1;2;3\n")]
    [InlineData("a\tb,c\td\n1\t2\t3\n")]
    [InlineData("sep=;\na;b,c;d\n1;2;3\n")]
    public void The_separator_is_found_out(string text) =>
        Assert.Equal(["a|b,c|d", "1|2|3"], Book.Rows(Book.Text(text)).Select(Book.Texts));

    [Fact]
    public void Line_breaks_in_quotes_stay_in_their_cell() =>
        Assert.Equal(["a\r\nb|c", "d|e"], Book.Rows(Book.Text("\"a\r\nb\",c\rd,e")).Select(Book.Texts));

    [Fact]
    public void A_code_that_became_a_number_is_named_as_such() =>
        Assert.True(Book.Rows(Book.Text("甲,9.14403E+17\n"))[0][1].Is(CellMarks.CodeBecameNumber));

    [Fact]
    public void The_guard_against_formulas_is_taken_off() =>
        Assert.Equal("=1+1|'a|'=x", Book.Texts(Book.Rows(Book.Text("'=1+1,'a,''=x\n"))[0]));
}
