using System.Diagnostics;
using Gonglian.Foundation.Callers;
using Microsoft.Data.Sqlite;

namespace Gonglian.Foundation.Data;

/// <content>The one writer on SQLite: a queue of changes, and transactions that several of them share.</content>
public sealed partial class Writes
{
    private const int GroupSize = 512;
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ShortestOpen = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestOpen = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);
    private TimeSpan openTime = ShortestOpen;

    private async Task Loop()
    {
        SqliteWriter? writer = null;
        while (await Comes(writer))
        {
            var group = new List<Item>();
            try
            {
                writer ??= await SqliteWriter.Open(store);
                await RunGroup(writer, group);
                foreach (var item in group)
                    item.Succeed();
                writer.CopyBack(queue.Reader.TryPeek(out var next) && !next.InBackground);
            }
#pragma warning disable CA1031 // Whatever breaks the shared transaction is told to everyone who was in it.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                // Before anybody was served (no file, no room, no transaction): whoever waits hears it instead of waiting on.
                if (group.Count == 0)
                    while (queue.Reader.TryRead(out var waiting))
                        group.Add(waiting);
                foreach (var item in group)
                    item.Fail(broken);
                if (writer is not null)
                    await writer.DisposeAsync();
                writer = null;
            }
        }
        if (writer is not null)
            await writer.DisposeAsync();
    }

    // Whether there is something to do: changes, or what is to be put away when none came for a while.
    private async ValueTask<bool> Comes(SqliteWriter? writer) =>
        (writer is { IsUntidy: true } && !await More(IdleTime) && !queue.Reader.Completion.IsCompleted)
        || await queue.Reader.WaitToReadAsync();

    // Runs changes in one transaction and commits it, long work apart from the rest; the group holds those who wait.
    private async Task RunGroup(SqliteWriter writer, List<Item> group)
    {
        if (!queue.Reader.TryPeek(out var first))
        {
            writer.Tidy();
            return;
        }
        if (first.InBackground)
            await RunLongWork(writer);
        else if (!await RunTogether(writer, group))
            await RunApart(writer, group);
    }

    private async Task RunLongWork(SqliteWriter writer)
    {
        await using var transaction = writer.Begin(isLong: true);
        if (!await RunPieces(writer, transaction))
            return;
        await transaction.CommitAsync();
        writer.Committed();
    }

    // Pieces of long work, until somebody waits, the memory for changed pages is used up or it has been long enough.
    private async Task<bool> RunPieces(SqliteWriter writer, SqliteTransaction transaction)
    {
        var opened = Stopwatch.GetTimestamp();
        while (!writer.IsFull && await More(openTime - Stopwatch.GetElapsedTime(opened))
            && queue.Reader.TryPeek(out var next))
        {
            if (!next.InBackground)
            {
                openTime = ShortestOpen;
                return true;
            }
            if (queue.Reader.TryRead(out var piece) && !await RunPiece(writer.Contexts, transaction, piece))
                return false;
        }
        openTime = openTime * 2 < LongestOpen ? openTime * 2 : LongestOpen;
        return true;
    }

    // Those who wait, until there are none or a piece of long work comes; it would keep them waiting. Whether it is done:
    // a savepoint copies every page that is touched after it, so a change that fails after it has written ends the attempt.
    private async Task<bool> RunTogether(SqliteWriter writer, List<Item> group)
    {
        await using var transaction = writer.Begin(isLong: false);
        var gathered = new Gatherings();
        var began = Stopwatch.GetTimestamp();
        while (group.Count < GroupSize && Stopwatch.GetElapsedTime(began) < GroupTime
            && queue.Reader.TryPeek(out var next) && !next.InBackground && queue.Reader.TryRead(out var item))
        {
            group.Add(item);
            if (!await RunOne(writer.Contexts, transaction, item, gathered))
                return false;
        }
        await Keep(writer, transaction, gathered);
        return true;
    }

    // Once more, each change in a savepoint of its own, so that the one which failed takes nobody along.
    private static async Task RunApart(SqliteWriter writer, List<Item> group)
    {
        await using var transaction = writer.Begin(isLong: false);
        var gathered = new Gatherings();
        foreach (var item in group)
        {
            writer.Contexts.Execute("SAVEPOINT one", transaction);
            if (!await RunOne(writer.Contexts, transaction, item, gathered))
                writer.Contexts.Execute("ROLLBACK TO one", transaction);
            writer.Contexts.Execute("RELEASE one", transaction);
        }
        await Keep(writer, transaction, gathered);
    }

    private static async Task Keep(SqliteWriter writer, SqliteTransaction transaction, Gatherings gathered)
    {
        await gathered.Flush(transaction.Connection!, transaction);
        await transaction.CommitAsync();
        writer.Committed();
    }

    // A savepoint would copy every page that the piece touches. Without one its failure takes back all that is not durable.
    private static async Task<bool> RunPiece(WriterContexts contexts, SqliteTransaction transaction, Item piece)
    {
        try
        {
            var db = contexts.Of(piece.Caller, transaction);
            await piece.Run(db);
            await db.Finish();
            await db.Gatherings.Flush(transaction.Connection!, transaction);
            piece.Succeed();
            return true;
        }
#pragma warning disable CA1031 // The piece's own failure belongs to its caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            contexts.Forget(piece.Caller);
            try
            {
                await transaction.RollbackAsync();
            }
            finally
            {
                piece.Fail(Plain(failure));
            }
            return false;
        }
    }

    // Whether another change comes before the time is over; nobody waits for the commit meanwhile.
    private async ValueTask<bool> More(TimeSpan atMost)
    {
        if (atMost <= TimeSpan.Zero)
            return false;
        if (queue.Reader.TryPeek(out _))
            return true;
        using var over = new CancellationTokenSource(atMost);
        try
        {
            return await queue.Reader.WaitToReadAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Whether the transaction is as it should be: with the change, or without anything of a change that failed.
    private static async Task<bool> RunOne(
        WriterContexts contexts, SqliteTransaction transaction, Item item, Gatherings gathered)
    {
        var written = contexts.RowsWritten;
        try
        {
            var db = contexts.Of(item.Caller, transaction);
            await item.Run(db);
            await db.Finish();
            gathered.Add(db.Gatherings);
            return true;
        }
#pragma warning disable CA1031 // The change's own failure belongs to its caller; the others in the group go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            contexts.Forget(item.Caller);
            item.Refuse(Plain(failure));
            return contexts.RowsWritten == written && contexts.IsInTransaction;
        }
    }

    private abstract class Item(Caller caller)
    {
        public Caller Caller { get; } = caller;

        public bool InBackground { get; init; }

        public abstract Task Run(AppDb db);

        public abstract void Refuse(Exception failure);

        public abstract void Succeed();

        public abstract void Fail(Exception broken);
    }

    private sealed class Item<T>(Caller caller, Func<AppDb, Task<T>> work) : Item(caller)
    {
        private readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? value;
        private Exception? refusal;

        public Task<T> Answer => source.Task;

        public override async Task Run(AppDb db) => (value, refusal) = (await work(db), null);

        public override void Refuse(Exception failure) => refusal = failure;

        public override void Succeed()
        {
            if (refusal is null)
                source.SetResult(value!);
            else
                source.SetException(refusal);
        }

        public override void Fail(Exception broken) => source.TrySetException(refusal ?? broken);
    }
}
