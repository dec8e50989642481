using System.Globalization;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Unions;

namespace Gonglian.Insight.Snapshots;

/// <summary>One indicator as it was.</summary>
/// <param name="Id">e.g. <c>N1</c>.</param>
/// <param name="Version">口径版本.</param>
/// <param name="Title">The field's name for it.</param>
/// <param name="Definition">口径 in words.</param>
/// <param name="Basis">依据.</param>
/// <param name="Owner">口径负责部门.</param>
/// <param name="Unit">计量单位.</param>
/// <param name="Numerator">The column of the rows above the line.</param>
/// <param name="Denominator">The column below the line; none for a list.</param>
/// <param name="Target">The target as a fraction, in digits.</param>
/// <param name="Unknown">The column of those of whom nobody knew whether they count.</param>
/// <param name="NotYet">Why it could not be measured.</param>
public sealed record DefinedIndicator(
    string Id, int Version, string Title, string Definition, string Basis, string Owner, string Unit, string Numerator,
    string? Denominator, string? Target, string? Unknown, string? NotYet)
{
    /// <summary>What a definition says of an indicator.</summary>
    public static DefinedIndicator Of(Indicator i) => new(
        i.Id, i.Version, i.Title, i.Definition, i.Basis, i.Owner, i.Unit, i.Numerator, i.Denominator,
        i.Target?.ToString(CultureInfo.InvariantCulture), i.Unknown, i.NotYet);

    /// <summary>The indicator, without the address of its rows.</summary>
    /// <exception cref="FormatException">The target is no number.</exception>
    public Indicator AsIndicator() => new(
        Id, Version, Title, Definition, Basis, Unit, Numerator, Denominator,
        Target is null ? null : decimal.Parse(Target, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), "")
    {
        Owner = Owner,
        Unknown = Unknown,
        NotYet = NotYet,
    };
}

/// <summary>One column of the rows.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Title">What stands in it, in words.</param>
public sealed record DefinedColumn(string Name, string Title);

