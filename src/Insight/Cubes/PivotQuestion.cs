using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Insight.Cubes;

/// <summary>What the address of a pivot asks; page, sheet and API read it alike.</summary>
/// <param name="Scope">Of what.</param>
/// <param name="Ask">By what, and what is counted.</param>
/// <param name="IsPublic">公开版: whether small numbers are hidden, for what leaves the house.</param>
/// <param name="Sort">How the rows are ordered: <c>total</c>, <c>-total</c>, or as the dimension has them.</param>
public sealed record PivotQuestion(Scope Scope, PivotAsk Ask, bool IsPublic, string? Sort)
{
    /// <summary>The word for no second dimension.</summary>
    public const string None = "none";

    /// <summary>The words of the address, for the document of the API.</summary>
    public static IReadOnlyList<ApiField> Fields { get; } =
    [
        new("place", "Code of a unit, or creation-units; the caller's own unit when nothing is said."),
        new("rows", "Dimension downwards; the units below when nothing is said.", Values: [.. Dimension.All.Select(d => d.Id)]),
        new("cols", "Dimension sideways; size when nothing is said, none for none.", Values: [.. Dimension.All.Select(d => d.Id), None]),
        new("measure", "What is counted: units, base, covered, due, employees, members, or the id of an indicator of enterprises; N1 when nothing is said."),
        new("public", "1: small numbers are hidden, and so much more that none can be computed.", Values: ["1"]),
        new("sort", "Rows by their total; -total from the greatest.", Values: ["total", "-total"]),
    ];

    /// <summary>Reads the address.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="parameters">The definitions, whose versions of the day stand beside the measures.</param>
    /// <param name="roll">The day.</param>
    /// <param name="query">The words.</param>
    /// <exception cref="Refused">
    /// <c>pivot.dimension</c>, <c>pivot.measure</c>: there is no such; <c>pivot.same</c>: the same dimension twice;
    /// <c>figures.no-scope</c>: there is no such place.
    /// </exception>
    public static async Task<PivotQuestion> Read(AppDb db, CoverageParameters parameters, DayRoll roll, IQueryCollection query)
    {
        var indicators = db.Indicators.By((await parameters.All(db)).On(await roll.Today()));
        var scope = await Scope.Get(db, Word("place"));
        var rows = Word("rows") is { } row ? Known(row, "rows") : Usual(scope);
        var columns = Word("cols") switch
        {
            null => rows == Dimension.Size ? Dimension.Section : Dimension.Size,
            None => null,
            var column => Known(column, "cols"),
        };
        if (rows == columns)
            throw new Refused("pivot.same", "行和列不能是同一个维度,请换一个").At("cols");
        var measures = PivotMeasure.All(indicators);
        var measure = measures.FirstOrDefault(m => string.Equals(m.Id, Word("measure") ?? "N1", StringComparison.OrdinalIgnoreCase))
            ?? throw new Refused("pivot.measure", "没有名为“{0}”的指标可以透视", Word("measure")).At("measure");
        return new(scope, new(rows, columns, measure), Word("public") is not null, Word("sort") is "total" or "-total" ? Word("sort") : null);

        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 } word ? word : null;
    }

    /// <summary>The answer as it stands now, its rows in the order asked for.</summary>
    public async Task<Pivot> Answer(AppDb db, Cube cube, UnitTree units)
    {
        var pivot = Pivot.Of((await cube.Now()).Values, db.Caller, Scope, Ask, await units.Now());
        return Sort is null ? pivot : pivot.ByTotal(descending: Sort[0] == '-');
    }

    /// <summary>The address of the same question elsewhere, or of another one.</summary>
    /// <param name="path">Of the page or a sheet.</param>
    /// <param name="isPublic">Whether small numbers are hidden.</param>
    /// <param name="sort">How the rows are ordered.</param>
    public string Address(string path, bool isPublic, string? sort) => path + QueryString.Create(
    [
        new("place", Scope.Code), new("rows", Ask.Rows.Id), new("cols", Ask.Columns?.Id ?? None), new("measure", Ask.Measure.Id),
        .. isPublic ? [new("public", "1")] : Array.Empty<KeyValuePair<string, string?>>(),
        .. sort is null ? [] : new KeyValuePair<string, string?>[] { new("sort", sort) },
    ]).ToUriComponent();

    private static Dimension Known(string id, string word) => Dimension.Find(id)
        ?? throw new Refused("pivot.dimension", "没有名为“{0}”的维度", id).At(word);

    private static Dimension Usual(Scope scope) => scope.IsGroup || scope.Unit.Kind < UnitKind.Subdistrict ? Dimension.Subdistrict
        : scope.Unit.Kind == UnitKind.Subdistrict ? Dimension.Community
        : Dimension.Section;
}
