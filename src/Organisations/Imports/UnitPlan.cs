using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;

namespace Gonglian.Organisations.Imports;

/// <summary>What a table of units would do to the tree: row by row, before anything is done.</summary>
public sealed class UnitPlan
{
    private readonly Dictionary<string, Unit> standing;
    private readonly IReadOnlySet<string> elsewhere;
    private readonly Caller caller;
    private readonly DateOnly today;
    private readonly Dictionary<string, PlannedUnit> drafts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlannedUnit> judged = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private UnitPlan(IEnumerable<Unit> units, IReadOnlySet<string> elsewhere, Caller caller, DateOnly today)
    {
        standing = units.ToDictionary(u => u.Code, StringComparer.Ordinal);
        (this.elsewhere, this.caller, this.today) = (elsewhere, caller, today);
    }

    /// <summary>The rows, in the order of the table; a unit without a row of its own stands before the first that names it.</summary>
    public IReadOnlyList<PlannedUnit> Units { get; private set; } = [];

    /// <summary>What of the plan a person has looked at: it changes when the plan does.</summary>
    public string Mark => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        Units.Select(u => $"{u.Line.Number}\t{u.Code}\t{u.Fate}\t{u.Name}\t{string.Join('\t', u.Corrections)}")))))[..16];

    /// <summary>How many rows have this fate.</summary>
    public int Count(UnitFate fate) => Units.Count(u => u.Fate == fate);

    /// <summary>Makes the plan.</summary>
    /// <param name="lines">The rows.</param>
    /// <param name="units">The units that the caller sees.</param>
    /// <param name="elsewhere">Codes that units beyond the caller's scope have.</param>
    /// <param name="caller">Who imports.</param>
    /// <param name="today">The day, China time.</param>
    public static UnitPlan Make(
        IReadOnlyList<UnitLine> lines, IEnumerable<Unit> units, IReadOnlySet<string> elsewhere, Caller caller, DateOnly today)
    {
        var plan = new UnitPlan(units, elsewhere, caller, today);
        var rows = lines.Select(plan.Draft).ToList();
        var order = new List<PlannedUnit>();
        foreach (var row in rows)
        {
            order.AddRange(plan.Implied(row));
            order.Add(row);
        }
        plan.Units = [.. order.Select(row => row.Why is null ? plan.Judge(row) : row)];
        return plan;
    }

    private PlannedUnit Draft(UnitLine line)
    {
        var draft = new PlannedUnit { Line = line, Code = line.Code };
        try
        {
            if (line.Code.Length == 0)
                throw new Refused("organisations.import-no-code", "没有代码");
            draft = draft with { Code = UnitWords.Code(line.Code) };
            var kind = UnitWords.Kind(line.Kind, draft.Code);
            draft = draft with { Kind = kind, AboveCode = AboveOf(line, kind, draft.Code), Year = UnitWords.Year(line.Year) };
            if (drafts.TryAdd(draft.Code, draft))
                return draft;
            throw UnitWords.MayHaveLostDigits(draft.Code) && drafts[draft.Code].Line.Name != line.Name
                ? UnitWords.LostDigits(UnitWords.AsSpreadsheet(draft.Code))
                : new Refused("organisations.import-twice", "代码 {0} 在第 {1} 行已经写过", draft.Code, drafts[draft.Code].Line.Number);
        }
        catch (Refused why)
        {
            return draft with { Why = why };
        }
    }

    private static string AboveOf(UnitLine line, UnitKind kind, string code)
    {
        var written = line.AboveCode.Length == 0 ? "" : UnitWords.Code(line.AboveCode);
        if (kind > UnitKind.Community)
            return written.Length > 0 ? written : throw new Refused("organisations.import-no-above", "园区和楼宇要写上级代码");
        if (!UnitWords.IsDivision(code) || code.Length != 12)
            throw new Refused("organisations.code-digits", "区划代码应为 12 位数字,请照官方代码表填写");
        var above = UnitWords.Above(kind, code);
        if ((kind > UnitKind.District || (written.Length > 0 && written != above)) && UnitWords.MayHaveLostDigits(code))
            throw UnitWords.LostDigits(UnitWords.AsSpreadsheet(code));
        return written.Length == 0 || written == above
            ? above
            : throw new Refused("organisations.import-above", "代码 {0} 的上级应是 {1},这里写的是 {2}", code, above, written);
    }

    // 街道 that only its communities name: added with them.
    private IEnumerable<PlannedUnit> Implied(PlannedUnit row)
    {
        var code = row.AboveCode;
        if (row.Why is not null || row.Line.AboveName.Length == 0 || !UnitWords.IsDivision(code)
            || standing.ContainsKey(code) || elsewhere.Contains(code) || drafts.ContainsKey(code))
            return [];
        var above = Draft(new UnitLine(row.Line.Number, code, row.Line.AboveName)) with { Implied = true };
        drafts[above.Code] = above;
        return [above];
    }

    private PlannedUnit Judge(PlannedUnit row)
    {
        if (judged.TryGetValue(row.Code, out var known))
            return known;
        try
        {
            if (!asked.Add(row.Code))
                throw new Refused("organisations.import-circle", "上级一环扣一环,回到了自己");
            if (elsewhere.Contains(row.Code))
                throw new Refused("organisations.import-elsewhere", "代码 {0} 属于您辖区以外的单位", row.Code);
            return judged[row.Code] = standing.TryGetValue(row.Code, out var unit) ? Correction(row, unit) : New(row);
        }
        catch (Refused why)
        {
            return judged[row.Code] = row with { Fate = UnitFate.Refused, Why = why };
        }
    }

    private PlannedUnit Correction(PlannedUnit row, Unit unit)
    {
        if (unit.ValidTo <= today)
            throw new Refused("organisations.import-closed", "“{0}”已撤销", unit.Name);
        if (row.Kind != unit.Kind)
            throw new Refused("organisations.import-level", "代码 {0} 现在是“{1}”,级别不同", unit.Code, unit.Name);
        var above = standing.Values.FirstOrDefault(u => u.Key == unit.ParentKey);
        if (above is not null && above.Code != row.AboveCode)
            throw new Refused("organisations.import-moved-unit", "“{0}”现在属于“{1}”;要改上级,请在它的页面上“调整隶属”", unit.Name, above.Name);
        CheckName(row.Name);
        var corrections = new List<UnitCorrection>();
        if (row.Name.Length > 0 && row.Name != unit.Name)
            corrections.Add(new("名称", unit.Name, row.Name));
        if (row.Year is { } year && year != unit.CreationYear)
            corrections.Add(new("创建年份", $"{unit.CreationYear}", $"{year}"));
        row = row with { Standing = unit, Path = unit.Path, AboveName = above?.Name ?? "", Corrections = corrections };
        if (corrections.Count == 0)
            return row with { Fate = UnitFate.Unchanged };
        if (!caller.Can(UnitImport.Right, unit.Path))
            throw new Refused("organisations.import-no-right", "您没有修改“{0}”的权限", unit.Name);
        if (row.Year is { } said && said != unit.CreationYear)
            NeedEnrolment(unit.Path);
        return row with { Fate = UnitFate.Changed };
    }

    private PlannedUnit New(PlannedUnit row)
    {
        if (row.Kind == UnitKind.City)
            throw new Refused("organisations.import-city", "组织树里没有这个市;市和区在第一次使用时登记");
        if (row.Name.Length == 0)
            throw new Refused("organisations.no-name", "请填写名称");
        CheckName(row.Name);
        var (name, kind, path) = Above(row);
        row = row with { AboveName = name };
        if (!UnitEntry.KindsBelow(kind).Contains(row.Kind!.Value))
            throw new Refused("organisations.import-below", "“{0}”下面不能加这一级", name);
        if (!caller.Can(UnitImport.Right, path))
            throw new Refused("organisations.import-no-right-below", "您没有在“{0}”下面加单位的权限", name);
        if (row.Kind > UnitKind.Community)
            DivisionCode.CheckOwn(row.Code);
        var segment = row.Kind > UnitKind.Community ? "?" : DivisionCode.Segment(row.Kind.Value, row.Code, row.AboveCode);
        if (row.Year is not null)
            NeedEnrolment(path);
        return row with { Fate = UnitFate.New, Path = $"{path}{segment}/" };
    }

    private (string Name, UnitKind Kind, string Path) Above(PlannedUnit row)
    {
        if (standing.TryGetValue(row.AboveCode, out var unit))
        {
            return unit.ValidTo <= today
                ? throw new Refused("organisations.above-closed", "“{0}”已撤销,不能再加下级", unit.Name)
                : (unit.Name, unit.Kind, unit.Path);
        }
        if (!drafts.TryGetValue(row.AboveCode, out var draft))
            throw new Refused("organisations.import-orphan", "上级 {0} 不在您的组织树里,表里也没有它的一行", row.AboveCode);
        var above = Judge(draft);
        return above.Fate == UnitFate.Refused
            ? throw new Refused("organisations.import-above-refused", "上级 {0} 没有导入,见第 {1} 行", row.AboveCode, above.Line.Number)
            : (above.Name, above.Kind!.Value, above.Path);
    }

    // Which units the year's programme counts is the district's to say.
    private void NeedEnrolment(string path)
    {
        if (!standing.Values.Any(u => u.Kind == UnitKind.District && path.StartsWith(u.Path, StringComparison.Ordinal)
            && caller.Can(UnitImport.Right, u.Path)))
            throw new Refused("organisations.enrolment", "创建年份决定创建统计,由区总工会填写,本单位不能修改");
    }

    private static void CheckName(string name)
    {
        if (name.Length > 100)
            throw new Refused("organisations.long-name", "名称超过 100 个字");
    }
}
