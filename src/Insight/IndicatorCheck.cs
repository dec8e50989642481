using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;

namespace Gonglian.Insight;

/// <summary>What <c>check indicators</c> is asked.</summary>
/// <param name="AsOf">统计日, China time.</param>
/// <param name="Scope">A unit's code or <see cref="Insight.Scope.CreationUnits"/>; nothing for the district.</param>
/// <param name="KnownOn">As far as it was known at this instant, UTC; nothing for now.</param>
/// <param name="Json">Whether to write JSON instead of CSV.</param>
public sealed record IndicatorQuestion(DateOnly AsOf, string? Scope = null, DateTime? KnownOn = null, bool Json = false);

/// <summary>One line of the answer.</summary>
/// <param name="Indicator">The indicator with its version and target.</param>
/// <param name="Scope">Code of the scope.</param>
/// <param name="AsOf">统计日.</param>
/// <param name="Share">The counts.</param>
public sealed record IndicatorAnswer(Indicator Indicator, string Scope, DateOnly AsOf, Share Share)
{
    /// <summary>The numerator; nothing where it cannot be measured yet.</summary>
    public long? Numerator => Indicator.NotYet is null ? Share.Numerator : null;

    /// <summary>The denominator; nothing for a list, and where it cannot be measured yet.</summary>
    public long? Denominator => Indicator.Denominator is null || Indicator.NotYet is not null ? null : Share.Denominator;

    /// <summary>Whether the target is reached, compared unrounded; nothing where there is none.</summary>
    public bool? Met => Indicator.Target is { } target ? Share.Meets(target) : null;
}

/// <summary><c>check indicators</c>: the figures once more, from the facts alone.</summary>
/// <remarks>By <see cref="Replay"/>, which reads no counter: so the check does not trust what it checks. Reads only.</remarks>
public static class IndicatorCheck
{
    /// <summary>The header row, without its end.</summary>
    public const string Header = "id,version,scope,as_of,numerator,denominator,value,target,met";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Writes the answer: CSV with a header row and <c>\n</c>, or JSON.</summary>
    /// <exception cref="Refused"><c>figures.no-scope</c>, <c>figures.no-unit</c>: there is no such scope.</exception>
    public static async Task Run(AppDb db, IndicatorQuestion question, TextWriter output) =>
        await output.WriteAsync(Written(await Answer(db, question), question.Json));

    /// <summary>The answer as it is written: CSV with a header row and <c>\n</c>, or JSON.</summary>
    public static string Written(IEnumerable<IndicatorAnswer> answers, bool json) => json
        ? JsonSerializer.Serialize(answers.Select(Fields), Plain) + "\n"
        : Header + "\n" + string.Concat(answers.Select(a => Line(a) + "\n"));

    /// <summary>The figures of the scope on the day, as far as they were known.</summary>
    /// <exception cref="Refused"><c>figures.no-scope</c>, <c>figures.no-unit</c>: there is no such scope.</exception>
    public static async Task<IReadOnlyList<IndicatorAnswer>> Answer(AppDb db, IndicatorQuestion question)
    {
        var scope = await Scope.Get(db, question.Scope);
        var versions = await CoverageParameters.Read(db);
        var counts = await Replay.Count(db, versions, [question.AsOf], question.KnownOn);
        var sums = counts[0].Under(scope.Paths);
        return [.. db.Indicators.By(versions.On(question.AsOf)).Select(i => new IndicatorAnswer(i, scope.Code, question.AsOf, i.Of(sums)))];
    }

    /// <summary>One line of the answer, without its end.</summary>
    public static string Line(IndicatorAnswer a) => string.Create(
        CultureInfo.InvariantCulture,
        $"{a.Indicator.Id},{a.Indicator.Version},{a.Scope},{a.AsOf:yyyy-MM-dd},{a.Numerator},{a.Denominator},"
        + $"{a.Share.Raw},{a.Indicator.Target},{(a.Met is { } met ? met ? "true" : "false" : "")}");

    private static Dictionary<string, object?> Fields(IndicatorAnswer a) => new()
    {
        ["id"] = a.Indicator.Id,
        ["version"] = a.Indicator.Version,
        ["scope"] = a.Scope,
        ["as_of"] = a.AsOf,
        ["numerator"] = a.Numerator,
        ["denominator"] = a.Denominator,
        ["value"] = a.Share.Denominator == 0 ? null : (double)a.Share.Numerator / a.Share.Denominator,
        ["target"] = a.Indicator.Target,
        ["met"] = a.Met,
    };
}
