using System.Globalization;
using Gonglian.Enterprises.Imports.Reading;

namespace Gonglian.Enterprises.Imports;

/// <summary>改动: one field of a standing file as it is, and as an import would leave it.</summary>
/// <param name="Column">The column's id; empty where a figure of another day or source is added and what counts stays.</param>
/// <param name="Before">What stands there now; empty where nothing does. A telephone number only masked.</param>
/// <param name="After">What would stand there.</param>
public sealed record FieldChange(string Column, string Before, string After)
{
    /// <summary>What a file shows of itself, by column.</summary>
    public static Dictionary<RosterColumn, string> Picture(OpenFile file, ImportRun run)
    {
        var (e, unit) = (file.Enterprise, file.Unit);
        return new()
        {
            [RosterColumn.Name] = e.Name,
            [RosterColumn.CreditCode] = e.CreditCode ?? "",
            [RosterColumn.Community] = run.Places.NameOf(unit.Pick(FactKind.Workplace, run.Today)?.Text ?? e.Path),
            [RosterColumn.Address] = e.Address,
            [RosterColumn.RegisteredAddress] = e.RegisteredAddress,
            [RosterColumn.Industry] = e.Industry.Length > 0 ? $"{e.Section} {e.Industry}" : e.Section,
            [RosterColumn.EstablishedOn] = Day(e.EstablishedOn),
            [RosterColumn.Status] =
                ((OperatingStatus)(unit.Pick(FactKind.Status, run.Today)?.Number ?? (int)OperatingStatus.Operating)).Title(),
            [RosterColumn.Headcount] = Number(unit.Pick(FactKind.Headcount, run.Today)?.Number),
            [RosterColumn.Members] = Number(unit.Pick(FactKind.Members, run.Today)?.Number),
        };
    }

    /// <summary>What differs between two pictures of one file.</summary>
    public static IEnumerable<FieldChange> Between(
        IReadOnlyDictionary<RosterColumn, string> before, IReadOnlyDictionary<RosterColumn, string> after) =>
        before.Where(b => after[b.Key] != b.Value).Select(b => new FieldChange(b.Key.ToString(), b.Value, after[b.Key]));

    /// <summary>What a row tells of the contact.</summary>
    internal static IEnumerable<FieldChange> OfContact(Telling telling, OpenFile file, Line line, Beside beside)
    {
        if (line.Contact.Length == 0 && line.Phone.Length == 0)
            yield break;
        var known = telling.ContactOf(file.Enterprise, line, beside);
        if (known is null && line.Contact.Length > 0)
            yield return new(nameof(RosterColumn.Contact), "", line.Contact);
        if (line.ContactRole.Length > 0 && line.ContactRole != (known?.Role ?? ""))
            yield return new(nameof(RosterColumn.ContactRole), known?.Role ?? "", line.ContactRole);
        var phone = known is null ? "" : telling.PhoneOf(known, beside) ?? "";
        if (line.Phone.Length > 0 && line.Phone != phone)
            yield return new(nameof(RosterColumn.Phone), Findings.Shown(nameof(RosterColumn.Phone), phone),
                Findings.Shown(nameof(RosterColumn.Phone), line.Phone));
    }

    /// <summary>What a row tells of the union: a new one, or what is new of the one that covers the unit.</summary>
    internal static IEnumerable<FieldChange> OfUnion(OpenFile file, Line line, Beside beside, UnionEntry? joined)
    {
        var known = file.Covers.Where(c => c.Joining.EffectiveTo is null && c.Joining.Form == line.UnionForm)
            .Select(c => beside.Unions.GetValueOrDefault(c.Joining.UnionKey)).FirstOrDefault(u => u is not null);
        if (joined is not null && joined.Union.Key != known?.Union.Key)
            yield return new(nameof(RosterColumn.UnionName), "", joined.Union.Name);
        if (known is null)
            yield break;
        var cover = file.Covers.First(c => c.Joining.UnionKey == known.Union.Key);
        if (line.SignedOn is { } signed && signed != cover.Joining.SignedOn)
            yield return new(nameof(RosterColumn.SignedOn), Day(cover.Joining.SignedOn), Day(signed));
        if (line.UnionCode is { } code && code != known.Union.CreditCode)
            yield return new(nameof(RosterColumn.UnionCode), known.Union.CreditCode ?? "", code);
        var term = known.Facts.Where(f => f.Kind == Organisations.Unions.UnionFactKind.Term).MaxBy(f => f.EffectiveFrom);
        if (line.TermEnd is { } end && line.TermOver != term?.EffectiveTo)
            yield return new(nameof(RosterColumn.TermEnd), Day(term?.EffectiveTo?.AddDays(-1)), Day(end));
        foreach (var (column, before, after) in UnionNews.Shown(known, line))
            yield return new(column.ToString(), before, after);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Number(int? people) => people?.ToString(CultureInfo.InvariantCulture) ?? "";
}
