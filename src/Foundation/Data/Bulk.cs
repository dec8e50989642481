using System.Runtime.CompilerServices;
using Gonglian.Foundation.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gonglian.Foundation.Data;

/// <summary>Writes rows of the mapping without the change tracker: prepared statements on SQLite, COPY on PostgreSQL.</summary>
/// <remarks>
/// The change tracker costs more than the database; an import of a hundred thousand rows, and every ordinary save of new
/// rows, goes this way. The columns and conversions are the mapping's own, so nothing is said twice.
/// </remarks>
public static class Bulk
{
    private const int MostUpdates = 200;
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<(Shape, UInt128), SqliteCommand>> Updates = [];

    /// <summary>Inserts the rows now, inside the running change, without change records.</summary>
    /// <param name="db">The writable context of the change.</param>
    /// <param name="rows">Entities of one mapped type, complete with their keys.</param>
    public static void Insert<T>(this AppDb db, IEnumerable<T> rows)
        where T : class => Insert(db, db.Model.FindEntityType(typeof(T))!, rows);

    internal static void Insert(AppDb db, IEntityType type, IEnumerable<object> rows)
    {
        var shape = Shape.Of(type);
        var connection = db.Database.GetDbConnection();
        if (type.ClrType == typeof(Change))
        {
            List<Change> changes = [.. rows.Cast<Change>()];
            db.Gather<TrailSeal>().Add(changes);
            rows = changes;
        }
        if (connection is SqliteConnection sqlite)
            RowInsert.Run(sqlite, shape, rows);
        else
            Copy(shape, (NpgsqlConnection)connection, rows);
    }

    /// <summary>Updates the changed columns of a row on SQLite, where EF would have every statement read and planned anew.</summary>
    /// <returns>Whether it is done; a row whose unique columns change is left to the change tracker, which orders those.</returns>
    /// <exception cref="DbUpdateConcurrencyException">The row is gone, or its stamp has moved.</exception>
    internal static bool Update(AppDb db, EntityEntry entry)
    {
        var shape = Shape.Of(entry.Metadata);
        var changed = shape.Changed(entry);
        if (changed == 0)
            return false;
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var commands = Updates.GetOrCreateValue(connection);
        if (!commands.TryGetValue((shape, changed), out var command))
        {
            Thin(commands);
            commands[(shape, changed)] = command = shape.Update(connection, changed);
        }
        command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        shape.Fill(command, entry, changed);
        if (command.ExecuteNonQuery() == 0)
            throw new DbUpdateConcurrencyException($"A row of {entry.Metadata.GetTableName()} was changed meanwhile or is gone");
        return true;
    }

    // There are as many statements as sets of columns that change together.
    private static void Thin(Dictionary<(Shape, UInt128), SqliteCommand> commands)
    {
        if (commands.Count < MostUpdates)
            return;
        foreach (var command in commands.Values)
            command.Dispose();
        commands.Clear();
    }

    private static void Copy(Shape shape, NpgsqlConnection connection, IEnumerable<object> rows)
    {
        using var writer = connection.BeginBinaryImport(shape.CopySql);
        foreach (var row in rows)
        {
            writer.StartRow();
            foreach (var value in shape.Values)
                if (value(row) is { } present)
                    writer.Write(present);
                else
                    writer.WriteNull();
        }
        writer.Complete();
    }
}
