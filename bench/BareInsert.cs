using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Gonglian.Bench;

/// <summary>The bare measure beside every write: one row of the same width, group commit, one connection, no product.</summary>
internal sealed class BareInsert : IAsyncDisposable
{
    private readonly Channel<TaskCompletionSource> queue = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly SqliteConnection connection;
    private readonly Task loop;

    public BareInsert(string file)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        using var make = connection.CreateCommand();
        make.CommandText =
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (key INTEGER PRIMARY KEY, text TEXT)";
        make.ExecuteNonQuery();
        loop = Task.Run(Loop);
    }

    public Task Insert()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite(done);
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.Complete();
        await loop;
        await connection.DisposeAsync();
    }

    private async Task Loop()
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO row (text) VALUES (@text)";
        insert.Parameters.AddWithValue("@text", new string('x', 600));
        while (await queue.Reader.WaitToReadAsync())
        {
            var group = new List<TaskCompletionSource>();
            await using (var transaction = (SqliteTransaction)await connection.BeginTransactionAsync())
            {
                insert.Transaction = transaction;
                while (queue.Reader.TryRead(out var one))
                {
                    await insert.ExecuteNonQueryAsync();
                    group.Add(one);
                }
                await transaction.CommitAsync();
            }
            foreach (var one in group)
                one.SetResult();
        }
    }
}
