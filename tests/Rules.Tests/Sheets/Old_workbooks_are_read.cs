using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Old_workbooks_are_read
{
    private static byte[] Roster() => OldBook.Workbook(
        "名册", ["企业名册", ""], ["名称", "人数", "成立"], ["深圳甲公司", 25, new DateOnly(2026, 3, 1)], ["码", 914403001922038216.0]);

    [Fact]
    public void Like_new_ones()
    {
        using var file = Book.Bytes(Roster());
        using var reader = SheetReader.Open(File.OpenRead(file.Path));
        var rows = reader.Rows().ToList();
        Assert.Equal("名册", reader.Name);
        Assert.Equal(
            ["企业名册|企业名册", "名称|人数|成立", "深圳甲公司|25|2026-03-01", "码|9.14403E+17"], rows.Select(Book.Texts));
        Assert.True(rows[3][1].Is(CellMarks.CodeBecameNumber));
        Assert.True(rows[2][2].Is(CellMarks.Date));
        Assert.Equal([1, 2, 3, 4], reader.Rows().Select(r => r.Number));
    }

    [Fact]
    public void Damage_anywhere_is_refused_and_never_a_crash()
    {
        var bytes = Roster();
        for (var at = 0; at < bytes.Length; at += 13)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x55;
            var thrown = Record.Exception(() => Book.Rows(Book.Bytes(damaged)));
            Assert.True(thrown is null or Refused, $"{at}: {thrown}");
        }
    }
}
