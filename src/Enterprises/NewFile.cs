using System.Data.Common;
using System.Runtime.CompilerServices;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Gonglian.Enterprises;

/// <summary>A new enterprise's file, ready to be written: judged, with its change records.</summary>
/// <param name="Draft">The file.</param>
/// <param name="Place">Where it works.</param>
/// <param name="Changes">Its change records.</param>
public sealed record NewFile(OpenFile Draft, Unit Place, IReadOnlyList<Change> Changes)
{
    private static readonly ConditionalWeakTable<DbConnection, DbCommand> Asked = [];

    /// <summary>Writes the file inside a change, where its place still is what it was.</summary>
    /// <returns>Whether it is written; otherwise the place has moved or is gone.</returns>
    public async Task<bool> Write(AppDb db, Ledger ledger)
    {
        if (!await Stands(db))
            return false;
        ledger.Insert([Draft]);
        db.Insert(Changes);
        return true;
    }

    // One prepared statement: EF would have it read and planned with every registration.
    private async Task<bool> Stands(AppDb db)
    {
        var connection = db.Database.GetDbConnection();
        var command = db.IsSqlite ? Asked.GetValue(connection, Ask) : Ask(connection);
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        (command.Parameters[0].Value, command.Parameters[1].Value) = (Place.Code, Place.Path);
        return await command.ExecuteScalarAsync() is not null;
    }

    private static DbCommand Ask(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM \"unit\" WHERE \"Code\" = @code AND \"Path\" = @path";
        foreach (var name in new[] { "@code", "@path" })
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
