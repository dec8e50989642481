using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>The one writing connection on SQLite, with its contexts, its page cache and its log.</summary>
/// <remarks>
/// A commit appends the changed pages to the log; now and then they are copied back into the database (a checkpoint). When
/// that is done is decided here and not by the library, so that nobody who waits for a commit waits for a copy as well.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Pages are of 4 KB; the library counts its memory in KB.
    private const int LeastCache = 16_384;
    private const int MostCache = 40_960;
    private const int UsualLog = 32_768;
    private const int LeastLongLog = 65_536;
    private const int MostLongLog = 131_072;
    private const int LogKept = 4_096;

    // What sqlite3_db_status is asked for.
    private const int PagesLogged = 9;
    private const int PagesSpilled = 12;

    private readonly SqliteConnection connection;
    private int cache = LeastCache;
    private int log = UsualLog;
    private int logged;

    // What a killed process left in the log is put away as well.
    private int uncut = LogKept + 1;
    private bool isSynced = true;
    private bool isBehind;

    private SqliteWriter(Store store, SqliteConnection connection) =>
        (this.connection, Contexts) = (connection, new WriterContexts(store, connection));

    /// <summary>The contexts of the callers.</summary>
    public WriterContexts Contexts { get; }

    /// <summary>Whether the running transaction has changed more pages than the cache holds, so that some went to the log before their time.</summary>
    public bool IsFull => Status(PagesSpilled, anew: false) > 0;

    /// <summary>Whether there is something to put away once there is nothing to do.</summary>
    public bool IsUntidy => uncut > LogKept || isBehind;

    /// <summary>Opens the connection.</summary>
    public static async Task<SqliteWriter> Open(Store store)
    {
        var opened = (SqliteConnection)store.WritingConnection();
        await opened.OpenAsync();
        var writer = new SqliteWriter(store, opened);
        writer.Execute($"""
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size={LeastCache * -4};
            PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON
            """);
        return writer;
    }

    /// <summary>Begins a transaction.</summary>
    /// <param name="isLong">
    /// Whether it holds pieces of long work: its commit does not wait for the disk (the next one that does brings it there
    /// too), and the larger the database, the more changed pages it may gather, for they are farther apart.
    /// </param>
    public SqliteTransaction Begin(bool isLong)
    {
        if (isSynced == isLong)
            Execute(isLong ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
        isSynced = !isLong;
        if (isLong)
            Widen();
        Status(PagesSpilled, anew: true);
        return connection.BeginTransaction(deferred: false);
    }

    /// <summary>Takes note of a commit.</summary>
    public void Committed()
    {
        var pages = Status(PagesLogged, anew: true);
        (logged, uncut, isBehind) = (logged + pages, uncut + pages, !isSynced);
    }

    /// <summary>Copies the log back where it has grown long; whoever reads is not kept waiting.</summary>
    /// <param name="somebodyWaits">Whether somebody waits for a change, who goes first while the log has not grown twice as long.</param>
    public void CopyBack(bool somebodyWaits)
    {
        if (logged < (somebodyWaits ? 2 * log : log))
            return;
        Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
        logged = 0;
    }

    /// <summary>When there is nothing to do: copies everything back, cuts the log and gives memory back.</summary>
    /// <remarks>It waits for nobody: while somebody reads an older state, the log stays as it is until the next time.</remarks>
    public void Tidy()
    {
        Execute("PRAGMA busy_timeout=0");
        if (Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE))
            (logged, uncut, isBehind) = (0, 0, false);
        (cache, log) = (LeastCache, UsualLog);
        Execute($"PRAGMA busy_timeout=5000; PRAGMA cache_size={cache * -4}; PRAGMA shrink_memory");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Contexts.Dispose();
        await connection.DisposeAsync();
    }

    private void Widen()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_count";
        var part = (int)Math.Min((long)command.ExecuteScalar()! / 8, int.MaxValue);
        log = Math.Clamp(part, LeastLongLog, MostLongLog);
        if (Math.Clamp(part, LeastCache, MostCache) is var wanted && wanted > cache)
            Execute($"PRAGMA cache_size={(cache = wanted) * -4}");
    }

    private bool Checkpoint(int mode) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle!, "main", mode, out _, out _) == raw.SQLITE_OK;

    private int Status(int which, bool anew)
    {
        raw.sqlite3_db_status(connection.Handle!, which, out var now, out _, anew ? 1 : 0);
        return now;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Settings made of the program's own numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
