using System.Data.Common;
using System.Globalization;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Reads the files of a replay piece by piece in key order, past the change tracker.</summary>
/// <remarks>
/// What was not known at the instant, or begins after the last day, is left to the database; so every fact that comes
/// back belongs to what was known, and carries no <c>SupersededAt</c>.
/// </remarks>
internal sealed class ReplayReader(AppDb db, DbTransaction transaction, DateOnly until, DateTime? known, bool withKept)
{
    private const int PieceSize = 4000;
    private const string KeptColumns = """
        , "Id", "Headcount", "HeadcountOn", "HeadcountSource", "Members", "MembersOn", "MembersSource", "VerifiedOn",
        "SizeBand", "UnionForm", "Exclusion", "Counted", "NextChange", "Status"
        """;

    private readonly bool isSqlite = db.IsSqlite;
    private readonly Dictionary<long, EnterpriseFact> registrations = [];
    private long last = -1;

    /// <summary>The next piece; empty when all are read.</summary>
    public async Task<IReadOnlyList<ReplayedUnit>> Next(CancellationToken stop)
    {
        var heads = await Heads(stop);
        if (heads.Count == 0)
            return [];
        var (from, to) = (last, heads[^1].Key);
        last = to;
        var facts = await Facts(from, to, stop);
        var unions = await Unions(from, to, stop);
        var covers = await Covers(from, to, unions, stop);
        var exclusions = (await db.Exclusions.IgnoreQueryFilters([AppDb.ScopeFilter])
                .Where(x => x.EnterpriseKey > from && x.EnterpriseKey <= to)
                .OrderBy(x => x.Key).AsNoTracking().ToListAsync(stop))
            .ToLookup(x => x.EnterpriseKey);
        return [.. from head in heads
            let told = facts.GetValueOrDefault(head.Key)
            where told is not null
            let was = registrations.GetValueOrDefault(head.Key)
            select new ReplayedUnit(
                head.Key, head.Path, China.Day(told.Min(f => f.RecordedAt)), new UnitFile(
                    was is null ? head.CreditCode : was.Text, was is null ? head.EstablishedOn : was.Day, told, covers.GetValueOrDefault(head.Key) ?? [],
                    [.. exclusions[head.Key]])) { Kept = head.Kept }];
    }

