using FsCheck;
using FsCheck.Fluent;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Rules.Tests.Sheets;

public sealed class What_is_written_is_read_back
{
    private static readonly Column<Line>[] Columns =
    [
        new("name", "名称", l => l.Name),
        new("count", "人数", l => l.Count) { Kind = ColumnKind.Number },
        new("day", "日期", l => l.Day) { Kind = ColumnKind.Date },
        new("note", "备注", l => l.Note) { Kind = ColumnKind.Tag },
        new("share", "比例", l => l.Share) { Kind = ColumnKind.Percent },
    ];

    private static Arbitrary<Line[]> Lines(Func<string, string> clean)
    {
        string[] tricky = ["=1+1", "'=1", "''", "-5", "@x", "\tx", "_x000D_", "_x000d_x", "a\"b", "a,b;c", "深圳\r\n南山",
            "<&>", "\u0001\u001f", "𠮷野", "\uFFFF", "", " x ", "9.14403E+17", "440305190001010000", "+86"];
        var text = Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(s => clean(s ?? "")),
            Gen.Elements(tricky).Select(clean),
            Gen.Elements(tricky).Two().Select(p => clean(p.Item1 + p.Item2)));
        return Gen.ArrayOf(
            from name in text
            from note in text
            from count in Gen.Choose(-1_000_000, 1_000_000)
            from day in Gen.Choose(0, 40_000)
            from share in Gen.Choose(0, 1000)
            select new Line("a" + name, count, new DateOnly(1950, 1, 1).AddDays(day), note, share / 1000.0)).ToArbitrary();
    }

    [Fact]
    public void From_a_workbook_whatever_the_characters() =>
        Prop.ForAll(Lines(s => s), lines => SameAs(lines, xlsx: true)).QuickCheckThrowOnFailure();

    [Fact]
    public void From_csv_whatever_characters_a_text_file_holds() =>
        Prop.ForAll(Lines(TextFile), lines => SameAs(lines, xlsx: false)).QuickCheckThrowOnFailure();

    private static void SameAs(Line[] lines, bool xlsx)
    {
        var rows = Written(lines, Columns, xlsx);
        Assert.Equal("名称|人数|日期|备注|比例", Book.Texts(rows[0]));
        var expected = lines.Select(l => new[]
        {
            l.Name, $"{l.Count}", $"{l.Day:yyyy-MM-dd}", l.Note, CellValue(l.Share),
        });
        Assert.Equal(expected, rows.Skip(1).Select(r => Enumerable.Range(0, 5).Select(i => r[i].Text).ToArray()));
    }

    [Fact]
    public void Texts_that_look_like_formulas_stay_texts()
    {
        var rows = Written(["=HYPERLINK(\"http://x\")"], [new Column<string>("a", "甲", s => s)], xlsx: true);
        Assert.Equal(new Cell("=HYPERLINK(\"http://x\")"), rows[1][0]);
    }

    [Fact]
    public void Csv_guards_texts_and_leaves_numbers_alone()
    {
        Column<int>[] columns =
        [
            new("a", "=甲", n => "-" + n), new("b", "乙", n => -n) { Kind = ColumnKind.Number },
        ];
        using var stream = new MemoryStream();
        SheetWriter.WriteCsvAsync(stream, columns, new[] { 5 }.ToAsyncEnumerable()).GetAwaiter().GetResult();
        Assert.Equal("\uFEFF'=甲,乙\r\n'-5,-5\r\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Refused_cells_are_highlighted_and_their_reasons_gathered()
    {
        Column<string>[] columns = [new("name", "名称", s => s), new("code", "代码", _ => null)];
        var options = new SheetOptions<string> { Reason = (s, id) => id == "code" && s == "乙" ? "没有填写" : null };
        var rows = Written(["甲", "乙"], columns, xlsx: true, options);
        Assert.Equal(["名称|代码|原因", "甲", "乙||代码:没有填写"], rows.Select(Book.Texts));
    }

    [Fact]
    public void A_share_is_a_percentage_and_nothing_of_nothing_is_empty()
    {
        Column<Share>[] columns =
        [
            new("n", "n", s => s.Denominator) { Kind = ColumnKind.Number },
            new("a", "a", s => s) { Kind = ColumnKind.Percent },
        ];
        var rows = Written([new Share(427, 500), new Share(0, 0)], columns, xlsx: true);
        Assert.Equal(["n|a", "500|85.4%", "0"], rows.Select(Book.Texts));
    }

    [Fact]
    public async Task The_target_is_never_written_to_synchronously_and_stays_open()
    {
        using var target = new AsyncOnly();
        await SheetWriter.WriteXlsxAsync(
            target, [new Column<int>("a", "甲", n => Guid.CreateVersion7())], Enumerable.Range(0, 5000).ToAsyncEnumerable());
        using var file = Book.Bytes(target.ToArray());
        Assert.Equal(5001, Book.Rows(file).Count);
    }

    [Fact]
    public void An_empty_list_is_a_workbook_with_its_header() =>
        Assert.Equal("甲", Book.Texts(Assert.Single(Written<int>([], [new("a", "甲", n => n)], xlsx: true))));

    [Fact]
    public void Text_longer_than_a_cell_is_cut_visibly()
    {
        var rows = Written([new string('中', 40_000)], [new Column<string>("a", "甲", s => s)], xlsx: true);
        Assert.Equal((32_767, '…'), (rows[1][0].Text.Length, rows[1][0].Text[^1]));
    }

    [Fact]
    public void The_parts_are_well_formed_and_in_order()
    {
        var options = new SheetOptions<string> { SheetName = "名册:<&>[2026]" };
        using var file = File([""], [new Column<string>("a", "甲", s => s)], xlsx: true, options);
        using var zip = System.IO.Compression.ZipFile.OpenRead(file.Path);
        foreach (var part in zip.Entries)
        {
            using var stream = part.Open();
            Assert.NotNull(System.Xml.Linq.XDocument.Load(stream).Root);
        }

        using var reader = SheetReader.Open(System.IO.File.OpenRead(file.Path));
        Assert.Equal("名册<&>2026", reader.Name);
    }

    private static List<SheetRow> Written<T>(
        IEnumerable<T> rows, IReadOnlyList<Column<T>> columns, bool xlsx, SheetOptions<T>? options = null) =>
        Book.Rows(File(rows, columns, xlsx, options));

    private static TempFile File<T>(
        IEnumerable<T> rows, IReadOnlyList<Column<T>> columns, bool xlsx, SheetOptions<T>? options)
    {
        using var stream = new MemoryStream();
        var writing = xlsx
            ? SheetWriter.WriteXlsxAsync(stream, columns, rows.ToAsyncEnumerable(), options)
            : SheetWriter.WriteCsvAsync(stream, columns, rows.ToAsyncEnumerable(), options);
        writing.GetAwaiter().GetResult();
        return Book.Bytes(stream.ToArray());
    }

    private static string TextFile(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0 or 0xFFFD)).Select(r => r.ToString()));

    private static string CellValue(double share) => $"{Math.Round(share * 100, 10):0.##########}%";

    private sealed record Line(string Name, int Count, DateOnly Day, string Note, double Share);

    /// <summary>Like the body of a response: refuses to be written to synchronously.</summary>
    private sealed class AsyncOnly : MemoryStream
    {
        private readonly MemoryStream taken = new();

        public override byte[] ToArray() => taken.ToArray();

        public override void Flush() => throw new InvalidOperationException();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException();

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            taken.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            taken.Dispose();
            base.Dispose(disposing);
        }
    }
}
