using System.Globalization;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Enterprises.Imports.Reading;

/// <content>Single cells of a line: taken, and told what is wrong with them.</content>
public sealed partial class LineReader
{
    /// <summary>Where cells stand that were typed for a column the file does not have: behind everything a sheet may hold.</summary>
    public const int Beside = 20_000;

    private DateOnly? Day(Line line, RosterColumn column, DateOnly latest)
    {
        var text = Take(line, column);
        if (text.Length == 0)
            return null;
        var (problem, repairable) = Dates.Read(text, settings.Repairs.Contains(Repairs.Dates), latest, out var day);
        if (problem is null && repairable)
            line.Repair(column, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (problem is null)
            return day;
        Fail(line, column, text, problem, repairable ? Repairs.Dates : "");
        return null;
    }

    // The name of the place that somebody chose for a word, where the name alone says it.
    private void Rewrite(Line line, string path)
    {
        var name = places.NameOf(path);
        if (places.Find(name, Take(line, RosterColumn.Subdistrict)).Place?.Path == path)
            line.Repair(RosterColumn.Community, name);
    }

    private string Words(Line line, RosterColumn column, int most)
    {
        var text = NameOf(Take(line, column));
        if (text.Length <= most)
            return text;
        Fail(line, column, text[..most], Problem.Error("import.too-long", "超过 {0} 个字", most));
        return "";
    }

    // The text of a cell, when it may be taken at all.
    private string Take(Line line, RosterColumn column)
    {
        var cell = Cell(line.Row, column);
        if (cell.IsEmpty)
            return "";
        var text = cell.Text.Trim();
        if (cell.Is(CellMarks.Error))
            return Refuse(line, column, text, Problem.Error("import.cell-error", "表格在这里显示错误 {0}", text), "");
        if (cell.Is(CellMarks.Formula) && !settings.Repairs.Contains(Repairs.Formulas))
            return Refuse(line, column, text,
                Problem.Error("import.formula", "这里是公式而不是填写的内容,保存的结果是“{0}”", text), Repairs.Formulas);
        return text is ['=' or '@', ..]
            ? Refuse(line, column, text, Problem.Error("import.formula-text", "“{0}”以公式符号开头,不能作为内容", text), "")
            : text;
    }

    private string Refuse(Line line, RosterColumn column, string text, Problem problem, string repair)
    {
        if (!line.Faults.Exists(f => f.Column == column && f.Problem.Code == problem.Code))
            Fail(line, column, text, problem, repair);
        return "";
    }

    // A cell that may stay blank is left out where somebody said so of this problem in this column.
    private void Fail(Line line, RosterColumn column, string text, Problem problem, string repair = "") =>
        line.Faults.Add(new(column, text, IsBlanked(column, problem) ? problem with { IsWarning = true } : problem, repair));

    private bool IsBlanked(RosterColumn column, Problem problem) =>
        settings.Blank.Count > 0 && settings.Blank.Contains(RosterSettings.ClassOf(column.ToString(), problem.Code));

    private Cell Cell(SheetRow row, RosterColumn column) => row[at[(int)column]];

    /// <summary>Where each column stands; behind <see cref="Beside"/> what the file does not have.</summary>
    internal static int[] Positions(RosterSettings settings)
    {
        var positions = new int[RosterColumns.All.Count];
        for (var column = 0; column < positions.Length; column++)
            positions[column] = Beside + column;
        foreach (var (position, id) in settings.Columns)
            if (Enum.TryParse<RosterColumn>(id, out var column))
                positions[(int)column] = position;
        return positions;
    }

    private static string NameOf(string text) => IsPlain(text) ? text : Blanks().Replace(text.Trim(), " ");

    private static string Tidy(string name) => IsPlain(name)
        ? name
        : InnerBlanks().Replace(FullWidth().Replace(name, m => Plain.Fold(m.Value)), "");

    // Most cells hold ideographs, letters and digits only, and need none of the patterns.
    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(PlainCharacters);
}