    private async Task<List<(long Key, string Path, string? CreditCode, DateOnly? EstablishedOn, Enterprise? Kept)>> Heads(
        CancellationToken stop)
    {
        var heads = new List<(long, string, string?, DateOnly?, Enterprise?)>(PieceSize);
        await using var command = Command(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT "Key", "Path", "CreditCode", "EstablishedOn"{(withKept ? KeptColumns : "")} FROM "enterprise"
            WHERE "Key" > @from ORDER BY "Key" LIMIT {PieceSize}
            """), last, null);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            heads.Add((row.GetInt64(0), row.GetString(1), TextAt(row, 2), DayAt(row, 3), withKept ? KeptAt(row) : null));
        return heads;
    }

    private Enterprise KeptAt(DbDataReader row) => new()
    {
        Key = row.GetInt64(0),
        Id = row.GetGuid(4),
        Path = row.GetString(1),
        Name = "",
        SortKey = "",
        Headcount = NumberAt(row, 5),
        HeadcountOn = DayAt(row, 6),
        HeadcountSource = (FactSource?)NumberAt(row, 7),
        Members = NumberAt(row, 8),
        MembersOn = DayAt(row, 9),
        MembersSource = (FactSource?)NumberAt(row, 10),
        VerifiedOn = DayAt(row, 11),
        SizeBand = row.GetInt32(12),
        UnionForm = (UnionForm?)NumberAt(row, 13),
        Exclusion = (ExclusionCode?)NumberAt(row, 14),
        Counted = (Counted)row.GetInt32(15),
        NextChange = DayAt(row, 16),
        Status = (OperatingStatus)row.GetInt32(17),
    };

    private async Task<Dictionary<long, List<EnterpriseFact>>> Facts(long from, long to, CancellationToken stop)
    {
        var facts = new Dictionary<long, List<EnterpriseFact>>(PieceSize);
        registrations.Clear();
        await using var command = Command($"""
            SELECT "EnterpriseKey", "Key", "Kind", "Number", "Text", "Source", "EffectiveFrom", "EffectiveTo", "RecordedAt"
            FROM "enterprise_fact"
            WHERE "EnterpriseKey" > @from AND "EnterpriseKey" <= @to AND "EffectiveFrom" <= @until AND {Known}
            """, from, to);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var fact = FactAt(row);
            if (fact.Kind != FactKind.Registered)
                Put(facts, fact.EnterpriseKey, fact);
            else if (!registrations.TryGetValue(fact.EnterpriseKey, out var first) || fact.Key < first.Key)
                registrations[fact.EnterpriseKey] = fact; // Of several later corrections the first one tells what was known.
        }
        return facts;
    }

    private EnterpriseFact FactAt(DbDataReader row) => new()
    {
        EnterpriseKey = row.GetInt64(0),
        Key = row.GetInt64(1),
        Kind = (FactKind)row.GetInt32(2),
        Number = row.GetInt32(3),
        Text = TextAt(row, 4),
        Source = (FactSource)row.GetInt32(5),
        EffectiveFrom = DayAt(row, 6)!.Value,
        EffectiveTo = DayAt(row, 7),
        RecordedAt = InstantAt(row, 8),
        ChangeKey = 0,
    };

    private async Task<Dictionary<long, List<UnionFact>>> Unions(long from, long to, CancellationToken stop)
    {
        var told = new Dictionary<long, List<UnionFact>>();
        await using var command = Command($"""
            SELECT "UnionKey", "Key", "EffectiveFrom", "EffectiveTo", "RecordedAt", "Kind", "Number" FROM "union_fact"
            WHERE "UnionKey" IN (
                SELECT "UnionKey" FROM "joining" WHERE "EnterpriseKey" > @from AND "EnterpriseKey" <= @to)
            AND "EffectiveFrom" <= @until AND {Known}
            """, from, to);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
            Put(told, row.GetInt64(0), new UnionFact
            {
                UnionKey = row.GetInt64(0),
                Key = row.GetInt64(1),
                Kind = (UnionFactKind)row.GetInt32(5),
                Number = row.GetInt32(6),
                EffectiveFrom = DayAt(row, 2)!.Value,
                EffectiveTo = DayAt(row, 3),
                RecordedAt = InstantAt(row, 4),
                ChangeKey = 0,
            });
        return told;
    }

    private async Task<Dictionary<long, List<Cover>>> Covers(
        long from, long to, Dictionary<long, List<UnionFact>> told, CancellationToken stop)
    {
        var covers = new Dictionary<long, List<Cover>>();
        await using var command = Command($"""
            SELECT "EnterpriseKey", "Key", "UnionKey", "Form", "SignedOn", "EffectiveFrom", "EffectiveTo", "RecordedAt"
            FROM "joining"
            WHERE "EnterpriseKey" > @from AND "EnterpriseKey" <= @to AND "EffectiveFrom" <= @until AND {Known}
            """, from, to);
        await using var row = await command.ExecuteReaderAsync(stop);
        while (await row.ReadAsync(stop))
        {
            var joining = new Joining
            {
                EnterpriseKey = row.GetInt64(0),
                Key = row.GetInt64(1),
                UnionKey = row.GetInt64(2),
                Form = (UnionForm)row.GetInt32(3),
                SignedOn = DayAt(row, 4),
                EffectiveFrom = DayAt(row, 5)!.Value,
                EffectiveTo = DayAt(row, 6),
                RecordedAt = InstantAt(row, 7),
                ChangeKey = 0,
            };
            Put(covers, joining.EnterpriseKey, new Cover(joining, told.GetValueOrDefault(joining.UnionKey) ?? []));
        }
        return covers;
    }

    private string Known => known is null
        ? "\"SupersededAt\" IS NULL"
        : "\"RecordedAt\" <= @known AND (\"SupersededAt\" IS NULL OR \"SupersededAt\" > @known)";

    private DbCommand Command(string sql, long from, long? to)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        Give(command, "@from", from);
        if (to is null)
            return command;
        Give(command, "@to", to);
        Give(command, "@until", until);
        if (known is not null)
            Give(command, "@known", known);
        return command;
    }

    private static void Give(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static void Put<T>(Dictionary<long, List<T>> rows, long key, T row)
    {
        if (!rows.TryGetValue(key, out var list))
            rows[key] = list = [];
        list.Add(row);
    }

    private static int? NumberAt(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static string? TextAt(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // SQLite keeps days and instants as text; its provider would parse them with every format there is.
    private DateOnly? DayAt(DbDataReader row, int column)
    {
        if (row.IsDBNull(column))
            return null;
        if (!isSqlite)
            return row.GetFieldValue<DateOnly>(column);
        var text = row.GetString(column).AsSpan();
        return new DateOnly(Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
    }

    private DateTime InstantAt(DbDataReader row, int column)
    {
        if (!isSqlite)
            return row.GetDateTime(column);
        var text = row.GetString(column).AsSpan();
        var second = new DateTime(
            Number(text[..4]), Number(text[5..7]), Number(text[8..10]), Number(text[11..13]), Number(text[14..16]),
            Number(text[17..19]), DateTimeKind.Utc);
        return text.Length <= 20 ? second : second.AddTicks(Number(text[20..]) * Scale(text.Length - 20));
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + digit - '0';
        return number;
    }

    private static long Scale(int digits) => (long)Math.Pow(10, 7 - digits);
}
