using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Tree;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Imports;

/// <summary>模板: a workbook with the import's own columns and the units that stand, to be continued downwards.</summary>
internal static class UnitTemplate
{
    /// <summary>Where it is.</summary>
    public const string Address = "/organisations/import/template";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Address, Send).RequireAuthorization(new NeedsAttribute(UnitImport.Right)).ExcludeFromDescription();

    private static async Task<IResult> Send(AppDb db, Caller caller, Texts texts)
    {
        var units = (await db.Units.Where(u => u.ValidTo == null).OrderBy(u => u.Path).ToListAsync())
            .FindAll(u => caller.Can("organisations.see", u.Path));
        var codes = units.ToDictionary(u => u.Key, u => u.Code);
        Column<Unit>[] columns =
        [
            Column(UnitColumn.Code, u => u.Code),
            Column(UnitColumn.Name, u => u.Name),
            Column(UnitColumn.Kind, u => u.Kind.Title()),
            Column(UnitColumn.AboveCode, u => u.ParentKey is { } key ? codes.GetValueOrDefault(key) : null),
            Column(UnitColumn.CreationYear, u => u.CreationYear?.ToString(CultureInfo.InvariantCulture)),
        ];
        return Results.Stream(
            stream => SheetWriter.WriteXlsxAsync(stream, columns, units.ToAsyncEnumerable(), new() { SheetName = texts["组织"] }),
            SheetWriter.XlsxType, $"{texts["组织表模板"]}.xlsx");
    }

    // The titles stay Chinese: they are what the import reads.
    private static Column<Unit> Column(UnitColumn column, Func<Unit, object?> value) =>
        new($"{column}", UnitColumns.Title(column), value);
}
