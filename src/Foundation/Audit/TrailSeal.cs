using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Gonglian.Foundation.Data;
using Npgsql;

namespace Gonglian.Foundation.Audit;

/// <summary>Gathers the change records that a commit writes, and puts one link with their digests to the trail before it.</summary>
public sealed class TrailSeal : Gathered
{
    // The writer's connection lasts: its statements are read and planned once.
    private static readonly ConditionalWeakTable<DbConnection, Statements> Prepared = [];

    private readonly List<byte[]> entries = [];
    private DateTime at;

    /// <inheritdoc/>
    /// <remarks>The end of a lane stays locked until the commit, so nothing is waited for after it.</remarks>
    public override bool ComesLast => true;

    /// <summary>Takes up records that are written in the running change.</summary>
    public void Add(IReadOnlyList<Change> changes)
    {
        var some = new byte[changes.Count * TrailLink.EntryLength];
        for (var i = 0; i < changes.Count; i++)
        {
            var entry = some.AsSpan(i * TrailLink.EntryLength, TrailLink.EntryLength);
            BinaryPrimitives.WriteInt64BigEndian(entry, changes[i].Key);
            ChangeDigest.Of(changes[i], entry[sizeof(long)..]);
            at = changes[i].At > at ? changes[i].At : at;
        }
        entries.Add(some);
    }

    /// <inheritdoc/>
    public override void Add(Gathered other)
    {
        var more = (TrailSeal)other;
        entries.AddRange(more.entries);
        at = more.at > at ? more.at : at;
    }

    /// <inheritdoc/>
    public override async Task Flush(DbConnection connection, DbTransaction transaction)
    {
        if (entries.Sum(e => e.Length) == 0)
            return;
        // A tenth of a microsecond would not come back from PostgreSQL.
        var instant = new DateTime(at.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
        var statements = connection is NpgsqlConnection ? new Statements(connection) : Prepared.GetValue(connection, c => new(c));
        var (lane, seq, hash) = await statements.Head(transaction);
        byte[] all = [.. entries.SelectMany(e => e)];
        await statements.Put(transaction, new()
        {
            Lane = lane,
            Seq = seq + 1,
            At = instant,
            Entries = all,
            Hash = TrailLink.HashOf(hash, lane, seq + 1, instant, all),
        });
        entries.Clear();
    }

    private sealed class Statements
    {
        private readonly DbCommand head;
        private readonly DbCommand put;

        public Statements(DbConnection connection)
        {
            head = Command(connection, Heads + (connection is NpgsqlConnection ? " FOR UPDATE SKIP LOCKED" : ""));
            put = Command(connection, """
                INSERT INTO "trail_link" ("Lane", "Seq", "At", "Entries", "Hash") VALUES (@lane, @seq, @at, @entries, @hash);
                UPDATE "trail_head" SET "Seq" = @seq, "Hash" = @hash WHERE "Lane" = @lane
                """);
            foreach (var name in new[] { "@lane", "@seq", "@at", "@entries", "@hash" })
            {
                var parameter = put.CreateParameter();
                parameter.ParameterName = name;
                put.Parameters.Add(parameter);
            }
        }

        private const string Heads = """SELECT "Lane", "Seq", "Hash" FROM "trail_head" ORDER BY "Lane" LIMIT 1""";

        // A lane that nobody holds, or the first one that is given back.
        public async Task<(int Lane, long Seq, byte[] Hash)> Head(DbTransaction transaction)
        {
            head.Transaction = transaction;
            if (await Read(head) is { } free)
                return free;
            await using var waiting = Command(transaction.Connection!, Heads + " FOR UPDATE");
            waiting.Transaction = transaction;
            return await Read(waiting) ?? throw new InvalidOperationException("The trail has no lane");
        }

        public async Task Put(DbTransaction transaction, TrailLink link)
        {
            put.Transaction = transaction;
            object[] values = [link.Lane, link.Seq, link.At, link.Entries, link.Hash];
            for (var i = 0; i < values.Length; i++)
                put.Parameters[i].Value = values[i];
            await put.ExecuteNonQueryAsync();
        }

        private static async Task<(int Lane, long Seq, byte[] Hash)?> Read(DbCommand command)
        {
            await using var row = await command.ExecuteReaderAsync();
            return await row.ReadAsync() ? (row.GetInt32(0), row.GetInt64(1), await row.GetFieldValueAsync<byte[]>(2)) : null;
        }

        private static DbCommand Command(DbConnection connection, string sql)
        {
            var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            return command;
        }
    }
}
