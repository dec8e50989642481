using System.Diagnostics;
using Gonglian.Foundation.Callers;
using Microsoft.Data.Sqlite;

namespace Gonglian.Foundation.Data;

/// <content>The one writer on SQLite: a queue of changes, and transactions that several of them share.</content>
public sealed partial class Writes
{
    private const int GroupSize = 512;
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(1);

    private async Task Loop()
    {
        SqliteConnection? connection = null;
        WriterContexts? contexts = null;
        while (await queue.Reader.WaitToReadAsync())
        {
            var group = new List<Item>();
            try
            {
                connection ??= await OpenSqlite();
                contexts ??= new WriterContexts(store, connection);
                await RunGroup(connection, contexts, group);
                foreach (var item in group)
                    item.Succeed();
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
                contexts?.Dispose();
                if (connection is not null)
                    await connection.DisposeAsync();
                (connection, contexts) = (null, null);
            }
        }
        contexts?.Dispose();
        if (connection is not null)
            await connection.DisposeAsync();
    }

    // Runs changes in one transaction and commits it; the group holds those who wait for the commit.
    private async Task RunGroup(SqliteConnection connection, WriterContexts contexts, List<Item> group)
    {
#pragma warning disable CA1849 // Only this overload takes the write lock at once, and SQLite has no asynchronous I/O.
        await using var transaction = connection.BeginTransaction(deferred: false);
#pragma warning restore CA1849
        var opened = Stopwatch.GetTimestamp();
        while (group.Count == 0 && await More(OpenTime - Stopwatch.GetElapsedTime(opened)))
            if (queue.Reader.TryPeek(out var next) && !next.InBackground)
                await RunQueued(connection, contexts, transaction, group);
            else if (queue.Reader.TryRead(out var piece) && !await RunPiece(connection, contexts, transaction, piece))
                return;
        await transaction.CommitAsync();
    }

    // Those who wait, until there are none or a piece of long work comes; it would keep them waiting.
    private async Task RunQueued(
        SqliteConnection connection, WriterContexts contexts, SqliteTransaction transaction, List<Item> group)
    {
        var gathered = new Gatherings();
        var began = Stopwatch.GetTimestamp();
        while (group.Count < GroupSize && Stopwatch.GetElapsedTime(began) < GroupTime
            && queue.Reader.TryPeek(out var next) && !next.InBackground && queue.Reader.TryRead(out var item))
        {
            group.Add(item);
            await RunOne(contexts, transaction, item, gathered);
        }
        await gathered.Flush(connection, transaction);
    }

    // A savepoint would copy every page that the piece touches. Without one its failure takes back all that is not durable.
    private static async Task<bool> RunPiece(
        SqliteConnection connection, WriterContexts contexts, SqliteTransaction transaction, Item piece)
    {
        try
        {
            var db = contexts.Of(piece.Caller, transaction);
            await piece.Run(db);
            await db.Finish();
            await db.Gatherings.Flush(connection, transaction);
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

    private async Task<SqliteConnection> OpenSqlite()
    {
        var connection = (SqliteConnection)store.WritingConnection();
        await connection.OpenAsync();
        Execute(connection, null, """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-65536;
            PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=32000; PRAGMA foreign_keys=ON
            """);
        return connection;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.ExecuteNonQuery();
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
