using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Headers_are_found
{
    private static readonly HashSet<string> Names = ["企业名称", "统一社会信用代码", "人数", "姓名", "电话"];

    private static HeaderRow? Find(params string[] rows) => HeaderRow.Find(
        [.. rows.Select((r, i) => new SheetRow(i + 1, [.. r.Split('|').Select(Parse)]))], Names.Contains);

    private static Cell Parse(string text) =>
        text.StartsWith('^') ? new(text[1..], CellMarks.Merged) : new(text);

    [Fact]
    public void Below_titles_and_notes()
    {
        var header = Find("^南山区企业名册|^南山区企业名册", "填表人:张三|2026年", "企业名称|人数", "甲公司|12");
        Assert.Equal((2, 3), (header!.Index, header.Number));
        Assert.Equal(["企业名称", "人数"], header.Columns.Select(c => c.Title));
        Assert.All(header.Columns, c => Assert.Null(c.Group));
    }

    [Fact]
    public void Whatever_the_width_of_their_characters_and_the_remarks_around_them()
    {
        var header = Find("* 企业 名称:|统一社会\n信用代码(18位)|人数(人)|备注");
        Assert.Equal(["企业名称", "统一社会信用代码", "人数", "备注"], header!.Columns.Select(c => c.Key));
        Assert.Equal([true, true, true, false], header.Columns.Select(c => c.Known));
    }

    [Fact]
    public void In_two_rows_the_lower_one_with_its_groups()
    {
        var header = Find("^企业名称|^联系人|^联系人", "^企业名称|姓名|电话", "甲|张三|138");
        Assert.Equal(1, header!.Index);
        Assert.Equal([null, "联系人", "联系人"], header.Columns.Select(c => c.Group));
    }

    [Fact]
    public void Not_where_nothing_is_known() => Assert.Null(Find("甲|乙", "1|2"));

    [Fact]
    public void Empty_columns_keep_their_place() =>
        Assert.Equal([1, 3], Find("|企业名称||人数")!.Columns.Select(c => c.Position));
}
