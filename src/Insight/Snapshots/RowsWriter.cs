using System.Buffers;
using System.Globalization;
using System.Text;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Insight.Snapshots;

/// <summary>Writes the rows of a package: UTF-8 without a mark, commas, <c>\n</c>, quoted where RFC 4180 asks for it.</summary>
/// <remarks>A text that a spreadsheet would take for a formula carries an apostrophe; it is part of what is hashed.</remarks>
internal sealed class RowsWriter(Stream target, IReadOnlyList<string> measures)
{
    private const int Enough = 64 << 10;
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private readonly StringBuilder text = new(Enough + 4096);
    private readonly long[] sums = new long[measures.Count];
    private readonly long[] own = new long[measures.Count];
    private readonly Dictionary<string, int> places =
        measures.Index().ToDictionary(m => m.Item, m => m.Index, StringComparer.Ordinal);

    /// <summary>Lines so far, without the header.</summary>
    public long Count { get; private set; }

    /// <summary>What the rows add up to.</summary>
    public IReadOnlyDictionary<string, long> Sums => measures.Index().ToDictionary(m => m.Item, m => sums[m.Index], StringComparer.Ordinal);

    /// <summary>The header.</summary>
    public void Begin(string header) => text.Append(header);

    /// <summary>One line: what is known, and what it adds to each measure; what adds nothing is empty.</summary>
    public void Line(IReadOnlyList<string?> facts, IEnumerable<(string Measure, long Value)> adds)
    {
        Array.Clear(own);
        foreach (var (measure, value) in adds)
            if (places.TryGetValue(measure, out var place))
                own[place] += value;
        foreach (var fact in facts)
            Put(fact).Append(',');
        for (var i = 0; i < own.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            if (own[i] != 0)
                text.Append(CultureInfo.InvariantCulture, $"{own[i]}");
            sums[i] += own[i];
        }
        text.Append('\n');
        Count++;
        if (text.Length >= Enough)
            Flush();
    }

    /// <summary>Hands on what has gathered.</summary>
    public void Flush()
    {
        foreach (var chunk in text.GetChunks())
        {
            var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(chunk.Length));
            target.Write(bytes, 0, Encoding.UTF8.GetBytes(chunk.Span, bytes));
            ArrayPool<byte>.Shared.Return(bytes);
        }
        text.Clear();
    }

    private StringBuilder Put(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return text;
        if (CsvGuard.IsDangerous(value))
            value = "'" + value;
        return value.AsSpan().ContainsAny(Special)
            ? text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            : text.Append(value);
    }
}
