using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Apis;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Insight.Cubes;

/// <summary>One line of a pivot: a value of a dimension.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Title">In Chinese; a place's own name.</param>
/// <param name="Narrow">The filter of the list of enterprises that opens exactly its rows; nothing where none can.</param>
public sealed record PivotLine(string Code, string Title, Func<EnterpriseFilter, EnterpriseFilter>? Narrow)
{
    /// <summary>The unit, where it is a place.</summary>
    public Unit? Place { get; init; }
}

/// <summary>维度: by what the units of a pivot are divided. Every unit lies in exactly one of its lines.</summary>
/// <param name="Id">Stands in the address.</param>
/// <param name="Title">In words.</param>
public sealed record Dimension(string Id, string Title)
{
    /// <summary>街道.</summary>
    public static Dimension Subdistrict { get; } = new("subdistrict", "街道") { Place = UnitKind.Subdistrict };

    /// <summary>社区.</summary>
    public static Dimension Community { get; } = new("community", "社区") { Place = UnitKind.Community };

    /// <summary>规模.</summary>
    public static Dimension Size { get; } = new("size", "规模")
    {
        Field = CubeField.Size,
        Lines = [.. SizeBands.Titles.Select((t, i) => new PivotLine($"{i}", t, f => f with { Size = i }))],
        At = band => band,
    };

    /// <summary>行业门类.</summary>
    public static Dimension Section { get; } = new("section", "行业门类")
    {
        Field = CubeField.Section,
        Lines = [.. Sections.All.Select(s => Letter(s.Letter, s.Title)), Letter("-", "行业不详")],
        At = letter => letter is > 0 and <= 20 ? letter - 1 : Sections.All.Count,
    };

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<Dimension> All { get; } =
    [
        Subdistrict,
        Community,
        Size,
        Section,
        new("union", "建会形式")
        {
            Field = CubeField.Form,
            Lines = [.. FilterWords.Union.Select(w => new PivotLine(w.Key, w.Value, f => f with { Union = w.Key }))],
            At = form => form is >= (int)UnionForm.Own and <= (int)UnionForm.Organiser ? form - 1 : (int)UnionForm.Organiser,
        },
        new("coverage", "覆盖状态")
        {
            Field = CubeField.Counted,
            Lines = [.. CoverageStates.All.Select(s => new PivotLine(s.Code, s.Title, f => f with { Coverage = s.Code }))],
            At = flags => CoverageStates.Of((Counted)flags),
        },
        new("duty", "应建未建")
        {
            Field = CubeField.Counted,
            Lines = [.. new[] { "due", "other" }.Select(w => new PivotLine(w, FilterWords.Duty[w], f => f with { Duty = w }))],
            At = flags => ((Counted)flags).HasFlag(Counted.Due) ? 0 : 1,
        },
        new("exclusion", "排除")
        {
            Field = CubeField.Exclusion,
            Lines =
            [
                Left("base"), .. Enum.GetValues<ExclusionCode>().Select(c => Left(Measures.Excluded(c))), Left("outside"),
            ],
            At = code => code == 9 ? 0 : code == 0 ? 9 : code,
        },
        new("verified", "核实")
        {
            Field = CubeField.Counted,
            Lines =
            [
                new("verified", "180 天内核实过", f => f with { Verified = true }),
                new("unverified", "超过 180 天未核实", f => f with { Unverified = true }),
            ],
            At = flags => ((Counted)flags).HasFlag(Counted.Unverified) ? 1 : 0,
        },
        new("status", "经营状态")
        {
            Field = CubeField.Status,
            Lines =
            [
                .. Enum.GetValues<OperatingStatus>().Select(s => new PivotLine(ApiList.Code(s), s.Title(), f => f with { Status = s })),
            ],
            At = status => status - 1,
        },
        new("source", "职工人数来源")
        {
            Field = CubeField.Source,
            Lines =
            [
                .. Enum.GetValues<FactSource>().Select(s => From(ApiList.Code(s), s.Title())), From("-", "没有来源"),
            ],
            At = source => source == 0 ? Enum.GetValues<FactSource>().Length : source - 1,
        },
        new("year", "成立年份") { Field = CubeField.Year },
    ];

    /// <summary>The kind of unit in which a line's places lie, for a dimension of places.</summary>
    public UnitKind? Place { get; init; }

    /// <summary>The field of a unit that decides, for any other.</summary>
    public CubeField? Field { get; init; }

    /// <summary>Its lines in order; empty where they follow from the units.</summary>
    internal IReadOnlyList<PivotLine> Lines { get; private init; } = [];

    /// <summary>In which line a value of the field lies.</summary>
    internal Func<int, int> At { get; private init; } = value => value;

    /// <summary>The dimension of an id; nothing when there is none.</summary>
    public static Dimension? Find(string? id) => All.FirstOrDefault(d => d.Id == id);

    /// <summary>The line of a year.</summary>
    internal static PivotLine OfYear(int year) => year == 0
        ? new("-", "成立年份不详", f => f with { Year = 0 })
        : new(year.ToString(CultureInfo.InvariantCulture), year.ToString(CultureInfo.InvariantCulture), f => f with { Year = year });

    private static PivotLine Letter(string letter, string title) => new(letter, title, f => f with { Section = letter });

    private static PivotLine Left(string word) => new(word, FilterWords.Exclusion[word], f => f with { Exclusion = word });

    private static PivotLine From(string word, string title) => new(word, title, f => f with { Source = word });
}
