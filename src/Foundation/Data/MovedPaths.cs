using Gonglian.Foundation.Callers;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Data;

/// <summary>Lets every row follow when a node of the tree moves, whichever room's table it lies in.</summary>
public static class MovedPaths
{
    /// <summary>Gives every row at a path or below it the new path, inside the running change.</summary>
    /// <remarks>
    /// By the mapping: each table with a column <c>Path</c>, counters and their history, accounts and grants included. The
    /// place is the node and not its path, so that facts and figures of earlier days move along.
    /// </remarks>
    public static async Task MovePaths(this AppDb db, string from, string to)
    {
        var range = PathRange.Of(from);
        foreach (var table in db.Model.GetEntityTypes().Where(e => e.FindProperty("Path")?.ClrType == typeof(string))
                     .Select(e => e.GetTableName()).Distinct())
        {
            // Only the table's name, from the mapping, is put into the text.
            var sql = $$"""
                UPDATE "{{table}}" SET "Path" = {0} || substr("Path", {1}) WHERE "Path" >= {2} AND "Path" < {3}
                """;
            await db.Database.ExecuteSqlRawAsync(sql, to, from.Length + 1, range.From, range.To);
        }
    }
}
