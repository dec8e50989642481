using System.Data;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>The statements that insert rows of one table on a SQLite connection, prepared once and bound without boxing.</summary>
/// <remarks>
/// A parameter of the ADO.NET provider costs several times what SQLite needs for the value it carries. Every statement
/// opens the table and all its indexes, so rows go several at a time; what a statement that fails leaves behind goes with
/// its change.
/// </remarks>
internal sealed class RowInsert : IDisposable
{
    private const int Several = 16;
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<(Shape, int), RowInsert>> Prepared = [];
    private readonly sqlite3 handle;
    private readonly sqlite3_stmt statement;
    private readonly RowPlaces places;
    private readonly Action<RowPlaces, object> fill;

    private RowInsert(SqliteConnection connection, Shape shape, int rows)
    {
        (handle, fill) = (connection.Handle!, shape.FillPlaces);
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(handle, shape.InsertSql(rows), raw.SQLITE_PREPARE_PERSISTENT, out statement), handle);
        places = new RowPlaces(statement);
    }

    /// <summary>Inserts rows.</summary>
    /// <exception cref="SqliteException">A constraint says no.</exception>
    public static void Run(SqliteConnection connection, Shape shape, IEnumerable<object> rows)
    {
        var single = Of(connection, shape, 1);
        foreach (var some in rows.Chunk(Several))
            if (some.Length == Several)
                Of(connection, shape, Several).Run(shape, some);
            else
                foreach (var row in some)
                    single.Run(shape, [row]);
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    /// <summary>Compiles what gives every column of an entity to its place, counted from 1.</summary>
    public static Action<RowPlaces, object> Filler(IReadOnlyList<IProperty> properties)
    {
        var target = Expression.Parameter(typeof(RowPlaces));
        var row = Expression.Parameter(typeof(object));
        var entity = Expression.Variable(properties[0].DeclaringType.ClrType);
        var steps = new List<Expression> { Expression.Assign(entity, Expression.Convert(row, entity.Type)) };
        foreach (var (i, property) in properties.Index())
            steps.Add(Give(target, Expression.Constant(i + 1), Expression.Property(entity, property.PropertyInfo!), property));
        return Expression.Lambda<Action<RowPlaces, object>>(Expression.Block([entity], steps), target, row).Compile();
    }

    // The connection's statement; it ends with the connection.
    private static RowInsert Of(SqliteConnection connection, Shape shape, int rows)
    {
        if (!Prepared.TryGetValue(connection, out var statements))
        {
            statements = [];
            Prepared.Add(connection, statements);
            connection.StateChange += (_, change) => End(statements, change.CurrentState);
        }
        if (!statements.TryGetValue((shape, rows), out var found))
            statements[(shape, rows)] = found = new RowInsert(connection, shape, rows);
        return found;
    }

    private void Run(Shape shape, ReadOnlySpan<object> rows)
    {
        places.Begin();
        foreach (var row in rows)
        {
            fill(places, row);
            places.Next(shape.Width);
        }
        var answer = raw.sqlite3_step(statement);
        if (answer != raw.SQLITE_DONE)
            Fail(answer);
        raw.sqlite3_reset(statement);
    }

    private static BlockExpression Give(Expression target, Expression place, Expression value, IProperty property)
    {
        var held = Expression.Variable(value.Type);
        var isNullable = Nullable.GetUnderlyingType(value.Type) is not null;
        Expression plain = isNullable ? Expression.Property(held, "Value") : held;
        if (property.GetTypeMapping().Converter is { } converter)
            plain = Expression.Invoke(converter.ConvertToProviderExpression, As(plain, converter.ModelClrType));
        var give = typeof(RowPlaces).GetMethod(nameof(RowPlaces.Give), [typeof(int), plain.Type])
            ?? throw new NotSupportedException($"No way to give SQLite a {plain.Type}");
        var given = Expression.Call(target, give, place, plain);
        if (value.Type.IsValueType && !isNullable)
            return Expression.Block([held], Expression.Assign(held, value), given);
        return Expression.Block([held], Expression.Assign(held, value), Expression.IfThenElse(
            Expression.Equal(held, Expression.Constant(null, value.Type)),
            Expression.Call(target, nameof(RowPlaces.Nothing), [], place),
            given));
    }

    private static Expression As(Expression plain, Type type) =>
        plain.Type == type ? plain : Expression.Convert(plain, type);

    private static void End(Dictionary<(Shape, int), RowInsert> statements, ConnectionState state)
    {
        if (state != ConnectionState.Closed)
            return;
        foreach (var ended in statements.Values)
            ended.Dispose();
        statements.Clear();
    }

    private void Fail(int answer)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(answer, handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }
}
