using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Foundation.Data;

/// <summary>A table's columns and how to read each from an entity.</summary>
internal sealed class Shape
{
    private static readonly ConcurrentDictionary<IEntityType, Shape> Shapes = new();
    private readonly IProperty[] properties;
    private readonly string table;
    private readonly int[] keys;
    private readonly int[] tokens;
    private readonly UInt128 unique;

    private Shape(IEntityType type)
    {
        properties = [.. type.GetProperties()];
        table = $"\"{type.GetTableName()}\"";
        keys = Where(p => p.IsPrimaryKey());
        tokens = Where(p => p.IsConcurrencyToken);
        foreach (var i in Where(p => p.GetContainingIndexes().Any(index => index.IsUnique)))
            unique |= UInt128.One << i;
        CopySql = $"COPY {table} ({Columns}) FROM STDIN (FORMAT BINARY)";
    }

    public Func<object, object?>[] Values => field ??= [.. properties.Select(Reader)];

    public string CopySql { get; }

    /// <summary>How many columns a row has.</summary>
    public int Width => properties.Length;

    /// <summary>Gives an entity's columns to the places of a statement.</summary>
    public Action<RowPlaces, object> FillPlaces => field ??= RowInsert.Filler(properties);

    private string Columns => string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""));

    public static Shape Of(IEntityType type) => Shapes.GetOrAdd(type, static t => new Shape(t));

    /// <summary>The statement that inserts so many rows at once.</summary>
    public string InsertSql(int rows)
    {
        var places = Enumerable.Range(0, rows).Select(row =>
            $"({string.Join(", ", Enumerable.Range(1, Width).Select(i => $"?{(row * Width) + i}"))})");
        return $"INSERT OR FAIL INTO {table} ({Columns}) VALUES {string.Join(", ", places)}";
    }

    /// <summary>Which columns of a tracked row have changed, a bit for each; nothing where a unique one has.</summary>
    public UInt128 Changed(EntityEntry entry)
    {
        var changed = UInt128.Zero;
        for (var i = 0; i < properties.Length; i++)
            if (entry.Property(properties[i]).IsModified)
                changed |= UInt128.One << i;
        return (changed & unique) == 0 ? changed : 0;
    }

    /// <summary>The statement that updates some columns of a row, where its key and its stamp are as they were.</summary>
    public SqliteCommand Update(SqliteConnection connection, UInt128 changed)
    {
        int[] set = [.. Enumerable.Range(0, properties.Length).Where(i => (changed & (UInt128.One << i)) != 0)];
        int[] places = [.. set, .. keys, .. tokens];
        var terms = places.Select((column, place) => $"\"{properties[column].GetColumnName()}\" = @p{place}").ToArray();
        return Prepare(connection,
            $"UPDATE {table} SET {string.Join(", ", terms[..set.Length])} WHERE {string.Join(" AND ", terms[set.Length..])}",
            places.Length);
    }

    /// <summary>Gives an updating statement the row's values, in the order of its places.</summary>
    public void Fill(SqliteCommand command, EntityEntry entry, UInt128 changed)
    {
        var place = 0;
        for (var i = 0; i < properties.Length; i++)
            if ((changed & (UInt128.One << i)) != 0)
                Give(Values[i](entry.Entity));
        foreach (var i in keys)
            Give(Values[i](entry.Entity));
        foreach (var i in tokens)
            Give(entry.Property(properties[i]).OriginalValue);

        void Give(object? value) => command.Parameters[place++].Value = value ?? DBNull.Value;
    }

    private int[] Where(Func<IProperty, bool> holds) =>
        [.. Enumerable.Range(0, properties.Length).Where(i => holds(properties[i]))];

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int places)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of the mapping's own names; every value is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < places; i++)
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
