namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>Repairs that a person allows for a whole file with one click.</summary>
public static class Repairs
{
    /// <summary>Days written otherwise: 2020.3.5, 20200305, 2020年3月, the running numbers of spreadsheets.</summary>
    public const string Dates = "dates";

    /// <summary>Numbers inside words: 约30人, 30余, 1,200.</summary>
    public const string Numbers = "numbers";

    /// <summary>The first of several telephone numbers; the district's area code before a bare number.</summary>
    public const string Phones = "phones";

    /// <summary>Full-width letters and digits, and blanks inside names.</summary>
    public const string Plain = "plain";

    /// <summary>The stored result of a formula is taken for the value.</summary>
    public const string Formulas = "formulas";

    /// <summary>An unknown community: every equal value is the place that somebody chooses.</summary>
    public const string Place = "place";

    /// <summary>Every repair that needs nothing but a click, with what it does.</summary>
    public static IReadOnlyList<(string Id, string Title)> Simple { get; } =
    [
        (Dates, "按常见写法读日期(2020.3.5、20200305、2020年3月、表格日期序号)"),
        (Numbers, "从文字里取数字(约30人 → 30)"),
        (Phones, "整理电话(取第一个号码,固定电话补区号 0755)"),
        (Plain, "全角字母和数字改为半角,去掉多余空格"),
        (Formulas, "采用公式保存的结果"),
    ];
}
