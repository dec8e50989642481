using System.Globalization;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports;

/// <summary>What rows tell of a union: its chair, its last activity, the months it filed, its term. Nothing before it lived is taken.</summary>
internal static class UnionNews
{
    /// <summary>Whether the row tells what is not known of the union.</summary>
    public static bool Differs(UnionEntry entry, Line line) => Vital(entry, line, line.UnionSince).Any();

    /// <summary>The facts of a new union beside its life and its term.</summary>
    public static IEnumerable<UnionFact> Of(AppDb db, UnionEntry entry, Line line, DateOnly day, long changeKey, DateTime now)
    {
        foreach (var (kind, from, text, number) in Vital(entry, line, day))
            yield return Fact(db, entry.Union, kind, from, null, changeKey, now, text, number);
    }

    /// <summary>Tells what is new of a union that stands; what is superseded stays beside as what was known.</summary>
    public static void Tell(AppDb db, UnionEntry entry, Line line, DateOnly day, DateTime now)
    {
        var news = Vital(entry, line, day).ToList();
        if (line.TermOver is { } end && !entry.HasTerm(line))
            Term(db, entry, line, end, now);
        if (news.Count == 0)
            return;
        var key = db.NextKey();
        var after = new Dictionary<string, object?>();
        foreach (var (kind, from, text, number) in news)
        {
            foreach (var before in entry.Facts.FindAll(f => Replaces(kind, from, f)))
            {
                before.SupersededAt = now;
                entry.Facts.Remove(before);
                if (kind == UnionFactKind.Chair && before.EffectiveFrom < from)
                    Add(db, entry, Fact(db, entry.Union, kind, before.EffectiveFrom, from, key, now, before.Text, source: before.Source));
            }
            Add(db, entry, Fact(db, entry.Union, kind, from, null, key, now, text, number));
            Say(after, kind, from, text, number);
        }
        entry.Union.Stamp++;
        db.Note(key, now, entry.Union, "tell", null, after);
    }

    private static bool Replaces(UnionFactKind kind, DateOnly from, UnionFact fact) => fact.Kind == kind && kind switch
    {
        UnionFactKind.Chair => fact.EffectiveTo is null || fact.EffectiveTo > from,
        UnionFactKind.Filing => fact.EffectiveFrom == from,
        _ => false,
    };

    // What is new, against what is known; a day before the union's life is its first day or, of an activity, no day at all.
    private static IEnumerable<(UnionFactKind Kind, DateOnly From, string Text, int Number)> Vital(
        UnionEntry entry, Line line, DateOnly? day)
    {
        var lives = entry.Life.Min(f => (DateOnly?)f.EffectiveFrom) ?? DateOnly.MinValue;
        if (line.Chair.Length > 0 && ChairNow(entry) is var chair && (chair?.Text != line.Chair || IsEarlier(chair, line)))
        {
            var from = line.ChairFrom ?? (chair is null ? line.TermFrom ?? lives : day ?? lives);
            if (chair is null || chair.Text == line.Chair || chair.EffectiveFrom <= from)
                yield return (UnionFactKind.Chair, from < lives ? lives : from, line.Chair, 0);
        }
        if (line.ActivityOn is { } held && held >= lives
            && !entry.Facts.Exists(f => f.Kind == UnionFactKind.Activity && f.EffectiveFrom == held))
            yield return (UnionFactKind.Activity, held, "", 0);
        foreach (var year in line.FiledMonths.Where(m => m.AddMonths(1).AddDays(-1) >= lives).GroupBy(m => m.Year))
        {
            var known = entry.Facts.Find(f => f.Kind == UnionFactKind.Filing && f.EffectiveFrom.Year == year.Key)?.Number ?? 0;
            var all = year.Aggregate(known, (bits, month) => bits | Vitality.MonthBit(month));
            if (all != known)
                yield return (UnionFactKind.Filing, new DateOnly(year.Key, 1, 1), "", all);
        }
    }

    private static UnionFact? ChairNow(UnionEntry entry) =>
        entry.Facts.Where(f => f is { Kind: UnionFactKind.Chair, EffectiveTo: null }).MaxBy(f => f.EffectiveFrom);

    private static bool IsEarlier(UnionFact chair, Line line) => line.ChairFrom is { } from && from < chair.EffectiveFrom;

    /// <summary>What the row tells that is new, as a preview shows it.</summary>
    public static IEnumerable<(RosterColumn Column, string Before, string After)> Shown(UnionEntry entry, Line line)
    {
        foreach (var (kind, from, text, number) in Vital(entry, line, line.UnionSince))
            yield return kind switch
            {
                UnionFactKind.Chair => (RosterColumn.Chair, ChairNow(entry)?.Text ?? "", text),
                UnionFactKind.Activity => (RosterColumn.ActivityOn, Day(Latest(entry)), Day(from)),
                _ => (RosterColumn.FiledMonths, Year(from, entry.Facts.Find(f => Replaces(kind, from, f))?.Number ?? 0), Year(from, number)),
            };
    }

    private static DateOnly? Latest(UnionEntry entry) =>
        entry.Facts.Where(f => f.Kind == UnionFactKind.Activity).Max(f => (DateOnly?)f.EffectiveFrom);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Year(DateOnly year, int bits) => bits == 0 ? "" : $"{year.Year}: {Months(bits)}";

    /// <summary>Puts a fact into a change record.</summary>
    public static void Say(Dictionary<string, object?> after, UnionFactKind kind, DateOnly from, string text, int number)
    {
        if (kind == UnionFactKind.Chair)
            (after["Chair"], after["ChairFrom"]) = (text, from);
        else if (kind == UnionFactKind.Activity)
            after["ActivityOn"] = from;
        else
            after["Months"] = $"{after.GetValueOrDefault("Months")} {Year(from, number)}".Trim();
    }

    // 01 02 05
    private static string Months(int bits) =>
        string.Join(' ', Vitality.Months(bits).Select(m => m.ToString("00", CultureInfo.InvariantCulture)));

    private static void Term(AppDb db, UnionEntry entry, Line line, DateOnly end, DateTime now)
    {
        var last = entry.Facts.Where(f => f.Kind == UnionFactKind.Term).MaxBy(f => f.EffectiveFrom);
        var from = line.TermFrom ?? last?.EffectiveFrom ?? line.UnionSince ?? end.AddYears(-3);
        var key = db.NextKey();
        var before = entry.Facts.Find(f => f.Kind == UnionFactKind.Term && f.EffectiveFrom == from);
        if (before is not null)
        {
            before.SupersededAt = now;
            entry.Facts.Remove(before);
        }
        Add(db, entry, Fact(db, entry.Union, UnionFactKind.Term, from, end, key, now));
        db.Note(key, now, entry.Union, "tell",
            before is null ? null : new Dictionary<string, object?> { [nameof(UnionFactKind.Term)] = new { From = before.EffectiveFrom, To = before.EffectiveTo } },
            new Dictionary<string, object?> { [nameof(UnionFactKind.Term)] = new { From = from, To = end } });
    }

    private static void Add(AppDb db, UnionEntry entry, UnionFact fact)
    {
        db.Add(fact);
        entry.Facts.Add(fact);
    }

    /// <summary>A fact of a union that comes from a roster.</summary>
    public static UnionFact Fact(
        AppDb db, Union union, UnionFactKind kind, DateOnly from, DateOnly? to, long changeKey, DateTime now,
        string text = "", int number = 0, string source = "名册") =>
        UnionFact.Of(db, union, kind, from, to, source, changeKey, now, text, number);
}
