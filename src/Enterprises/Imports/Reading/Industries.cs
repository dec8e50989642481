using System.Globalization;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>行业: sections and classes of GB/T 4754-2017 from letters, codes and words.</summary>
/// <remarks>
/// A four-digit class decides its section. Forms of trade unions still use the order 01–20 of 2002 (GB/T 4754-2002),
/// whose sections stand in another order.
/// </remarks>
public static class Industries
{
    // The last division of each section A … T.
    private static readonly int[] LastDivision =
        [5, 12, 43, 46, 50, 52, 60, 62, 65, 69, 70, 72, 75, 79, 82, 83, 85, 90, 96, 97];

    private const string Order2002 = "ABCDEGIFHJKLMNOPQRST";

    private static readonly (string Part, char Section)[] Parts =
    [
        ("制造", 'C'), ("加工", 'C'), ("采矿", 'B'), ("采掘", 'B'), ("建筑", 'E'), ("房地产", 'K'), ("物业", 'K'),
        ("批发", 'F'), ("零售", 'F'), ("商贸", 'F'), ("贸易", 'F'), ("信息", 'I'), ("软件", 'I'), ("互联网", 'I'), ("电信", 'I'),
        ("交通", 'G'), ("运输", 'G'), ("仓储", 'G'), ("邮政", 'G'), ("物流", 'G'), ("快递", 'G'),
        ("住宿", 'H'), ("餐饮", 'H'), ("酒店", 'H'), ("金融", 'J'), ("银行", 'J'), ("保险", 'J'), ("证券", 'J'),
        ("租赁", 'L'), ("商务", 'L'), ("科学", 'M'), ("科研", 'M'), ("研发", 'M'), ("技术服务", 'M'),
        ("水利", 'N'), ("环境", 'N'), ("公共设施", 'N'), ("电力", 'D'), ("热力", 'D'), ("燃气", 'D'), ("供水", 'D'),
        ("居民服务", 'O'), ("修理", 'O'), ("家政", 'O'), ("教育", 'P'), ("培训", 'P'), ("卫生", 'Q'), ("医疗", 'Q'),
        ("社会工作", 'Q'), ("养老", 'Q'), ("文化", 'R'), ("体育", 'R'), ("娱乐", 'R'), ("国际组织", 'T'),
        ("公共管理", 'S'), ("社会保障", 'S'), ("社会组织", 'S'), ("农", 'A'), ("林", 'A'), ("牧", 'A'), ("渔", 'A'),
    ];

    /// <summary>Reads an industry.</summary>
    /// <param name="text">A letter (C), a code (C39, 39, 3911), or words (制造业).</param>
    /// <param name="order2002">Two digits are the order 01–20 of 2002.</param>
    /// <returns>The section's letter and up to four digits; nothing when it cannot be read.</returns>
    public static (string Section, string Class)? Read(string text, bool order2002)
    {
        var plain = Plain.Fold(text).Trim().ToUpperInvariant();
        if (plain.Length == 0)
            return null;
        var letter = plain[0] is >= 'A' and <= 'T' ? plain[..1] : "";
        var rest = plain[letter.Length..].TrimStart();
        var digits = new string([.. rest.TakeWhile(char.IsAsciiDigit)]);
        if (digits.Length is 1 or > 4)
            return null;
        if (digits.Length > 0)
            return ByCode(letter, digits, order2002);
        if (letter.Length > 0 && (plain.Length == 1 || !char.IsAsciiLetter(plain[1])))
            return (letter, "");
        if (Divisions.Find(text.Trim()) is { } division)
            return ByCode("", division, order2002: false);
        foreach (var (part, section) in Parts)
            if (plain.Contains(part, StringComparison.Ordinal))
                return (section.ToString(), "");
        return null;
    }

    /// <summary>The section of a division; nothing when there is no such division.</summary>
    public static string? SectionOf(int division)
    {
        if (division is < 1 or > 97)
            return null;
        return ((char)('A' + Array.FindIndex(LastDivision, last => division <= last))).ToString();
    }

    private static (string Section, string Class)? ByCode(string letter, string digits, bool order2002)
    {
        var number = int.Parse(digits.AsSpan(0, 2), CultureInfo.InvariantCulture);
        if (order2002 && letter.Length == 0 && digits.Length == 2)
            return number is >= 1 and <= 20 ? (Order2002[number - 1].ToString(), "") : null;
        var section = SectionOf(number);
        return section is null || (letter.Length > 0 && letter != section) ? null : (section, digits);
    }
}
