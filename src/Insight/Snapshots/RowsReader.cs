using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Insight.Snapshots;

/// <summary>Adds up the measures of the rows of a package while they stream past; nothing of them is kept.</summary>
internal sealed class RowsReader
{
    private const int LongestLine = 64 << 10;
    private const int Digits = 18;
    private readonly string[] measures;
    private readonly long[] sums;
    private readonly int facts;
    private readonly byte[] header;
    private readonly byte[] line = new byte[LongestLine];
    private int length;
    private bool quoted;

    public RowsReader(PackageDefinition definition)
    {
        measures = [.. definition.Measures.Select(m => m.Name)];
        (sums, facts, header) = (new long[measures.Length], definition.Facts.Count, Encoding.UTF8.GetBytes(definition.Header));
    }

    /// <summary>Lines so far, the header included.</summary>
    public long Lines { get; private set; }

    /// <summary>What they add up to.</summary>
    public IReadOnlyDictionary<string, long> Sums => measures.Index().ToDictionary(m => m.Item, m => sums[m.Index], StringComparer.Ordinal);

    /// <summary>Takes some more bytes.</summary>
    /// <exception cref="Refused"><c>package.line</c>: a line is not as it was written; it names the line.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (length == LongestLine)
                throw PackageRefusals.Line(Lines + 1);
            line[length++] = b;
            quoted ^= b == '"';
            if (b != '\n' || quoted)
                continue;
            End(line.AsSpan(0, length));
            length = 0;
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <exception cref="Refused"><c>package.line</c>: the last line is not complete.</exception>
    public void End()
    {
        if (length > 0 || Lines == 0)
            throw PackageRefusals.Line(Lines + 1);
    }

    private void End(ReadOnlySpan<byte> row)
    {
        Lines++;
        if (Lines == 1)
        {
            if (!row.SequenceEqual(header))
                throw PackageRefusals.Header();
            return;
        }
        var (column, start, inside) = (0, 0, false);
        for (var at = 0; at < row.Length; at++)
        {
            inside ^= row[at] == '"';
            if (inside || row[at] is not ((byte)',' or (byte)'\n'))
                continue;
            if (column >= facts)
                Add(column - facts, row[start..at]);
            (column, start) = (column + 1, at + 1);
        }
        if (column != facts + measures.Length)
            throw PackageRefusals.Columns(Lines);
    }

    private void Add(int measure, ReadOnlySpan<byte> digits)
    {
        if (measure >= measures.Length)
            throw PackageRefusals.Columns(Lines);
        if (digits.IsEmpty)
            return;
        var value = 0L;
        if (digits.Length > Digits)
            throw PackageRefusals.Number(Lines);
        foreach (var digit in digits)
            value = char.IsAsciiDigit((char)digit) ? value * 10 + digit - '0' : throw PackageRefusals.Number(Lines);
        sums[measure] = checked(sums[measure] + value);
    }
}
