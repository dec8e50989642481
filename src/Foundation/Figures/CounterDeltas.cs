using System.Data.Common;
using Gonglian.Foundation.Data;

namespace Gonglian.Foundation.Figures;

/// <summary>What a change adds to the counters, gathered and written once before the commit.</summary>
public sealed class CounterDeltas : Gathered
{
    private readonly Dictionary<(string Path, string Measure), long> deltas = [];

    /// <summary>Adds to one counter.</summary>
    public void Add(string path, string measure, long delta)
    {
        if (delta != 0)
            deltas[(path, measure)] = deltas.GetValueOrDefault((path, measure)) + delta;
    }

    /// <inheritdoc/>
    public override void Add(Gathered other)
    {
        foreach (var ((path, measure), delta) in ((CounterDeltas)other).deltas)
            Add(path, measure, delta);
    }

    /// <summary>Writes the sums, in one order everywhere so that two transactions never wait for each other in a ring.</summary>
    public override async Task Flush(DbConnection connection, DbTransaction transaction)
    {
        if (deltas.Count == 0)
            return;
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO "counter" ("Path", "Measure", "Value") VALUES (@path, @measure, @value)
            ON CONFLICT ("Path", "Measure") DO UPDATE SET "Value" = "counter"."Value" + excluded."Value"
            """;
        var (path, measure, value) = (command.CreateParameter(), command.CreateParameter(), command.CreateParameter());
        (path.ParameterName, measure.ParameterName, value.ParameterName) = ("@path", "@measure", "@value");
        command.Parameters.AddRange(new[] { path, measure, value });
        foreach (var (key, delta) in deltas.OrderBy(d => d.Key.Path, StringComparer.Ordinal)
                     .ThenBy(d => d.Key.Measure, StringComparer.Ordinal))
        {
            if (delta == 0)
                continue;
            (path.Value, measure.Value, value.Value) = (key.Path, key.Measure, delta);
            await command.ExecuteNonQueryAsync();
        }
        deltas.Clear();
    }
}
