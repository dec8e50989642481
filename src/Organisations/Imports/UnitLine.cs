using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Organisations.Imports;

/// <summary>One row of a table of units, as it was written.</summary>
/// <param name="Number">Number of the row as the person sees it.</param>
/// <param name="Code">代码.</param>
/// <param name="Name">名称.</param>
/// <param name="Kind">级别 in words; empty where the code says it.</param>
/// <param name="AboveCode">上级代码; empty where the code says it.</param>
/// <param name="AboveName">上级名称; empty where the unit above stands already or has a row of its own.</param>
/// <param name="Year">创建年份; empty where nothing is said.</param>
public sealed record UnitLine(
    int Number, string Code, string Name, string Kind = "", string AboveCode = "", string AboveName = "", string Year = "")
{
    private const int Longest = 120;
    private const int Parts = 7;

    /// <summary>The rows in one text, so that what was looked at can be sent back by the page's own form.</summary>
    public static string Pack(IEnumerable<UnitLine> lines) => string.Join('\n', lines.Select(l => string.Join('\t',
        l.Number.ToString(CultureInfo.InvariantCulture), l.Code, l.Name, l.Kind, l.AboveCode, l.AboveName, l.Year)));

    /// <summary>The rows of such a text.</summary>
    /// <exception cref="Refused"><c>organisations.import-unread</c>: it is none.</exception>
    public static IReadOnlyList<UnitLine> Unpack(string? packed)
    {
        var lines = (packed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > UnitSheet.Most ? throw UnitSheet.TooMany() : [.. lines.Select(Read)];
    }

    /// <summary>A cell as it is compared and kept: plain characters, no signs that steer, not longer than any name.</summary>
    public static string Plainly(string text)
    {
        var plain = new string([.. Plain.Fold(text).Where(c => !char.IsControl(c))]).Trim();
        return plain.Length > Longest ? plain[..Longest] : plain;
    }

    private static UnitLine Read(string line)
    {
        var parts = line.TrimEnd('\r').Split('\t');
        if (parts.Length != Parts || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var number))
            throw new Refused("organisations.import-unread", "预览的内容不完整,请重新选择文件");
        var cells = parts[1..].Select(Plainly).ToArray();
        return new(number, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }
}
