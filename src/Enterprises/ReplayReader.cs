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
        await using var rows = await command.ExecuteReaderAsync(stop);
        var row = FoundRow.Of(rows);
        while (await rows.ReadAsync(stop))
            heads.Add((row.Number(0), row.Text(1), row.TextOrNull(2), row.DayOrNull(3), withKept ? KeptAt(row) : null));
        return heads;
    }

    private static Enterprise KeptAt(FoundRow row) => new()
    {
        Key = row.Number(0),
        Id = row.Id(4),
        Path = row.Text(1),
        Name = "",
        SortKey = "",
        Headcount = row.NumberOrNull(5),
        HeadcountOn = row.DayOrNull(6),
        HeadcountSource = (FactSource?)row.NumberOrNull(7),
        Members = row.NumberOrNull(8),
        MembersOn = row.DayOrNull(9),
        MembersSource = (FactSource?)row.NumberOrNull(10),
        VerifiedOn = row.DayOrNull(11),
        SizeBand = (int)row.Number(12),
        UnionForm = (UnionForm?)row.NumberOrNull(13),
        Exclusion = (ExclusionCode?)row.NumberOrNull(14),
        Counted = (Counted)row.Number(15),
        NextChange = row.DayOrNull(16),
        Status = (OperatingStatus)row.Number(17),
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
        await using var rows = await command.ExecuteReaderAsync(stop);
        var row = FoundRow.Of(rows);
        while (await rows.ReadAsync(stop))
        {
            var fact = FactAt(row);
            if (fact.Kind != FactKind.Registered)
                Put(facts, fact.EnterpriseKey, fact);
            else if (!registrations.TryGetValue(fact.EnterpriseKey, out var first) || fact.Key < first.Key)
                registrations[fact.EnterpriseKey] = fact; // Of several later corrections the first one tells what was known.
        }
        return facts;
    }

    private static EnterpriseFact FactAt(FoundRow row) => new()
    {
        EnterpriseKey = row.Number(0),
        Key = row.Number(1),
        Kind = (FactKind)row.Number(2),
        Number = (int)row.Number(3),
        Text = row.TextOrNull(4),
        Source = (FactSource)row.Number(5),
        EffectiveFrom = row.Day(6),
        EffectiveTo = row.DayOrNull(7),
        RecordedAt = row.Instant(8),
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
        await using var rows = await command.ExecuteReaderAsync(stop);
        var row = FoundRow.Of(rows);
        while (await rows.ReadAsync(stop))
            Put(told, row.Number(0), new UnionFact
            {
                UnionKey = row.Number(0),
                Key = row.Number(1),
                Kind = (UnionFactKind)row.Number(5),
                Number = (int)row.Number(6),
                EffectiveFrom = row.Day(2),
                EffectiveTo = row.DayOrNull(3),
                RecordedAt = row.Instant(4),
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
        await using var rows = await command.ExecuteReaderAsync(stop);
        var row = FoundRow.Of(rows);
        while (await rows.ReadAsync(stop))
        {
            var joining = new Joining
            {
                EnterpriseKey = row.Number(0),
                Key = row.Number(1),
                UnionKey = row.Number(2),
                Form = (UnionForm)row.Number(3),
                SignedOn = row.DayOrNull(4),
                EffectiveFrom = row.Day(5),
                EffectiveTo = row.DayOrNull(6),
                RecordedAt = row.Instant(7),
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
}