/// <summary>口径 of a package: the indicators with their versions, the columns of the rows, the parameters in force.</summary>
/// <param name="Indicators">The indicators, in order.</param>
/// <param name="Facts">The first columns of the rows: what is known of each unit or union.</param>
/// <param name="Measures">The columns behind them: what each row adds to each measure.</param>
/// <param name="ParametersVersion">Number of the version of the parameters in force on the day.</param>
/// <param name="ParametersFrom">Since when it is in force.</param>
/// <param name="Parameters">口径参数.</param>
public sealed record PackageDefinition(
    IReadOnlyList<DefinedIndicator> Indicators, IReadOnlyList<DefinedColumn> Facts, IReadOnlyList<DefinedColumn> Measures,
    int ParametersVersion, DateOnly ParametersFrom, JsonElement Parameters)
{
    private static readonly DefinedColumn[] Known =
    [
        new("kind", "enterprise 为单位,union 为工会"),
        new("id", "在本系统中的编号"),
        new("credit_code", "统一社会信用代码"),
        new("name", "名称(冻结时)"),
        new("place_code", "所在单位的代码"),
        new("place_name", "所在单位的名称"),
        new("exclusion", "排除代码"),
        new("excluded_by", "提出排除的人;按规则排除的没有"),
        new("confirmed_by", "确认排除的人"),
        new("employees", "职工人数"),
        new("employees_source", "职工人数的来源"),
        new("employees_on", "职工人数的日期"),
        new("members", "会员人数"),
        new("members_source", "会员人数的来源"),
        new("members_on", "会员人数的日期"),
        new("form", "建会形式"),
        new("state", "工会的届情"),
    ];

    private static readonly Dictionary<string, string> Titles = new()
    {
        [Enterprises.Rules.Measures.Units] = "在册单位",
        [Enterprises.Rules.Measures.Base] = "统计基数",
        [Enterprises.Rules.Measures.Unverified] = "超过期限没有核实",
        [Enterprises.Rules.Measures.Covered] = "已被工会覆盖",
        [Enterprises.Rules.Measures.Large] = "职工 25 人及以上",
        [Enterprises.Rules.Measures.LargeOwn] = "其中有独立工会",
        [Enterprises.Rules.Measures.Due] = "应建未建",
        [Enterprises.Rules.Measures.Employees] = "职工数",
        [Enterprises.Rules.Measures.Members] = "会员数",
        [Enterprises.Rules.Measures.CoveredEmployees] = "已建会单位的职工数",
        [Enterprises.Rules.Measures.CoveredMembers] = "已建会单位的会员数",
        [Enterprises.Rules.Measures.Effective] = "有效覆盖",
        [Enterprises.Rules.Measures.VitalityUnknown] = "是否有效不详",
        [UnionMeasures.Live] = "存续的工会",
        [UnionMeasures.Electing] = "有届期的工会",
        [UnionMeasures.InTerm] = "届内的工会",
        [UnionMeasures.Expiring] = "90 天内届满的工会",
        [UnionMeasures.TermUnknown] = "任期不详的工会",
    };

    /// <summary>The definition in force.</summary>
    /// <param name="indicators">The indicators.</param>
    /// <param name="version">The parameters in force.</param>
    public static PackageDefinition Of(IReadOnlyList<Indicator> indicators, CoverageVersion version)
    {
        string[] always =
        [
            Enterprises.Rules.Measures.Units, .. Enum.GetValues<ExclusionCode>().Select(Enterprises.Rules.Measures.Excluded),
            Enterprises.Rules.Measures.Base, Enterprises.Rules.Measures.Unverified, UnionMeasures.Live,
        ];
        var asked = indicators.Where(i => i.NotYet is null).SelectMany(i => new[] { i.Numerator, i.Denominator, i.Unknown });
        return new(
            [.. indicators.Select(DefinedIndicator.Of)], Known,
            [.. always.Concat(asked).OfType<string>().Distinct().Select(m => new DefinedColumn(m, TitleOf(m)))],
            version.Number, version.ValidFrom, JsonSerializer.SerializeToElement(version.Rules));
    }

    /// <summary>The header of the rows.</summary>
    public string Header => string.Join(',', Facts.Concat(Measures).Select(c => c.Name)) + "\n";

    /// <summary>The figures as they stand in <c>figures.csv</c>: the columns of <c>check indicators</c>, then those they rest on.</summary>
    /// <param name="figures">Each indicator with its counts, and how many are unknown.</param>
    public static string FiguresCsv(IEnumerable<(IndicatorAnswer Answer, long? Unknown)> figures) =>
        IndicatorCheck.Header + ",numerator_measure,denominator_measure,unknown_measure,unknown\n" + string.Concat(
            figures.Select(f => string.Create(
                CultureInfo.InvariantCulture,
                $"{IndicatorCheck.Line(f.Answer)},{f.Answer.Indicator.Numerator},{f.Answer.Indicator.Denominator},")
                + string.Create(CultureInfo.InvariantCulture, $"{f.Answer.Indicator.Unknown},{f.Unknown}\n")));

    /// <summary>The figures of a scope from the sums of its rows.</summary>
    public static IEnumerable<(IndicatorAnswer Answer, long? Unknown)> Figures(
        IEnumerable<Indicator> indicators, string scope, DateOnly asOf, IReadOnlyDictionary<string, long> sums) =>
        indicators.Select(i => (
            new IndicatorAnswer(i, scope, asOf, i.Of(sums)),
            i.NotYet is null && i.Unknown is { } unknown ? sums.GetValueOrDefault(unknown) : (long?)null));

    private static string TitleOf(string measure) => Titles.GetValueOrDefault(measure)
        ?? Enum.GetValues<ExclusionCode>().Where(c => Enterprises.Rules.Measures.Excluded(c) == measure).Select(c => c.Title())
            .FirstOrDefault(measure);
}
