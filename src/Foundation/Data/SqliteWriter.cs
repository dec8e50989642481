using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Gonglian.Foundation.Data;

/// <summary>The one writing connection on SQLite, with its contexts, its page cache and its log.</summary>
/// <remarks>
/// A commit appends the changed pages to the log; now and then they are copied back into the database (a checkpoint). When
/// that is done is decided here and not by the library, so that nobody who waits for a commit waits for a copy as well.
/// So is when a commit is brought to the disk (<see cref="Sync"/>): the next changes can run meanwhile.
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Pages are of 4 KB; the library counts its memory in KB. With most commits it looks at every page in its cache.
    private const int UsualCache = 4_096;
    private const int LeastCache = 15_360;
    private const int MostCache = 40_960;
    private const int UsualLog = 32_768;
    private const int LeastLongLog = 65_536;
    private const int MostLongLog = 131_072;
    private const int LogKept = 4_096;

    // What sqlite3_db_status is asked for.
    private const int PagesLogged = 9;
    private const int PagesSpilled = 12;

    private readonly SqliteConnection connection;
    private readonly string logFile;
    private SafeFileHandle? logHandle;
    private int cache = UsualCache;
    private int log = UsualLog;
    private int logged;

    // What a killed process left in the log is put away as well.
    private int uncut = LogKept + 1;
    private bool isBehind;

    private SqliteWriter(Store store, SqliteConnection connection)
    {
        (this.connection, logFile) = (connection, connection.DataSource + "-wal");
        Contexts = new WriterContexts(store, connection);
    }

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
            PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA cache_size={UsualCache * -4};
            PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON
            """);
        return writer;
    }

    /// <summary>Begins a transaction.</summary>
    /// <param name="isLong">
    /// Whether it holds pieces of long work: the larger the database, the more changed pages it may gather, for they are
    /// farther apart.
    /// </param>
    public SqliteTransaction Begin(bool isLong)
    {
        if (isLong)
            Widen();
        Status(PagesSpilled, anew: true);
        return connection.BeginTransaction(deferred: false);
    }

    /// <summary>Takes note of a commit, which is in the log and not on the disk yet.</summary>
    /// <param name="isLong">Whether it is left to a later commit to bring it there.</param>
    /// <returns>Whether anything has been written that is not on the disk.</returns>
    public bool Committed(bool isLong)
    {
        var pages = Status(PagesLogged, anew: true);
        var isAhead = isBehind || pages > 0;
        (logged, uncut, isBehind) = (logged + pages, uncut + pages, isLong && isAhead);
        return isAhead;
    }

    /// <summary>Brings all commits so far to the disk; the connection is not touched, so that it can be used meanwhile.</summary>
    public void Sync() => RandomAccess.FlushToDisk(logHandle ??= File.OpenHandle(
        logFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Whether the log has grown so long that it should be copied back.</summary>
    /// <param name="somebodyWaits">Whether somebody waits for a change, who goes first while the log has not grown twice as long.</param>
    public bool IsLong(bool somebodyWaits) => logged >= (somebodyWaits ? 2 * log : log);

    /// <summary>Copies the log back; whoever reads is not kept waiting.</summary>
    public void CopyBack()
    {
        Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
        logged = 0;
    }

    /// <summary>Copies everything back and cuts the log, which is not trusted any more once the disk has refused it.</summary>
    /// <returns>Whether it is done.</returns>
    public bool Renew() => Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);

    /// <summary>When there is nothing to do: copies everything back, cuts the log and gives memory back.</summary>
    /// <remarks>It waits for nobody: while somebody reads an older state, the log stays as it is until the next time.</remarks>
    public void Tidy()
    {
        Execute("PRAGMA busy_timeout=0");
        if (Renew())
            (logged, uncut, isBehind) = (0, 0, false);
        (cache, log) = (UsualCache, UsualLog);
        Execute($"PRAGMA busy_timeout=5000; PRAGMA cache_size={cache * -4}; PRAGMA shrink_memory");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Contexts.Dispose();
        logHandle?.Dispose();
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
