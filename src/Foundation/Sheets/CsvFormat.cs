using System.Text;
using System.Text.Unicode;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>How a text file is written: its encoding and what parts its cells.</summary>
internal sealed record CsvFormat(Encoding Encoding, char Separator, int SkipLines)
{
    private const int SampleCharacters = 32 << 10;

    /// <summary>Finds out by reading: whatever is valid UTF-8 is that, anything else is Chinese GB18030 (and GBK).</summary>
    /// <exception cref="Refused"><c>sheets.not-a-workbook</c>: the bytes are no text in any of them.</exception>
    public static CsvFormat Of(Stream file)
    {
        var encoding = EncodingOf(file);
        file.Position = 0;
        using var reader = new StreamReader(file, encoding, true, 4096, leaveOpen: true);
        var sample = new char[SampleCharacters];
        try
        {
            sample = sample[..reader.ReadBlock(sample)];
        }
        catch (DecoderFallbackException)
        {
            throw SheetRefusals.Unknown();
        }

        return SeparatorOf(encoding, sample);
    }

    private static Encoding EncodingOf(Stream file)
    {
        Span<byte> start = stackalloc byte[3];
        start = start[..file.ReadAtLeast(start, 3, throwOnEndOfStream: false)];
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return Encoding.Unicode;

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Encoding.BigEndianUnicode;

        file.Position = 0;
        if (IsUtf8(file))
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);

        return Encoding.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    /// <summary>Reads the whole file once. A character cut in two at the end of a piece is carried to the next.</summary>
    private static bool IsUtf8(Stream file)
    {
        var buffer = new byte[128 << 10];
        var kept = 0;
        while (true)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            var bytes = buffer.AsSpan(0, kept + read);
            if (bytes.Contains((byte)0))
                throw SheetRefusals.Unknown();

            var whole = read == 0 ? bytes.Length : WholeCharacters(bytes);
            if (!Utf8.IsValid(bytes[..whole]))
                return false;

            if (read == 0)
                return true;

            kept = bytes.Length - whole;
            bytes[whole..].CopyTo(buffer);
        }
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(4, bytes.Length); back++)
        {
            var c = bytes[^back];
            if (c < 0x80)
                return bytes.Length;

            var length = c switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 0 };
            if (length > 0)
                return length > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }

    private static CsvFormat SeparatorOf(Encoding encoding, ReadOnlySpan<char> sample)
    {
        if (sample.StartsWith("sep=") && sample.Length > 5 && sample[5] is '\r' or '\n')
            return new(encoding, sample[4], 1);

        var best = ',';
        var most = 0;
        foreach (var candidate in ",\t;|")
        {
            var score = Score(sample, candidate);
            if (score > most)
                (best, most) = (candidate, score);
        }

        return new(encoding, best, 0);
    }

    /// <summary>How many of the first lines have the separator, weighted by how often the commonest count occurs.</summary>
    private static int Score(ReadOnlySpan<char> sample, char separator)
    {
        var counts = new Dictionary<int, int>();
        var (inLine, quoted) = (0, false);
        foreach (var c in sample)
        {
            quoted ^= c == '"';
            if (!quoted && c == separator)
                inLine++;

            if (quoted || c != '\n')
                continue;

            counts[inLine] = counts.GetValueOrDefault(inLine) + 1;
            inLine = 0;
        }

        counts[inLine] = counts.GetValueOrDefault(inLine) + 1;
        counts.Remove(0);
        return counts.Count == 0 ? 0 : counts.Max(c => c.Value * 100 + Math.Min(c.Key, 99));
    }
}
