using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>What was left out of a written import, told from the file of refused rows, so that a restart loses nothing.</summary>
public static class LeftSummary
{
    /// <summary>Gathers the reasons.</summary>
    public static Findings Of(SealedLog file, RosterSettings settings)
    {
        var found = new Findings();
        var name = settings.Columns.FirstOrDefault(c => c.Value == nameof(RosterColumn.Name), new(-1, "")).Key;
        foreach (var row in LeftFile.Read(file).Skip(1))
            foreach (var reason in row.Reasons)
                found.Add(row.Number, settings.Columns.GetValueOrDefault(reason.Position, ""), At(row, name), At(row, reason.Position), reason);
        return found;
    }

    private static string At(LeftRow row, int position) => position >= 0 && position < row.Cells.Count ? row.Cells[position] : "";
}
