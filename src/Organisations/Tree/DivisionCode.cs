using Gonglian.Foundation.Rules;

namespace Gonglian.Organisations.Tree;

/// <summary>代码: division codes of 12 digits (GB/T 10114), and the district's own codes of parks and buildings.</summary>
/// <remarks>A code is typed from the official list, never made by counting: 440305004 does not exist.</remarks>
public static class DivisionCode
{
    private const int Length = 12;

    /// <summary>The path segment of a division, from its code.</summary>
    /// <param name="kind">Which level: city, district, subdistrict or community.</param>
    /// <param name="code">The code.</param>
    /// <param name="above">The code of the unit above; empty for a city.</param>
    /// <exception cref="Refused">
    /// <c>organisations.code-digits</c>: not 12 digits; <c>organisations.code-parent</c>: begins otherwise than the unit
    /// above; <c>organisations.code-level</c>: a code of another level.
    /// </exception>
    public static string Segment(UnitKind kind, string code, string above)
    {
        if (!IsOne(code))
            throw NotOne();
        var (from, to) = Digits(kind);
        if (!code.StartsWith(above[..from], StringComparison.Ordinal))
            throw new Refused("organisations.code-parent", "代码应以上级的 {0} 开头", above[..from]).At("Code");
        if (code[from..to].All(c => c == '0') || code[to..].Any(c => c != '0'))
        {
            throw new Refused("organisations.code-level", "这一级的代码在第 {0} 至 {1} 位,不能全是 0,其后应全是 0",
                from + 1, to).At("Code");
        }
        return code[from..to];
    }

    /// <summary>Whether it has the form of a division code, of whatever place.</summary>
    public static bool IsOne(string code) => code.Length == Length && code.All(char.IsAsciiDigit);

    /// <summary>The refusal of what has not the form of a division code.</summary>
    public static Refused NotOne() =>
        new Refused("organisations.code-digits", "区划代码应为 12 位数字,请照官方代码表填写").At("Code");

    /// <summary>Checks a code of the district's own: it stands in addresses, so it has letters, digits and dashes only.</summary>
    /// <exception cref="Refused"><c>organisations.code-own</c>: something else in it, or all digits.</exception>
    public static void CheckOwn(string code)
    {
        if (code.Length is < 2 or > 20 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            || code.All(char.IsAsciiDigit))
            throw new Refused("organisations.code-own", "自编代码为 2 至 20 位字母、数字和短横线,至少有一个字母").At("Code");
    }

    private static (int From, int To) Digits(UnitKind kind) => kind switch
    {
        UnitKind.City => (0, 4),
        UnitKind.District => (4, 6),
        UnitKind.Subdistrict => (6, 9),
        _ => (9, Length),
    };
}
