using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>Decides what becomes of each row, a batch at a time, and makes ready what is to be written. It writes nothing.</summary>
/// <param name="run">The pass.</param>
/// <param name="writes">Whether what is new is made ready to be written; a check only counts it.</param>
public sealed class Planner(ImportRun run, bool writes)
{
    private readonly FirstSeen codes = new();
    private readonly FirstSeen names = new();
    private readonly UnionBook unions = new(run.Today);
    private Registered? registered;
    private int planned;
    private int shows = writes ? 0 : Findings.MostChanges;

    /// <summary>Remembers a row that a restart passes over.</summary>
    public void PassOver(Line line)
    {
        if (!line.IsRefused)
            Meet(new Planned(line));
    }

    /// <summary>Plans a batch.</summary>
    /// <param name="db">A reading context that sees everything: a unit outside the scope must not be founded twice.</param>
    /// <param name="batch">The rows.</param>
    public async Task Plan(AppDb db, Batch batch)
    {
        var now = batch.Now;
        var rows = batch.Rows.Where(r => r.Fate != Fate.Left).ToList();
        await LookUp(db, rows.Count);
        var byCode = await ByCode(db, rows);
        var byName = await ByName(db, rows.Where(r => r.Line.CreditCode is not { } code || !byCode.ContainsKey(code)));
        await unions.Begin(db, [.. rows.Select(r => r.Line)]);
        foreach (var row in rows)
        {
            Meet(row);
            if (row.Twin is null)
                Match(row, byCode, byName);
            else
                MatchTwin(row, byCode, byName);
            if (row.Twin is { } kind)
                Answer(row, kind);
        }

        var ledger = run.Ledger(db, now);
        var telling = new Telling(run, db, ledger, now);
        await Compare(db, ledger, telling, batch);
        var drafts = new Drafts(run, db, ledger, telling, unions, now);
        foreach (var row in rows.Where(r => r.Fate == Fate.New))
            if (writes)
                drafts.Add(batch, row);
            else
                Foresee(batch, row, telling);
    }

    private void Foresee(Batch batch, Planned row, Telling telling)
    {
        batch.Proposed += telling.Spoken(row.Line).Count();
        var union = row.Line.UnionForm is null ? null : unions.Find(row.Line);
        BeforeUnion(row.Line, union, telling);
        if (row.Line.UnionForm is not null)
            Covering.Ask(row, Covering.FileOf(row.Line, run, batch.Now), union, telling, run, batch.Now);
    }

    // A joint union is older than whoever joins it; the day is kept, and covers from the union's own first day.
    private static void BeforeUnion(Line line, UnionEntry? union, Telling telling)
    {
        if (union is { IsNew: false } && line.UnionForm is UnionForm.Joint or UnionForm.Group
            && union!.Life.Min(f => (DateOnly?)f.EffectiveFrom) is { } lives && telling.CoveredFrom(line, union) < lives)
            line.Faults.Add(new(RosterColumn.SignedOn, "", Problem.Warning("import.before-union",
                "“{0}”{1} 才成立,加入日期 {2} 早于它;从它成立起才计入覆盖,请核对", union.Union.Name, lives, telling.CoveredFrom(line, union))));
    }

    // A row that does not tell when its unit was established is held against the day that is known.
    private static void BeforeFirm(Planned row)
    {
        if (row is { Union: not null, Line: { EstablishedOn: null } line, Existing.EstablishedOn: { } born })
            line.AskBeforeFirm(born);
    }

    // Rows of one file that meet each other.
    private void Meet(Planned row)
    {
        var number = row.Line.Row.Number;
        var earlier = row.Line.CreditCode is { } code ? codes.Row(code, number) : 0;
        if (earlier != 0)
        {
            Doubt(row, DoubleKind.SameCode, Problem.Error("import.same-code", "与第 {0} 行的统一社会信用代码相同", earlier));
            return;
        }
        var namesake = names.Row(Key(row.Line.Name), row.Line.CreditCode is null ? -number : number);
        if (namesake < 0 || (namesake > 0 && row.Line.CreditCode is null))
            Doubt(row, DoubleKind.SameNameInFile,
                Problem.Error("import.same-name-in-file", "与第 {0} 行同名,其中一行没有信用代码", Math.Abs(namesake)));
        row.IsNamesake = namesake > 0;
    }

