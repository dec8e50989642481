using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Enterprises;

/// <summary>What a person looks at: filter, order and columns. Page, API, spreadsheet and saved view read it from one address.</summary>
/// <param name="Filter">What is looked for.</param>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">Whether from the greatest.</param>
/// <param name="Columns">The columns shown, in order.</param>
public sealed record EnterpriseView(
    EnterpriseFilter Filter, EnterpriseSort Sort, bool Descending, IReadOnlyList<Column<EnterpriseRow>> Columns)
{
    /// <summary>Reads a view from the words of an address.</summary>
    /// <exception cref="Refused"><c>enterprises.filter</c>: a filter has a value that does not exist.</exception>
    public static EnterpriseView Read(IQueryCollection query)
    {
        var filter = EnterpriseFilter.Read(query);
        var (sort, descending) = EnterpriseSort.Read(query["sort"], filter.Q is not null);
        return new(filter, sort, descending, EnterpriseColumns.Chosen(query["col"]));
    }

    /// <summary>Reads a view from the words of an address where nothing may be left out that is not understood.</summary>
    /// <exception cref="Refused"><c>api.unknown-parameter</c>, <c>api.parameter</c>: a word or a value that there is not.</exception>
    public static EnterpriseView Demand(IQueryCollection query)
    {
        ApiQuery.Check(query, EnterpriseApiDoc.View);
        return Read(query);
    }

    /// <summary>The same view of other rows.</summary>
    public EnterpriseView Of(EnterpriseFilter filter) => this with { Filter = filter };

    /// <summary>The words of the address: only what differs from the usual, and anything else besides.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Words(params IEnumerable<(string Name, string? Value)> more)
    {
        var usual = EnterpriseSort.Read(null, Filter.Q is not null);
        foreach (var (name, value) in Filter.Words())
            yield return new(name, value);
        if (usual != (Sort, Descending))
            yield return new("sort", Descending ? $"-{Sort.Id}" : Sort.Id);
        foreach (var column in AreUsual ? [] : Columns)
            yield return new("col", column.Id);
        foreach (var (name, value) in more.Where(m => m.Value is not null))
            yield return new(name, value);
    }

    /// <summary>The address of the view.</summary>
    /// <param name="path">Of the page, the API or the spreadsheet.</param>
    /// <param name="more">Cursor or count.</param>
    public string Address(string path, params IEnumerable<(string Name, string? Value)> more) =>
        path + QueryString.Create(Words(more)).ToUriComponent();

    /// <summary>The question to the list.</summary>
    public EnterpriseAsk Ask(IQueryCollection query, int size = 50) => new(
        Filter, Sort, Descending, EnterpriseCursor.Read(query["after"], Sort), EnterpriseCursor.Read(query["before"], Sort), size);

    private bool AreUsual => Columns.Select(c => c.Id).SequenceEqual(EnterpriseColumns.Chosen([]).Select(c => c.Id));
}
