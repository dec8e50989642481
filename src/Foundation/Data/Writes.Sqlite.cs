using System.Diagnostics;
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
    private readonly OneThread thread = new("writer");
    private readonly OneThread disk = new("disk");
    private TimeSpan openTime = ShortestOpen;
    private Task synced = Task.CompletedTask;
    private Exception? doubt;

    private async Task Loop()
    {
        SqliteWriter? writer = null;
        var brokeBefore = false;
        while (await Comes(writer))
        {
            var group = new List<Item>();
            try
            {
                writer ??= await SqliteWriter.Open(store);
                if (doubt is { } lost)
                    doubt = writer.Renew() ? null : throw lost;
                if (await RunGroup(writer, group))
                    synced = BringToDisk(writer, group);
                else
                    Answer(group);
                (group, brokeBefore) = ([], false);
                if (writer.IsLong(queue.Reader.TryPeek(out var next) && !next.InBackground))
                    await CopyBack(writer);
            }
#pragma warning disable CA1031 // Whatever breaks the shared transaction is told to everyone who was in it.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                // Nobody was served, and again (no file, no room, no transaction): whoever waits hears it instead of waiting on.
                // Once may have been the commit of long work, which does not concern them; the work sees it by its place.
                if (group.Count == 0 && brokeBefore)
                    while (queue.Reader.TryRead(out var waiting))
                        group.Add(waiting);
                foreach (var item in group)
                    item.Fail(broken);
                await Close(writer);
                (writer, brokeBefore) = (null, true);
            }
        }
        await Close(writer);
    }

    private async Task Close(SqliteWriter? writer)
    {
        await synced;
        if (writer is not null)
            await writer.DisposeAsync();
    }

    // Whoever waits for the disk goes first.
    private async Task CopyBack(SqliteWriter writer)
    {
        await synced;
        writer.CopyBack();
    }

    private Task BringToDisk(SqliteWriter writer, List<Item> group) => disk.Run(() => Answer(writer, group));

    // Brings a commit to the disk and answers its callers, while the next changes run.
    private void Answer(SqliteWriter writer, List<Item> group)
    {
        try
        {
            writer.Sync();
            Answer(group);
        }
#pragma warning disable CA1031 // Told to everyone whom it concerns; what comes after it begins with a log of its own.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            doubt = broken;
            foreach (var item in group)
                item.Fail(broken);
        }
    }

    private static void Answer(List<Item> group)
    {
        foreach (var item in group)
            item.Succeed();
    }

    // Whether there is something to do: changes, or what is to be put away when none came for a while.
    private async ValueTask<bool> Comes(SqliteWriter? writer) =>
        (writer is { IsUntidy: true } && !await More(IdleTime) && !queue.Reader.Completion.IsCompleted)
        || await queue.Reader.WaitToReadAsync();

    // Runs changes in one transaction and commits it, long work apart from the rest; the group holds those who wait.
    // Whether the commit is to be brought to the disk before they are answered.
    private async Task<bool> RunGroup(SqliteWriter writer, List<Item> group)
    {
        if (!queue.Reader.TryPeek(out var first))
            writer.Tidy();
        else if (first.InBackground)
            await RunLongWork(writer);
        else
            return await RunTogether(writer, group) ?? await RunApart(writer, group);
        return false;
    }

    private async Task RunLongWork(SqliteWriter writer)
    {
        await using var transaction = writer.Begin(isLong: true);
        if (!await RunPieces(writer, transaction))
            return;
        await transaction.CommitAsync();
        writer.Committed(isLong: true);
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

    // Those who wait, until there are none or a piece of long work comes; it would keep them waiting. Nothing when it cannot
    // be done: a savepoint copies every page touched after it, so a change that fails after it has written ends the attempt.
    private async Task<bool?> RunTogether(SqliteWriter writer, List<Item> group)
    {
        await using var transaction = writer.Begin(isLong: false);
        var gathered = new Gatherings();
        var began = Stopwatch.GetTimestamp();
        while (group.Count < GroupSize && Stopwatch.GetElapsedTime(began) < GroupTime
            && await MoreMeanwhile() && queue.Reader.TryRead(out var item))
        {
            group.Add(item);
            if (!await RunOne(writer.Contexts, transaction, item, gathered))
                return null;
        }
        return await Keep(writer, transaction, gathered);
    }

    // Once more, each change in a savepoint of its own, so that the one which failed takes nobody along.
    private async Task<bool> RunApart(SqliteWriter writer, List<Item> group)
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
        return await Keep(writer, transaction, gathered);
    }

    // One commit after the other is brought to the disk, so that what is answered never rests on what may still be lost.
    private async Task<bool> Keep(SqliteWriter writer, SqliteTransaction transaction, Gatherings gathered)
    {
        await gathered.Flush(transaction.Connection!, transaction);
        await synced;
        if (doubt is not null)
            throw doubt;
        await transaction.CommitAsync();
        return writer.Committed(isLong: false);
    }

    // Whether somebody waits for a change, or has come while the disk was busy with the commit before.
    private async ValueTask<bool> MoreMeanwhile()
    {
        if (!queue.Reader.TryPeek(out _))
            await synced;
        return queue.Reader.TryPeek(out var next) && !next.InBackground;
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
}