    // Rows that meet a file.
    private void Match(Planned row, Dictionary<string, Enterprise> byCode, ILookup<string, Enterprise> byName)
    {
        var line = row.Line;
        if (line.CreditCode is { } code && byCode.TryGetValue(code, out var same))
        {
            row.Existing = same;
            row.Fate = Fate.Merge;
            if (run.Caller.Can(ImportScope.Right, same.Path))
                return;
            row.Fate = Fate.Left;
            line.Faults.Add(new(RosterColumn.CreditCode, code,
                Problem.Error("import.elsewhere", "信用代码 {0} 已在您的辖区之外建档,请与上级联系办理迁移", code)));
            return;
        }
        if (row.IsNamesake)
            return;
        var namesakes = byName[Key(line.Name)].Where(e => run.Caller.Can(ImportScope.Right, e.Path)).ToList();
        var here = namesakes.Where(e => IsHere(e, line)).ToList();
        if (line.CreditCode is not null)
            namesakes = here;
        row.Existing = here.Count > 0 ? here[0] : namesakes.FirstOrDefault();
        if (row.Existing is null)
            return;
        if (line.CreditCode is null)
            Doubt(row, DoubleKind.SameName, Problem.Error("import.same-name", "没有信用代码,与已建档的“{0}”同名", row.Existing.Name));
        else
            Doubt(row, DoubleKind.OtherCode, Problem.Error("import.other-code",
                "与已建档的“{0}”同名同社区,那里的信用代码是 {1}", row.Existing.Name, row.Existing.CreditCode ?? "—"));
    }

    // Rows of one unit that stands already, from this file or another: what they say is compared with it.
    private void MatchTwin(Planned row, Dictionary<string, Enterprise> byCode, ILookup<string, Enterprise> byName)
    {
        if (row.Line.CreditCode is { } code && row.Twin == DoubleKind.SameCode)
            row.Existing = byCode.GetValueOrDefault(code);
        else if (row.Line.CreditCode is null && run.Settings.Doubles.GetValueOrDefault(DoubleKind.SameName) != DoubleAnswer.New)
            row.Existing = byName[Key(row.Line.Name)].Where(e => IsHere(e, row.Line)).MaxBy(e => e.Key);
        if (row.Existing is { } standing && !run.Caller.Can(ImportScope.Right, standing.Path))
            row.Existing = null;
    }

    private void Answer(Planned row, DoubleKind kind) => row.Fate = run.Answer(row.Line.Row.Number, kind) switch
    {
        DoubleAnswer.Same => Fate.Merge,
        DoubleAnswer.New when !kind.IsOneUnit() => Fate.New,
        _ => Fate.Twin,
    };

    private static void Doubt(Planned row, DoubleKind kind, Problem why) => (row.Twin, row.Why) = (kind, why);

    // A row that says what is known is no change and no double: the same file again changes nothing.
    private async Task Compare(AppDb db, Ledger ledger, Telling telling, Batch batch)
    {
        var rows = batch.Rows.Where(r => r.Existing is not null && (r.Fate is Fate.Merge or Fate.Twin)).ToList();
        if (rows.Count == 0)
            return;
        var files = (await ledger.Open([.. rows.Select(r => r.Existing!).DistinctBy(e => e.Key)])).ToDictionary(f => f.Enterprise.Key);
        var beside = await Beside.Load(db, [.. files.Values]);
        foreach (var row in rows)
        {
            var file = files[row.Existing!.Key];
            var before = FilePeople.Of(file, run.Today);
            var picture = shows > 0 ? FieldChange.Picture(file, run) : null;
            List<FieldChange> changes = picture is null ? [] : [.. FieldChange.OfContact(telling, file, row.Line, beside)];
            var changed = telling.Everything(file, row.Line, beside, writes: false, row.Fills).Changed;
            if (changed && row.Twin?.IsInFile() != true)
                Doubt(row, before, FilePeople.Of(file, run.Today));
            if (row.Line.UnionForm is not null)
                changed |= Join(db, batch, row, file, beside);
            if (!changed)
                row.Fate = Fate.Unchanged;
            else if (!writes && row.Fate == Fate.Merge)
                Show(row, file, beside, telling, picture, changes, batch.Now);
        }
    }

    private void Doubt(Planned row, FilePeople before, FilePeople after)
    {
        var number = row.Line.Row.Number;
        if (row.Twin is not null)
        {
            DoubtToo(row, before, after);
            return;
        }
        if (UpdateDoubts.Of(before, after, kind => run.Answer(number, kind) == DoubleAnswer.Same) is { } doubt)
            (row.Twin, row.Why, row.Fate) = (doubt.Kind, doubt.Why, Fate.Twin);
        else if (UpdateDoubts.Of(before, after, _ => false) is { } answered)
            // A doubt that was answered stays in the list, so that the answer can be changed.
            (row.Twin, row.Why) = (answered.Kind, answered.Why);
    }

