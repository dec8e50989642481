using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports;

/// <summary>新计入覆盖: whether a row's union makes its unit count in N1, judged as the ledger will judge it.</summary>
internal static class Covering
{
    /// <summary>Whether a unit counts as covered: in the base set, with a union that holds on the day.</summary>
    public static bool Counts(UnitFile file, ImportRun run) =>
        Standing.Of(file, run.Today, run.Rules).Counted.HasFlag(Counted.Base | Counted.Covered);

    /// <summary>A new unit as its row tells of it, without its union.</summary>
    public static UnitFile FileOf(Line line, ImportRun run, DateTime now)
    {
        var workplace = new EnterpriseFact
        {
            Key = 0,
            EnterpriseKey = 0,
            Kind = FactKind.Workplace,
            Text = line.Place,
            Source = run.Settings.Source,
            EffectiveFrom = line.EstablishedOn < run.Day ? line.EstablishedOn.Value : run.Day,
            RecordedAt = now,
            ChangeKey = 0,
        };
        return new(line.CreditCode, line.EstablishedOn, [workplace], [], []);
    }

    /// <summary>Tells the check whether the row's unit newly counts, with its members.</summary>
    /// <param name="row">The row, which has a union.</param>
    /// <param name="file">The unit without that union.</param>
    /// <param name="union">The union where it stands.</param>
    /// <param name="telling">Knows from when it covers.</param>
    /// <param name="run">The pass.</param>
    /// <param name="now">The instant, UTC.</param>
    public static void Ask(Planned row, UnitFile file, UnionEntry? union, Telling telling, ImportRun run, DateTime now)
    {
        var line = row.Line;
        var from = telling.CoveredFrom(line, union);
        var joining = new Joining
        {
            Key = 0,
            EnterpriseKey = 0,
            UnionKey = 0,
            Form = line.UnionForm!.Value,
            SignedOn = line.SignedOn,
            EffectiveFrom = from,
            RecordedAt = now,
            ChangeKey = 0,
        };
        IReadOnlyList<UnionFact> facts = union?.Facts ?? [new UnionFact
        {
            Key = 0,
            UnionKey = 0,
            Kind = UnionFactKind.Life,
            EffectiveFrom = line.UnionSince ?? line.SignedOn ?? run.Day,
            RecordedAt = now,
            ChangeKey = 0,
        }];
        if (!Counts(file with { Covers = [.. file.Covers, new Cover(joining, facts)] }, run))
            return;
        var members = row.Existing is null ? line.Members?.People : file.Pick(FactKind.Members, run.Today)?.Number;
        row.Covers = (members, (line.UnionSince ?? line.SignedOn) is not null);
    }
}
