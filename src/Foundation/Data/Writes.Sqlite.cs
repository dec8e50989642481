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
                writer.CopyBack();
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
        await using var transaction = writer.Begin(isLong: first.InBackground);
        if (!first.InBackground)
            await RunQueued(writer.Contexts, transaction, group);
        else if (!await RunPieces(writer, transaction))
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

    // Those who wait, until there are none or a piece of long work comes; it would keep them waiting.
    private async Task RunQueued(WriterContexts contexts, SqliteTransaction transaction, List<Item> group)
    {
        var gathered = new Gatherings();
        var began = Stopwatch.GetTimestamp();
        while (group.Count < GroupSize && Stopwatch.GetElapsedTime(began) < GroupTime
            && queue.Reader.TryPeek(out var next) && !next.InBackground && queue.Reader.TryRead(out var item))
        {
            group.Add(item);
            await RunOne(contexts, transaction, item, gathered);
        }
        await gathered.Flush(transaction.Connection!, transaction);
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

    private static async Task RunOne(WriterContexts contexts, SqliteTransaction transaction, Item item, Gatherings gathered)
    {
        contexts.Execute("SAVEPOINT one", transaction);
        try
        {
            var db = contexts.Of(item.Caller, transaction);
            await item.Run(db);
            await db.Finish();
            gathered.Add(db.Gatherings);
            contexts.Execute("RELEASE one", transaction);
        }
#pragma warning disable CA1031 // The change's own failure belongs to its caller; the others in the group go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            contexts.Forget(item.Caller);
            contexts.Execute("ROLLBACK TO one; RELEASE one", transaction);
            item.Refuse(Plain(failure));
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

        public override async Task Run(AppDb db) => value = await work(db);

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