    // A row that is met by its name: its own answer was given with both doubts in sight, one for all such rows was not.
    private void DoubtToo(Planned row, FilePeople before, FilePeople after)
    {
        if (UpdateDoubts.Of(before, after, kind => kind != DoubleKind.Fall) is not { } fall)
            return;
        row.Why = UpdateDoubts.Both(row.Twin!.Value, row.Existing!, before, after);
        var number = row.Line.Row.Number;
        if (row.Fate == Fate.Merge && !run.Answers.ContainsKey(number) && run.Answer(number, fall.Kind) != DoubleAnswer.Same)
            (row.Twin, row.Why, row.Fate) = (fall.Kind, fall.Why, Fate.Twin);
    }

    // What a check tells of an update: its fields, and whether its unit newly counts as covered.
    private void Show(
        Planned row, OpenFile file, Beside beside, Telling telling, Dictionary<RosterColumn, string>? picture,
        List<FieldChange> changes, DateTime now)
    {
        BeforeUnion(row.Line, row.Union, telling);
        BeforeFirm(row);
        if (row.Union is { } union && !Covering.Counts(file.Unit, run))
            Covering.Ask(row, file.Unit, union, telling, run, now);
        if (picture is null)
            return;
        changes.InsertRange(0, FieldChange.Between(picture, FieldChange.Picture(file, run)));
        changes.AddRange(row.Line.UnionForm is null ? [] : FieldChange.OfUnion(file, row.Line, beside, row.Union));
        row.Changes = changes.Count > 0 ? changes : [new("", "", "")];
        shows -= row.Changes.Count;
    }

    // Whether the row's union covers the file already; else it is to be joined, and founded where it does not stand.
    private bool Join(AppDb db, Batch batch, Planned row, OpenFile file, Beside beside)
    {
        var line = row.Line;
        var cover = file.Covers.Find(c => c.Joining.Form == line.UnionForm && c.Joining.EffectiveTo is null
            && (line.UnionForm == UnionForm.Own
                || (beside.Unions.TryGetValue(c.Joining.UnionKey, out var by) && Key(by.Union.Name) == Key(line.UnionName))));
        var merges = row.Fate == Fate.Merge;
        if (cover is not null && beside.Unions.TryGetValue(cover.Joining.UnionKey, out var known))
        {
            if (line.SignedOn is { } signed && signed != cover.Joining.SignedOn && (cover.Joining.SignedOn is null || !row.Fills))
                row.Union = known;
            var differs = !row.Fills && known.Differs(line);
            if (differs && merges)
                batch.UnionNews.Add((known, line));
            return row.Union is not null || differs;
        }
        if (merges)
            row.Union = Drafts.UnionOf(run, db, batch, unions, line, batch.Now);
        return true;
    }

    // Only a large file is worth reading all that is registered.
    private async Task LookUp(AppDb db, int rows)
    {
        planned += rows;
        if (registered is not null)
            await registered.Follow(db);
        else if (await Registered.IsWorth(db, planned))
            registered = await Registered.Load(db, run.Import.Key);
    }

    private async Task<Dictionary<string, Enterprise>> ByCode(AppDb db, List<Planned> rows)
    {
        var wanted = rows.Where(r => r.Line.CreditCode is { } code && registered?.MayHold(code) != false)
            .Select(r => r.Line.CreditCode).Distinct().ToArray();
        return wanted.Length == 0
            ? []
            : await db.Enterprises.Where(e => EF.Parameter(wanted).Contains(e.CreditCode)).ToDictionaryAsync(e => e.CreditCode!);
    }

    // A row that is met by its code is not looked for by its name.
    private async Task<ILookup<string, Enterprise>> ByName(AppDb db, IEnumerable<Planned> rows)
    {
        var wanted = rows.SelectMany(SortKeys).Where(k => registered?.MayHold(k) != false).Distinct().ToArray();
        if (wanted.Length == 0)
            return Array.Empty<Enterprise>().ToLookup(e => e.Name);
        return (await db.Enterprises.Where(e => EF.Parameter(wanted).Contains(e.SortKey)).ToListAsync()).ToLookup(e => Key(e.Name));
    }

    // Brackets are written in two widths.
    private static IEnumerable<string> SortKeys(Planned row)
    {
        var name = row.Line.Name;
        return name.AsSpan().ContainsAny("()\uFF08\uFF09")
            ?
            [
                row.Name.SortKey,
                Enterprise.SortKeyOf(name.Replace('(', '\uFF08').Replace(')', '\uFF09')),
                Enterprise.SortKeyOf(name.Replace('\uFF08', '(').Replace('\uFF09', ')')),
            ]
            : [row.Name.SortKey];
    }

    private static bool IsHere(Enterprise enterprise, Line line) =>
        Foundation.Callers.PathRange.Of(line.Community!).Covers(enterprise.Path);

    private static string Key(string name) => Plain.Code(name);
}
