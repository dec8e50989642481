using System.Globalization;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;

namespace Gonglian.Organisations.Imports;

/// <summary>The words of a table of units: codes and levels as people write them.</summary>
public static class UnitWords
{
    private const int Length = 12;

    /// <summary>A code as it is kept: divisions with 12 digits, the district's own in capitals.</summary>
    /// <remarks>The official tables cut the zeros off: 440305 is the district, 440305001 the subdistrict.</remarks>
    /// <exception cref="Refused"><c>organisations.import-number</c>: a spreadsheet made a number of it and lost its digits.</exception>
    public static string Code(string text)
    {
        var code = Plain.Code(text);
        if (code.IndexOf('E', StringComparison.Ordinal) > 0 && double.TryParse(code, CultureInfo.InvariantCulture, out _))
            throw LostDigits(text);
        if (!code.All(char.IsAsciiDigit))
            return text.Trim().ToUpperInvariant();
        return code.Length is 6 or 9 ? code.PadRight(Length, '0') : code;
    }

    /// <summary>Whether a code is what a spreadsheet leaves of another one: 4.40307E+11 read as a number has six digits and zeros.</summary>
    /// <remarks>The code of a district looks the same: ask only where it does not fit the row.</remarks>
    public static bool MayHaveLostDigits(string code) =>
        code.Length == Length && IsDivision(code) && code.EndsWith("000000", StringComparison.Ordinal);

    /// <summary>A code as a spreadsheet shows it once it took it for a number, e.g. 4.40307E+11.</summary>
    public static string AsSpreadsheet(string code) =>
        double.Parse(code, CultureInfo.InvariantCulture).ToString("0.#####E+00", CultureInfo.InvariantCulture);

    /// <summary>The refusal of a code that a spreadsheet has taken for a number.</summary>
    public static Refused LostDigits(string shown) => new("organisations.import-number",
        "代码“{0}”被表格软件改成了科学计数,后面的数字已经丢失;请把这一列设成“文本”后重新填写", shown);

    /// <summary>Whether the code is that of a division, and not the district's own.</summary>
    public static bool IsDivision(string code) => code.Length > 0 && code.All(char.IsAsciiDigit);

    /// <summary>层级 of a row: as it says, or by the code's digits.</summary>
    /// <exception cref="Refused">
    /// <c>organisations.import-kind</c>: a word that says nothing; <c>organisations.import-own</c>: a code of the
    /// district's own, and nothing says whether it is a park or a building; <c>organisations.code-digits</c>.
    /// </exception>
    public static UnitKind Kind(string word, string code)
    {
        if (word.Length > 0)
        {
            return LevelWords.Find(word)
                ?? throw new Refused("organisations.import-kind", "认不出级别“{0}”,请写:市、区、街道、社区、园区或楼宇", word);
        }
        if (!IsDivision(code))
            throw new Refused("organisations.import-own", "自编代码看不出级别,请在“级别”一列写明园区或楼宇");
        if (code.Length != Length)
            throw new Refused("organisations.code-digits", "区划代码应为 12 位数字,请照官方代码表填写");
        return code[9..] != "000" ? UnitKind.Community
            : code[6..] != "000000" ? UnitKind.Subdistrict
            : code[4..] != "00000000" ? UnitKind.District : UnitKind.City;
    }

    /// <summary>The code of the division above, by the digits; empty for a city.</summary>
    public static string Above(UnitKind kind, string code) => kind switch
    {
        UnitKind.District => code[..4].PadRight(Length, '0'),
        UnitKind.Subdistrict => code[..6].PadRight(Length, '0'),
        UnitKind.Community => code[..9].PadRight(Length, '0'),
        _ => "",
    };

    /// <summary>创建年份; none where nothing is said.</summary>
    /// <exception cref="Refused"><c>organisations.year</c>: no year, or none that can be.</exception>
    public static int? Year(string word) => word is "" or "否" or "无" ? null
        : int.TryParse(word.TrimEnd('年'), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100
            ? year
            : throw new Refused("organisations.year", "创建年份应在 2000 至 2100 之间");
}
