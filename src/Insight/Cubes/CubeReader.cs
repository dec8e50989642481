using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Cubes;

/// <summary>Reads the places of the cube whose turn is another one, all from one state of the database.</summary>
internal sealed class CubeReader(Store store)
{
    private static readonly Caller Reader = Caller.System("数据立方");

    // A place is read along the index of the paths, row by row out of order; from a third of the rows on all are read in order.
    private const int AllFrom = 3;

    private const string TurnsText = $"""
        SELECT c."Path", c."Measure", c."Value", coalesce(u."Key", 0) FROM "counter" c LEFT JOIN "unit" u ON u."Path" = c."Path"
        WHERE c."Measure" IN ('{Counter.Turn}', '{Measures.Units}')
        """;

    private readonly string unitsText = Text(store.IsSqlite);

    /// <summary>Places as they are now: those of an unchanged turn as they were, the others read again.</summary>
    internal async Task<CubeState> Renew(CubeState known)
    {
        await using var db = store.Read(Reader);
        await using var transaction = await db.OneState();
        var turns = new Dictionary<string, Mark>(StringComparer.Ordinal);
        await Read(transaction, TurnsText, null, row => Add(turns, row));
        var version = turns.Values.Sum(t => t.Turn);
        if (known.Version == version)
            return known;
        var old = turns.Where(t => !IsOf(known.Places.GetValueOrDefault(t.Key), t.Value)).Select(t => t.Key).ToList();
        var read = old.ToDictionary(p => p, p => new List<CubeUnit>((int)turns[p].Units), StringComparer.Ordinal);
        if (old.Sum(p => turns[p].Units) * AllFrom > turns.Values.Sum(t => t.Units))
            await Read(transaction, unitsText, null, row => Put(read, row));
        else
            foreach (var path in old)
                await Read(transaction, $"{unitsText} WHERE \"Path\" = @path", path, row => Put(read, row));
        return new(version, turns.ToDictionary(t => t.Key, t => Place(t.Key, t.Value), StringComparer.Ordinal));

        CubePlace Place(string path, Mark mark) =>
            read.GetValueOrDefault(path) is { } units ? new(path, mark.Turn, mark.Unit, [.. units]) : known.Places[path];
    }

    private static bool IsOf(CubePlace? place, Mark mark) => place is not null && place.Turn == mark.Turn && place.Unit == mark.Unit;

    private static bool Add(Dictionary<string, Mark> marks, FoundRow row)
    {
        ref var mark = ref CollectionsMarshal.GetValueRefOrAddDefault(marks, row.Text(0), out _);
        mark = row.Text(1) == Counter.Turn ? mark with { Turn = row.Number(2) } : mark with { Units = row.Number(2) };
        mark = mark with { Unit = row.Number(3) };
        return true;
    }

    private static void Put(Dictionary<string, List<CubeUnit>> read, FoundRow row)
    {
        if (read.TryGetValue(row.Text(0), out var units))
            units.Add(new((ulong)row.Number(1), (int)row.Number(2), (int)row.Number(3)));
    }

    private static async Task Read(DbTransaction transaction, string sql, string? path, Action<FoundRow> read)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        if (path is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@path", path);
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync();
        var row = FoundRow.Of(reader);
        while (await reader.ReadAsync())
            read(row);
    }

    // The database packs the fields itself: four values a row are read instead of eleven.
    private static string Text(bool isSqlite)
    {
        var bits = string.Join(" | ", CubeField.All.Select(f =>
            string.Create(CultureInfo.InvariantCulture, $"(CAST({f.Column} AS bigint) << {f.Shift})")));
        bits = isSqlite
            ? bits.Replace("LETTER(", "unicode(", StringComparison.Ordinal)
                .Replace("YEAR(\"EstablishedOn\")", "substr(\"EstablishedOn\", 1, 4)", StringComparison.Ordinal)
            : bits.Replace("LETTER(", "ascii(", StringComparison.Ordinal)
                .Replace("YEAR(\"EstablishedOn\")", "extract(year from \"EstablishedOn\")", StringComparison.Ordinal);
        return $"SELECT \"Path\", {bits}, coalesce(\"Headcount\", 0), coalesce(\"Members\", 0) FROM \"enterprise\"";
    }

    /// <summary>What is known of a place without reading its rows.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Mark(long Turn, long Units, long Unit);
}
