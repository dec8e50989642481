using System.Data.Common;
using System.Runtime.CompilerServices;
using Gonglian.Foundation.Data;
using Npgsql;

namespace Gonglian.Foundation.Figures;

/// <summary>What a change adds to the counters, gathered and written once before the commit.</summary>
/// <remarks>A place whose rows were judged gets a <see cref="Counter.Turn"/>, also when no sum of it changes.</remarks>
public sealed class CounterDeltas : Gathered
{
    // The writer's connection lasts: its statement is read and planned once.
    private static readonly ConditionalWeakTable<DbConnection, DbCommand> Prepared = [];

    private readonly Dictionary<(string Path, string Measure), long> deltas = [];

    /// <summary>Adds to one counter.</summary>
    public void Add(string path, string measure, long delta)
    {
        if (delta != 0)
            deltas[(path, measure)] = deltas.GetValueOrDefault((path, measure)) + delta;
    }

    /// <summary>Gives a place a turn, though no counter of it changes.</summary>
    public void Turn(string path) => deltas.TryAdd((path, Counter.Turn), 0);

    /// <inheritdoc/>
    public override void Add(Gathered other)
    {
        foreach (var ((path, measure), delta) in ((CounterDeltas)other).deltas)
            deltas[(path, measure)] = deltas.GetValueOrDefault((path, measure)) + delta;
    }

    /// <summary>Writes the sums, in one order everywhere so that two transactions never wait for each other in a ring.</summary>
    public override async Task Flush(DbConnection connection, DbTransaction transaction)
    {
        if (deltas.Count == 0)
            return;
        var turns = deltas.Keys.Select(k => k.Path).Distinct(StringComparer.Ordinal)
            .Select(path => KeyValuePair.Create((Path: path, Measure: Counter.Turn), 1L));
        var sums = deltas.Where(d => d.Value != 0).Concat(turns)
            .OrderBy(d => d.Key.Path, StringComparer.Ordinal).ThenBy(d => d.Key.Measure, StringComparer.Ordinal).ToList();
        if (connection is NpgsqlConnection postgres)
            await AtOnce(postgres, sums);
        else
            await OneByOne(connection, transaction, sums);
        deltas.Clear();
    }

    // A round trip for each would take longer than all the rest of a change.
    private static async Task AtOnce(
        NpgsqlConnection connection, List<KeyValuePair<(string Path, string Measure), long>> sums)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO "counter" ("Path", "Measure", "Value")
            SELECT s.path, s.measure, s.value FROM unnest($1, $2, $3) WITH ORDINALITY AS s(path, measure, value, place) ORDER BY place
            ON CONFLICT ("Path", "Measure") DO UPDATE SET "Value" = "counter"."Value" + excluded."Value"
            """, connection);
        command.Parameters.Add(new() { Value = sums.Select(s => s.Key.Path).ToArray() });
        command.Parameters.Add(new() { Value = sums.Select(s => s.Key.Measure).ToArray() });
        command.Parameters.Add(new() { Value = sums.Select(s => s.Value).ToArray() });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task OneByOne(
        DbConnection connection, DbTransaction transaction, List<KeyValuePair<(string Path, string Measure), long>> sums)
    {
        var command = Prepared.GetValue(connection, Prepare);
        command.Transaction = transaction;
        var (path, measure, value) = (command.Parameters[0], command.Parameters[1], command.Parameters[2]);
        foreach (var (key, delta) in sums)
        {
            (path.Value, measure.Value, value.Value) = (key.Path, key.Measure, delta);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static DbCommand Prepare(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO "counter" ("Path", "Measure", "Value") VALUES (@path, @measure, @value)
            ON CONFLICT ("Path", "Measure") DO UPDATE SET "Value" = "counter"."Value" + excluded."Value"
            """;
        foreach (var name in new[] { "@path", "@measure", "@value" })
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
