using System.Globalization;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Enterprises;

/// <summary>筛选: what a list of enterprises is asked for; the same words in the page's address, the API and a saved view.</summary>
public sealed record EnterpriseFilter
{
    /// <summary>The names of the filters in an address, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "q", "place", "section", "size", "union", "duty", "exclusion", "counted", "part", "unverified", "unknown", "import",
        "within", "coverage", "verified", "status", "source", "year",
    ];

    /// <summary>Part of the name, pinyin initials, credit code or its beginning, or at least 4 last digits of a phone.</summary>
    public string? Q { get; init; }

    /// <summary>Code or path (also called <c>unit</c> in an address) of a subdistrict, community, park or building: with all that lies below it; or a group (<c>creation-units</c>).</summary>
    public string? Place { get; init; }

    /// <summary>行业门类, a letter A–T; <c>-</c> for those whose section is unknown.</summary>
    public string? Section { get; init; }

    /// <summary>规模段, 0–7; see <see cref="SizeBands"/>.</summary>
    public int? Size { get; init; }

    /// <summary>建会形式: <c>own</c>, <c>joint</c>, <c>group</c>, <c>organiser</c>, or <c>none</c>.</summary>
    public string? Union { get; init; }

    /// <summary>应建: <c>national</c> (工会法 §11, by members), <c>local</c> (by members or employees), <c>due</c> (应建未建), <c>other</c> (not due).</summary>
    public string? Duty { get; init; }

    /// <summary>
    /// 排除: <c>any</c>, <c>none</c>, <c>proposed</c> (waiting for the second person), <c>x1</c> … <c>x8</c>, <c>base</c> (in the
    /// base set), or <c>outside</c> (neither left out nor in it).
    /// </summary>
    public string? Exclusion { get; init; }

    /// <summary>The indicator whose rows are asked for: <c>N1</c>, <c>N2</c>, <c>N3</c>, <c>N5</c>.</summary>
    public string? Counted { get; init; }

    /// <summary>Which rows of the indicator: <c>numerator</c>, <c>denominator</c>, <c>rest</c>, <c>excluded</c>.</summary>
    public string? Part { get; init; }

    /// <summary>Only those not verified for 180 days.</summary>
    public bool Unverified { get; init; }

    /// <summary>Only those whose headcount is unknown.</summary>
    public bool Unknown { get; init; }

    /// <summary>Key of an import: only what it brought or changed.</summary>
    public long? Import { get; init; }

    /// <summary>A second place, as <see cref="Place"/>: only what lies in both.</summary>
    public string? Within { get; init; }

    /// <summary>覆盖: <c>effective</c>, <c>unknown</c>, <c>weak</c>, <c>none</c>, or <c>outside</c> the base set.</summary>
    public string? Coverage { get; init; }

    /// <summary>Only those verified in the last 180 days.</summary>
    public bool Verified { get; init; }

    /// <summary>经营状态, by its code.</summary>
    public OperatingStatus? Status { get; init; }

    /// <summary>职工人数来源, by its code; <c>-</c> where there is none.</summary>
    public string? Source { get; init; }

    /// <summary>成立年份; 0, in an address <c>-</c>, where it is unknown.</summary>
    public int? Year { get; init; }

    /// <summary>Whether nothing but perhaps a place is asked.</summary>
    public bool IsPlaceOnly => this with { Place = null } == new EnterpriseFilter();

    /// <summary>Whether nothing is asked.</summary>
    public bool IsEmpty => this == new EnterpriseFilter();

    /// <summary>Reads the filter from the words of an address.</summary>
    /// <exception cref="Refused"><c>enterprises.filter</c>: a filter has a value that does not exist.</exception>
    public static EnterpriseFilter Read(IQueryCollection query)
    {
        var filter = new EnterpriseFilter
        {
            Q = Word("q"),
            Place = Word("place") ?? Word("unit"),
            Section = Word("section")?.ToUpperInvariant(),
            Size = (int?)Number("size"),
            Union = Word("union"),
            Duty = Word("duty"),
            Exclusion = Word("exclusion")?.ToLowerInvariant(),
            Counted = Word("counted")?.ToUpperInvariant(),
            Part = Word("part"),
            Unverified = Word("unverified") is not null,
            Unknown = Word("unknown") is not null,
            Import = Number("import"),
            Within = Word("within"),
            Coverage = Word("coverage"),
            Verified = Word("verified") is not null,
            Status = Word("status") is { } status ? Coded<OperatingStatus>("status", status) : null,
            Source = Word("source"),
            Year = Word("year") == "-" ? 0 : (int?)Number("year"),
        };
        filter.Check();
        return filter;

        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 } word ? word : null;

        long? Number(string name) => Word(name) is not { } word ? null
            : long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Wrong(name, word);
    }

    /// <summary>The filter as words of an address, only what is set.</summary>
    public IEnumerable<KeyValuePair<string, string>> Words()
    {
        (string Name, string? Value)[] all =
        [
            ("q", Q), ("place", Place), ("section", Section), ("size", Size?.ToString(CultureInfo.InvariantCulture)),
            ("union", Union), ("duty", Duty), ("exclusion", Exclusion), ("counted", Counted), ("part", Part),
            ("unverified", Unverified ? "1" : null), ("unknown", Unknown ? "1" : null),
            ("import", Import?.ToString(CultureInfo.InvariantCulture)), ("within", Within), ("coverage", Coverage),
            ("verified", Verified ? "1" : null), ("status", Status is { } status ? ApiList.Code(status) : null), ("source", Source),
            ("year", Year == 0 ? "-" : Year?.ToString(CultureInfo.InvariantCulture)),
        ];
        return all.Where(w => w.Value is not null).Select(w => KeyValuePair.Create(w.Name, w.Value!));
    }

    internal UnionForm? Form => Union switch
    {
        "own" => UnionForm.Own,
        "joint" => UnionForm.Joint,
        "group" => UnionForm.Group,
        "organiser" => UnionForm.Organiser,
        _ => null,
    };

    internal ExclusionCode? Code => Exclusion is ['x', >= '1' and <= '8'] ? (ExclusionCode)(Exclusion[1] - '0') : null;

    internal FactSource? From => Source is null or "-" ? null : Coded<FactSource>("source", Source);

    private void Check()
    {
        if (Section is { Length: not 1 } || (Section is not (null or "-") && Section[0] is < 'A' or > 'T'))
            throw Wrong("section", Section!);
        if (Size < 0 || Size >= SizeBands.Titles.Count)
            throw Wrong("size", Size);
        if (Union is not (null or "none") && Form is null)
            throw Wrong("union", Union);
        if (Duty is not (null or "national" or "local" or "due" or "other"))
            throw Wrong("duty", Duty);
        if (Exclusion is not (null or "any" or "none" or "proposed" or "base" or "outside") && Code is null)
            throw Wrong("exclusion", Exclusion);
        if (Counted is not (null or "N1" or "N2" or "N3" or "N4" or "N5" or "N6"))
            throw Wrong("counted", Counted);
        if (Part is not (null or "numerator" or "denominator" or "rest" or "unknown" or "excluded"))
            throw Wrong("part", Part);
        if (Coverage is not (null or "effective" or "unknown" or "weak" or "none" or "outside"))
            throw Wrong("coverage", Coverage);
        if (Year is > 9999)
            throw Wrong("year", Year);
        _ = From;
    }

    private static T Coded<T>(string name, string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (ApiList.Code(value) == word)
                return value;
        throw Wrong(name, word);
    }

    private static Refused Wrong(string name, object? value) =>
        new Refused("enterprises.filter", "没有这样的筛选条件:{0}={1}", name, value).At(name);
}
