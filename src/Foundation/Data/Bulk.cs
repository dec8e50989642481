using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Gonglian.Foundation.Data;

/// <summary>Inserts many rows of the mapping at once: prepared statements on SQLite, COPY on PostgreSQL.</summary>
/// <remarks>
/// The change tracker costs more than the database; an import of a hundred thousand rows, and every ordinary save of new
/// rows, goes this way. The columns and conversions are the mapping's own, so nothing is said twice.
/// </remarks>
public static class Bulk
{
    private static readonly ConcurrentDictionary<IEntityType, Shape> Shapes = new();
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<Shape, SqliteCommand>> Prepared = [];

    /// <summary>Inserts the rows now, inside the running change, without change records.</summary>
    /// <param name="db">The writable context of the change.</param>
    /// <param name="rows">Entities of one mapped type, complete with their keys.</param>
    public static void Insert<T>(this AppDb db, IEnumerable<T> rows)
        where T : class => Insert(db, db.Model.FindEntityType(typeof(T))!, rows);

    internal static void Insert(AppDb db, IEntityType type, IEnumerable<object> rows)
    {
        var shape = Shapes.GetOrAdd(type, static t => new Shape(t));
        var connection = db.Database.GetDbConnection();
        if (connection is SqliteConnection sqlite)
            OneByOne(shape, sqlite, (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction(), rows);
        else
            Copy(shape, (NpgsqlConnection)connection, rows);
    }

    private static void OneByOne(Shape shape, SqliteConnection connection, SqliteTransaction transaction, IEnumerable<object> rows)
    {
        var commands = Prepared.GetOrCreateValue(connection);
        if (!commands.TryGetValue(shape, out var command))
            commands[shape] = command = shape.Prepare(connection);
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var i = 0; i < shape.Values.Length; i++)
                command.Parameters[i].Value = shape.Values[i](row) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
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

    /// <summary>A table's columns and how to read each from an entity.</summary>
    private sealed class Shape
    {
        private readonly string insertSql;

        public Shape(IEntityType type)
        {
            var properties = type.GetProperties().ToArray();
            Values = [.. properties.Select(Reader)];
            var columns = string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""));
            var places = string.Join(", ", properties.Select((_, i) => $"@p{i}"));
            insertSql = $"INSERT INTO \"{type.GetTableName()}\" ({columns}) VALUES ({places})";
            CopySql = $"COPY \"{type.GetTableName()}\" ({columns}) FROM STDIN (FORMAT BINARY)";
        }

        public Func<object, object?>[] Values { get; }

        public string CopySql { get; }

        public SqliteCommand Prepare(SqliteConnection connection)
        {
            var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of the mapping's own names; every value is a parameter.
            command.CommandText = insertSql;
#pragma warning restore CA2100
            for (var i = 0; i < Values.Length; i++)
                command.Parameters.Add(new SqliteParameter($"@p{i}", null));
            return command;
        }

        private static Func<object, object?> Reader(IProperty property)
        {
            var entity = Expression.Parameter(typeof(object));
            var member = Expression.Property(
                Expression.Convert(entity, property.DeclaringType.ClrType), property.PropertyInfo!);
            var read = Expression.Lambda<Func<object, object?>>(Expression.Convert(member, typeof(object)), entity).Compile();
            return property.GetTypeMapping().Converter?.ConvertToProvider is { } convert
                ? row => read(row) is { } value ? convert(value) : null
                : read;
        }
    }
}
