using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>One pass over a file: one thread reads and understands, another plans, a few batches ahead of whoever takes them.</summary>
/// <remarks>Only the batches in between are held, so that the size of the file does not matter.</remarks>
public sealed class Pass(Store store, TimeProvider clock, ImportRun run, SealedFile file, SealedLog leftFile, bool writes)
{
    /// <summary>So many batches may be read while they are not committed yet; then one is made durable.</summary>
    public const int Together = 256;

    private const int Ahead = 2;
    private const int Some = 100;
    private const int Smallest = 100;
    private const int Largest = 500;
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(15);

    // On a server a piece is a transaction of its own, which keeps nobody waiting but for its end.
    private int size = store.IsSqlite ? 250 : Largest;

    /// <summary>Tells how long the last batch took to write: the next ones are cut so that other writers are not kept waiting.</summary>
    public void Took(TimeSpan time)
    {
        if (!store.IsSqlite)
            return;
        if (time > Longest)
            size = Math.Max(Smallest, size * 3 / 4);
        else if (time < Shortest)
            size = Math.Min(Largest, size * 5 / 4);
    }

    /// <summary>The batches behind a row, in order, each with the part of the file that is read.</summary>
    /// <param name="position">Number of the last row done.</param>
    /// <param name="leftBytes">Bytes of the file of refused rows that belong to what is done.</param>
    /// <param name="found">Gathers what is wrong.</param>
    /// <param name="stop">Stops the pass.</param>
    /// <exception cref="Refused"><c>sheets.…</c>: the file turns out to be damaged or hostile further down.</exception>
    public IAsyncEnumerable<(Batch Batch, double Share)> Batches(
        int position, long leftBytes, Findings found, CancellationToken stop) =>
        Made<(Batch, double)>((batches, end) => Fill(batches, position, leftBytes, found, end), stop);

    // What another thread makes, a few ahead of whoever takes; whatever breaks it is told to whoever takes.
    private static async IAsyncEnumerable<T> Made<T>(
        Func<ChannelWriter<T>, CancellationToken, Task> make, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateBounded<T>(Ahead);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var making = Task.Run(Make, CancellationToken.None);
        try
        {
            await foreach (var next in channel.Reader.ReadAllAsync(stop))
            {
                stop.ThrowIfCancellationRequested();
                yield return next;
            }
        }
        finally
        {
            await end.CancelAsync();
            await making;
        }

        async Task Make()
        {
            try
            {
                await make(channel.Writer, end.Token);
                channel.Writer.Complete();
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to whoever takes.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                channel.Writer.Complete(broken);
            }
        }
    }

    private async Task Fill(
        ChannelWriter<(Batch, double)> batches, int position, long leftBytes, Findings found, CancellationToken stop)
    {
        using var reader = Roster.Open(file, run.Settings);
        using var left = new LeftFile(leftFile, leftBytes, run.Settings, Titles(reader));
        await using var db = store.Read(Importer.Runner);
        var planner = new Planner(run, writes);
        var rows = new List<Planned>();
        var from = position;
#pragma warning disable CA2025 // Whoever stops taking waits until the reading has ended.
        await foreach (var (some, share) in Made<(List<Line>, double)>((lines, end) => Read(lines, reader, end), stop))
#pragma warning restore CA2025
            foreach (var line in some)
            {
                if (line.Row.Number <= position)
                {
                    planner.PassOver(line);
                    if (line is { SaysOnlyYes: true, IsRefused: false })
                        found.AddBare(line);
                    continue;
                }
                rows.Add(new Planned(line));
                if (rows.Count < size)
                    continue;
                await batches.WriteAsync((await Plan(db, planner, rows, from, left, found), share), stop);
                from = rows[^1].Line.Row.Number;
                rows = [];
            }
        if (rows.Count > 0)
            await batches.WriteAsync((await Plan(db, planner, rows, from, left, found), 1), stop);
        left.End();
    }

    private async Task Read(ChannelWriter<(List<Line>, double)> to, SheetReader reader, CancellationToken stop)
    {
        var lines = new LineReader(run.Settings, run.Places, run.Caller, run.Today);
        var some = new List<Line>(Some);
        foreach (var row in reader.Data(run.Settings).Select(run.Corrections.On))
        {
            stop.ThrowIfCancellationRequested();
            if (lines.IsBeside(row))
                continue;
            some.Add(lines.Read(row));
            if (some.Count < Some)
                continue;
            await to.WriteAsync((some, reader.Progress), stop);
            some = new(Some);
        }
        await to.WriteAsync((some, 1), stop);
    }

    private async Task<Batch> Plan(
        AppDb db, Planner planner, List<Planned> rows, int from, LeftFile left, Findings found)
    {
        var batch = new Batch(from) { To = rows[^1].Line.Row.Number, Rows = rows, Now = clock.GetUtcNow().UtcDateTime };
        await planner.Plan(db, batch);
        foreach (var row in rows)
        {
            if (row.Line.Faults.Count > 0)
                found.Add(row.Line);
            found.Add(row);
            if (row.Fate == Fate.Left)
                left.Add(row.Line, row.Line.Faults.Where(f => !f.Problem.IsWarning));
            if (row.Twin is { } kind && row.Fate != Fate.Unchanged)
                found.Add(row, kind);
            if (row.Fate == Fate.Twin)
                left.Add(row.Line, [new Fault(
                    row.Line.CreditCode is null ? RosterColumn.Name : RosterColumn.CreditCode, row.Line.Name, row.Why!)]);
        }
        batch.LeftBytes = left.Flush();
        return batch;
    }

    private List<string> Titles(SheetReader reader)
    {
        var header = reader.Rows().FirstOrDefault(r => r.Number >= run.Settings.Header);
        return header is null ? [] : [.. header.Cells.Select(c => c.Text)];
    }
}
