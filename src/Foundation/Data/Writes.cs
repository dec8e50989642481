using System.Data.Common;
using System.Threading.Channels;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Gonglian.Foundation.Data;

/// <summary>The only way to change anything: load, rule and save inside one delegate, and no other I/O.</summary>
/// <remarks>
/// On SQLite one writer runs the queued delegates on one connection in a shared transaction, and answers the callers after
/// the common commit (group commit: one fsync serves many). A refusal takes back its own change only; where it had written
/// rows already, the others run once more. Pieces of long work share transactions of their own, which stay open until
/// somebody waits for a change: then they are committed at once, and that change follows. On PostgreSQL the same call is a
/// transaction of its own, tried again after a serialisation failure, a deadlock or a stamp that somebody else moved.
/// </remarks>
public sealed partial class Writes : IAsyncDisposable
{
    /// <summary>The code of the refusal when a unique index says that the same row is there already.</summary>
    public const string AlreadyThere = "writes.already-there";

    private const int Tries = 6;
    private readonly Store store;
    private readonly Channel<Item> queue = Channel.CreateBounded<Item>(4096);
    private readonly Task loop;

    /// <summary>Hears of every change that was refused, after it was taken back and before its caller does.</summary>
    public Func<Caller, Refused, Task>? WhenRefused { get; set; }

    /// <summary>Starts the writer.</summary>
    public Writes(Store store)
    {
        this.store = store;
        loop = store.IsSqlite ? thread.Run(Loop) : Task.CompletedTask;
    }

    /// <summary>Runs a change; when the task ends it is durable.</summary>
    /// <param name="caller">Who asks; the context is filtered to the caller's scope.</param>
    /// <param name="work">Loads, decides and changes. It may run more than once; it must not save itself.</param>
    /// <exception cref="Refused">Whatever the rules inside refuse; nothing of this change is kept then.</exception>
    public Task Do(Caller caller, Func<AppDb, Task> work) => Do(caller, async db =>
    {
        await work(db);
        return true;
    });

    /// <inheritdoc cref="Do(Caller, Func{AppDb, Task})"/>
    public async Task<T> Do<T>(Caller caller, Func<AppDb, Task<T>> work)
    {
        Action? then = null;
        var answer = await Told(caller, Queue(
            caller,
            async db =>
            {
                var done = await work(db);
                then = db.Then;
                return done;
            },
            inBackground: false));
        then?.Invoke();
        return answer;
    }

    /// <summary>Runs a piece of long work. When the task ends it has run; it is durable with the next <c>Do</c>, or soon.</summary>
    /// <remarks>
    /// Pieces share their commit, so that the pages they all touch are written once. Whoever reads does not see them until
    /// then. When a piece is refused, or the common commit fails, all that is not committed is lost with it, never a change
    /// that somebody waits for: so a piece moves the place that its work has reached, and work goes on from there.
    /// </remarks>
    /// <param name="caller">Who asks; the context is filtered to the caller's scope.</param>
    /// <param name="piece">At most about 50 ms of work, which is how long everybody else waits for it.</param>
    /// <exception cref="Refused">Whatever the rules inside refuse.</exception>
    public Task DoInBackground(Caller caller, Func<AppDb, Task> piece) => Queue(
        caller,
        async db =>
        {
            await piece(db);
            return true;
        },
        inBackground: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        store.ReleaseReaders();
        await loop;
        thread.Dispose();
        disk.Dispose();
    }

    private async Task<T> Queue<T>(Caller caller, Func<AppDb, Task<T>> work, bool inBackground)
    {
        if (caller.Rehearses)
            throw new Refused("form.again", "上次没有保存的内容已填回,请核对后再保存");
        if (!store.IsSqlite)
            return await OnPostgres(caller, work);
        var item = new Item<T>(caller, work) { InBackground = inBackground };
        await queue.Writer.WriteAsync(item);
        return await item.Answer;
    }

    private async Task<T> Told<T>(Caller caller, Task<T> change)
    {
        try
        {
            return await change;
        }
        catch (Refused refused) when (WhenRefused is not null)
        {
            await WhenRefused(caller, refused);
            throw;
        }
    }

    private async Task<T> OnPostgres<T>(Caller caller, Func<AppDb, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = store.WritingConnection();
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            try
            {
                if (attempt > 1)
                    await OneAfterAnother(connection, transaction);
                await using var db = store.Write(connection, caller);
                await db.Database.UseTransactionAsync(transaction);
                var answer = await work(db);
                await db.Finish();
                await db.Gatherings.Flush(connection, transaction);
                await transaction.CommitAsync();
                return answer;
            }
            catch (Exception failure) when (attempt < Tries && WorthAnotherTry(failure))
            {
                await Task.Delay(attempt * 5);
            }
            catch (Exception failure) when (failure is not Refused && Plain(failure) is Refused)
            {
                throw Plain(failure);
            }
        }
    }

    // Those who try again do so in turn, so that a row which everybody wants starves nobody.
    private static async Task OneAfterAnother(DbConnection connection, DbTransaction transaction)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = ("SELECT pg_advisory_xact_lock(4403)", transaction);
        await command.ExecuteNonQueryAsync();
    }

    private static bool WorthAnotherTry(Exception failure) =>
        failure is DbUpdateConcurrencyException
        || (failure as PostgresException ?? failure.InnerException as PostgresException)?.SqlState is
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    // A unique index or a stamp said no: somebody else was quicker by a moment.
    private static Exception Plain(Exception failure)
    {
        var database = failure as DbException ?? failure.InnerException as DbException;
        var twice = database is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            or SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };
        if (twice)
            return new Refused(AlreadyThere, "同样的记录刚刚已经建立,请刷新后再看");
        return failure is DbUpdateConcurrencyException
            ? new Refused("writes.stale", "这条记录刚刚被别人修改,请刷新后再试")
            : failure;
    }
}
