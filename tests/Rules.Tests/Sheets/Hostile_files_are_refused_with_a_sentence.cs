using System.IO.Compression;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class Hostile_files_are_refused_with_a_sentence
{
    private static readonly byte[] ZipStart = [0x50, 0x4B, 3, 4, 20, 0, 0, 0];

    [Fact]
    public void A_small_workbook_that_unpacks_to_one_huge_cell()
    {
        using var file = new TempFile();
        using (var zip = ZipFile.Open(file.Path, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in Book.Parts(""))
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(content.Split("</worksheet>")[0]));
                if (!name.Contains("sheet1", StringComparison.Ordinal))
                    continue;

                stream.Write("<sheetData><row><c t=\"inlineStr\"><is><t>"u8);
                var block = Encoding.ASCII.GetBytes(new string('A', 1 << 20));
                for (var i = 0; i < 1024; i++)
                    stream.Write(block);

                stream.Write("</t></is></c></row></sheetData></worksheet>"u8);
            }
        }

        Assert.InRange(new FileInfo(file.Path).Length, 500_000, 10_000_000);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal("sheets.bomb", Book.RefusalOf(file));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 50 << 20);
    }

    [Fact]
    public void A_bomb_that_declares_itself_small()
    {
        var parts = Book.Parts("<!--" + new string(' ', 50 << 20) + "-->" + Book.Data(Book.Inline("甲")));
        using var file = Book.Zip(parts);
        var bytes = File.ReadAllBytes(file.Path);
        var size = BitConverter.GetBytes(parts["xl/worksheets/sheet1.xml"].Length);
        for (var at = IndexOf(bytes, size, 0); at >= 0; at = IndexOf(bytes, size, at + 1))
            BitConverter.GetBytes(7000).CopyTo(bytes, at);

        Assert.Contains(Book.RefusalOf(Book.Bytes(bytes)), new[] { "sheets.bomb", "sheets.damaged" });
    }

    [Theory]
    [InlineData("xl/media/a.bin")]
    [InlineData("xl/embeddings/b.xlsx")]
    public void An_archive_within_the_archive(string name)
    {
        var parts = Book.Parts(Book.Data(Book.Inline("甲"))).ToDictionary(p => p.Key, p => Encoding.UTF8.GetBytes(p.Value));
        parts[name] = ZipStart;
        Assert.Equal("sheets.nested-archive", Book.RefusalOf(Book.Zip(parts)));
    }

    [Theory]
    [InlineData("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")]
    [InlineData("<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>", "&b;")]
    [InlineData("", "&unknown;")]
    public void Foreign_definitions_and_entities(string definition, string text)
    {
        var parts = Book.Parts(Book.Data(Book.Inline(text)));
        parts["xl/worksheets/sheet1.xml"] = definition + parts["xl/worksheets/sheet1.xml"];
        Assert.Equal("sheets.dtd", Book.RefusalOf(Book.Zip(parts)));
    }

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("xl\\..\\..\\x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    public void Names_that_lead_out_of_the_archive(string name)
    {
        var parts = Book.Parts(Book.Data(Book.Inline("甲")));
        parts[name] = "x";
        Assert.Equal("sheets.unsafe-name", Book.RefusalOf(Book.Zip(parts)));
    }

    [Fact]
    public void The_same_part_twice() => Assert.Equal("sheets.duplicate-part", Book.RefusalOf(Book.Zip(
        [.. Book.Parts(Book.Data(Book.Inline("甲"))), KeyValuePair.Create("XL/workbook.xml", "<workbook/>")])));

    [Fact]
    public void More_parts_than_a_workbook_has() => Assert.Equal("sheets.too-many-parts", Book.RefusalOf(
        Book.Zip([.. Enumerable.Range(0, 5001).Select(i => KeyValuePair.Create($"{i}", ""))])));

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void A_file_that_breaks_off(double part)
    {
        using var file = Book.Zip(Book.Parts(Book.Data(Book.Inline("甲"))));
        var bytes = File.ReadAllBytes(file.Path);
        Assert.Equal("sheets.truncated", Book.RefusalOf(Book.Bytes(bytes.AsSpan(0, (int)(bytes.Length * part)))));
    }

    [Fact]
    public void Damage_anywhere_is_refused_and_never_a_crash()
    {
        using var file = Book.Zip(Book.Parts(Book.Data(Book.Inline("甲"), "<c t=\"s\"><v>0</v></c>")
            + "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>"));
        var bytes = File.ReadAllBytes(file.Path);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x55;
            var thrown = Record.Exception(() => Book.Rows(Book.Bytes(damaged)));
            Assert.True(thrown is null or Refused, $"{at}: {thrown}");
        }
    }

    [Theory]
    [InlineData("<sheetData><row><c><v>1</v></row></sheetData>")]
    [InlineData("<sheetData><row><c t=\"s\"><v>5</v></c></row></sheetData>")]
    [InlineData("<sheetData><row r=\"2\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row></sheetData>")]
    [InlineData("<sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData>")]
    [InlineData("<sheetData><row r=\"-5\"><c r=\"1\"><v>1</v></c></row></sheetData>")]
    public void Sheets_that_contradict_themselves(string body) =>
        Assert.Equal("sheets.damaged", Book.RefusalOf(Book.Zip(Book.Parts(Book.Data(Book.Inline("甲")).Replace("</sheetData>", "") + body.Replace("<sheetData>", "")))));

    [Fact]
    public void A_cell_longer_than_a_spreadsheet_allows()
    {
        Assert.Equal("sheets.cell-too-long", Book.RefusalOf(Book.Zip(Book.Parts(Book.Data(Book.Inline(new string('中', 32_768)))))));
        Assert.Equal(32_767, Book.Rows(Book.Data(Book.Inline(new string('中', 32_767))))[0][0].Text.Length);
        var parts = Book.Parts(Book.Data("<c t=\"s\"><v>0</v></c>"));
        parts["xl/sharedStrings.xml"] = $"<sst><si>{string.Concat(Enumerable.Repeat("<r><t>aaaaaaaa</t></r>", 5000))}</si></sst>";
        Assert.Equal("sheets.cell-too-long", Book.RefusalOf(Book.Zip(parts)));
        Assert.Equal("sheets.cell-too-long", Book.RefusalOf(Book.Text("a," + new string('a', 40_000))));
        Assert.Equal("sheets.open-quote", Book.RefusalOf(Book.Text("a,\"" + string.Concat(Enumerable.Repeat("b,c\n", 20_000)))));
    }

    [Fact]
    public void More_rows_than_a_spreadsheet_has()
    {
        Assert.Equal("sheets.too-many-rows", Book.RefusalOf(Book.Zip(Book.Parts(
            "<sheetData><row r=\"1048576\"><c><v>1</v></c></row><row><c><v>2</v></c></row></sheetData>"))));
        Assert.Equal("sheets.too-many-rows", Book.RefusalOf(
            Book.Text("a\nb\nc\n"), new SheetLimits { Rows = 2 }));
    }

    [Fact]
    public void More_columns_than_anybody_fills()
    {
        Assert.Equal("sheets.too-many-columns", Book.RefusalOf(Book.Zip(Book.Parts(Book.Data("<c r=\"GS1\"><v>1</v></c>")))));
        Assert.Equal("sheets.too-many-columns", Book.RefusalOf(Book.Text(new string(',', 200) + "x")));
        Assert.Single(Book.Rows(Book.Data("<c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/>"))[0].Cells);
        Assert.Single(Book.Rows(Book.Text("x" + new string(',', 300)))[0].Cells);
    }

    [Fact]
    public void More_merged_blocks_than_a_sheet_can_mean() => Assert.Equal("sheets.too-many-merges", Book.RefusalOf(
        Book.Zip(Book.Parts(Book.Data(Book.Inline("甲")) + "<mergeCells>"
            + string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:B9\"/>", 4)) + "</mergeCells>")),
        new SheetLimits { Merges = 3 }));

    [Fact]
    public void More_text_than_can_be_held()
    {
        var parts = Book.Parts(Book.Data("<c t=\"s\"><v>0</v></c>"));
        parts["xl/sharedStrings.xml"] = $"<sst>{string.Concat(Enumerable.Repeat($"<si><t>{new string('a', 999)}</t></si>", 3000))}</sst>";
        Assert.Equal("sheets.too-much-text", Book.RefusalOf(Book.Zip(parts), new SheetLimits { SharedTextBytes = 2 << 20 }));
    }

    [Fact]
    public void A_file_larger_than_allowed() => Assert.Equal(
        "sheets.too-large", Book.RefusalOf(Book.Text("a,b\n"), new SheetLimits { FileBytes = 3 }));

    private static int IndexOf(byte[] bytes, byte[] sought, int from) =>
        bytes.AsSpan(from).IndexOf(sought) is var at and >= 0 ? from + at : -1;
}
