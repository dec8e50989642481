using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Enterprises.Imports.Pages;

/// <summary>What somebody answered and typed on the preview, compared with what the page showed.</summary>
internal static class PreviewForm
{
    /// <summary>The answers that hold for the whole file.</summary>
    /// <param name="form">What was sent.</param>
    /// <param name="shown">The settings as the page showed them.</param>
    /// <param name="summary">What the page asked about.</param>
    /// <param name="isPlace">Whether rows may be put to a place.</param>
    /// <exception cref="Refused"><c>import.joint-name</c>: a joint union without its name.</exception>
    public static RosterSettings Settings(
        IFormCollection form, RosterSettings shown, ImportSummary summary, Func<string, bool> isPlace)
    {
        var asked = summary.Faults.Where(Repairing.MayBeBlank)
            .Select(f => RosterSettings.ClassOf(f.Column, f.Code)).ToHashSet();
        var settings = shown with
        {
            Blank = Chosen(shown.Blank, asked, form["blank"]),
            Places = Places(form, shown.Places, isPlace),
            Doubles = Doubles(form, shown.Doubles),
        };
        if (form["Do"] == "repair")
        {
            var offered = Repairing.Offered(summary, shown).Select(r => r.Id).ToHashSet();
            var wanted = Chosen(shown.Repairs, offered, form["repair"]);
            settings = settings with { Repairs = wanted, Unwanted = Chosen(shown.Unwanted, offered, offered.Except(wanted)) };
        }
        return Bare(form, settings);
    }

    /// <summary>Answers about single rows that differ from what the page showed.</summary>
    public static Dictionary<int, DoubleAnswer> Rows(IFormCollection form, RosterSettings shown, IEnumerable<ImportNote> asked) =>
        asked.Select(note => (note.Row, Shown: shown.AnswerOf(note),
                Given: Enum.TryParse<DoubleAnswer>(form[$"answer-{note.Row}"], out var answer) && Enum.IsDefined(answer)
                    ? answer : (DoubleAnswer?)null))
            .Where(a => a.Given is { } given && given != a.Shown).ToDictionary(a => a.Row, a => a.Given!.Value);

    /// <summary>Cells that hold something else than what the page showed.</summary>
    public static Dictionary<(int Row, string Column), string> Cells(
        IFormCollection form, IEnumerable<ImportNote> asked, IReadOnlyDictionary<(int Row, string Column), string> given)
    {
        var typed = new Dictionary<(int, string), string>();
        foreach (var note in asked)
        {
            var (cell, sent) = ((note.Row, note.Column), form[$"cell-{note.Row}-{note.Column}"]);
            var text = sent.ToString().Trim();
            if (sent.Count == 0 || text.Length > Corrections.Longest || (text.Length == 0 && CellTable.IsHidden(note.Column)))
                continue;
            if (text != Corrections.OneLine(given.GetValueOrDefault(cell) ?? note.Value))
                typed[cell] = text;
        }
        return typed;
    }

    private static RosterSettings Bare(IFormCollection form, RosterSettings settings)
    {
        if (!Enum.TryParse<BareUnion>(form["BareUnion"], out var bare) || !Enum.IsDefined(bare))
            return settings;
        if (settings.BareUnion is null && bare == BareUnion.Later)
            return settings;
        var name = form["JointName"].ToString().Trim();
        if (bare == BareUnion.Joint && name.Length is 0 or > 120)
            throw new Refused("import.joint-name", "请填写“是”所指的联合工会名称(不超过 120 字)").At("JointName");
        return settings with { BareUnion = bare, JointName = bare == BareUnion.Joint ? name : settings.JointName };
    }

    private static HashSet<string> Chosen(HashSet<string> before, HashSet<string> asked, IEnumerable<string?> sent)
    {
        HashSet<string> chosen = [.. before.Except(asked), .. sent.Where(s => s is not null && asked.Contains(s)).Select(s => s!)];
        return chosen.SetEquals(before) ? before : chosen;
    }

    private static Dictionary<string, string> Places(
        IFormCollection form, IReadOnlyDictionary<string, string> before, Func<string, bool> isPlace)
    {
        var places = before.ToDictionary();
        for (var n = 0; form.ContainsKey($"place-{n}"); n++)
        {
            var (name, path) = (form[$"unknown-{n}"].ToString(), form[$"place-{n}"].ToString());
            if (path.Length == 0)
                places.Remove(name);
            else if (isPlace(path))
                places[name] = path;
        }
        return places;
    }

    private static Dictionary<DoubleKind, DoubleAnswer> Doubles(
        IFormCollection form, IReadOnlyDictionary<DoubleKind, DoubleAnswer> before)
    {
        var answers = before.ToDictionary();
        foreach (var kind in Enum.GetValues<DoubleKind>())
            if (Enum.TryParse<DoubleAnswer>(form[$"double-{kind}"], out var answer) && Enum.IsDefined(answer)
                && answer != before.GetValueOrDefault(kind, DoubleAnswer.Skip))
                answers[kind] = answer;
        return answers;
    }
}
