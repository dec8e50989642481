using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Data;

/// <summary>Reading several things that belong together.</summary>
public static class States
{
    /// <summary>One state of the database for all that is read after it: rows written meanwhile are not seen.</summary>
    /// <returns>The transaction, which the caller ends.</returns>
    public static async Task<DbTransaction> OneState(this AppDb db, CancellationToken stop = default)
    {
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        var transaction = connection is SqliteConnection sqlite
            ? Deferred(sqlite)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        await db.Database.UseTransactionAsync(transaction, stop);
        return transaction;
    }

    // Reads only: an ordinary transaction would ask for the writer's lock.
    private static SqliteTransaction Deferred(SqliteConnection connection) => connection.BeginTransaction(deferred: true);
}
