using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>Reads the rows of one roster: cells become values, and what cannot be understood becomes a fault.</summary>
/// <param name="settings">Columns, repairs and answers.</param>
/// <param name="places">The tree.</param>
/// <param name="caller">Who imports: rows outside that scope are refused.</param>
/// <param name="today">The day, China time.</param>
public sealed partial class LineReader(RosterSettings settings, Places places, Caller caller, DateOnly today)
{
    private const int Remembered = 20_000;
    private static readonly string[] Totals = ["合计", "总计", "小计", "共计"];
    private static readonly string[] Remarks = ["注", "备注", "说明", "填表", "填报", "制表", "审核", "联系"];

    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Concat(Enumerable.Range('\u3400', '\u9FFF' - '\u3400' + 1)).Select(c => (char)c),
            '\uFF08', '\uFF09', '\uFF0C', '\u3001']);

    private readonly int[] at = Positions(settings);
    private readonly Dictionary<(string, string), (Place? Place, Problem? Problem)> known = [];
    private readonly Dictionary<string, (string Section, string Class)?> industries = [];

    /// <summary>Whether a row is none of the roster: blank, a total, a remark below the table.</summary>
    public bool IsBeside(SheetRow row)
    {
        var filled = 0;
        foreach (var position in at)
            if (!row[position].IsEmpty)
                filled++;
        if (filled == 0)
            return true;
        var first = FirstText(row);
        var name = Cell(row, RosterColumn.Name).Text.Trim();
        return first.Length == 0
            || Totals.Contains(first.Replace(" ", "", StringComparison.Ordinal)) || Totals.Contains(name)
            || (filled <= 1 && Remarks.Any(r => first.StartsWith(r, StringComparison.Ordinal)));
    }

    private static string FirstText(SheetRow row)
    {
        foreach (var cell in row.Cells)
            if (!cell.IsEmpty && cell.Text.Trim() is { Length: > 0 } text)
                return text;
        return "";
    }

    /// <summary>Understands a row.</summary>
    public Line Read(SheetRow row)
    {
        var line = new Line { Row = row };
        ReadName(line);
        ReadCode(line);
        ReadPlace(line);
        line.Address = Words(line, RosterColumn.Address, 200);
        line.RegisteredAddress = Words(line, RosterColumn.RegisteredAddress, 200);
        line.EstablishedOn = Day(line, RosterColumn.EstablishedOn, today);
        ReadIndustry(line);
        if (Take(line, RosterColumn.Status) is { Length: > 0 } status)
        {
            line.Status = Reading.Words.Status(status);
            if (line.Status is null)
                Fail(line, RosterColumn.Status, status, Problem.Error("import.status", "看不懂经营状态“{0}”", status));
        }
        line.Headcount = People(line, RosterColumn.Headcount, RosterColumn.HeadcountOn, RosterColumn.HeadcountSource);
        line.Members = People(line, RosterColumn.Members, RosterColumn.MembersOn, RosterColumn.MembersSource);
        if (line.Members?.People > line.Headcount?.People)
            Fail(line, RosterColumn.Members, $"{line.Members.People}",
                Problem.Warning("import.members", "会员 {0} 人多于职工 {1} 人,请核对", line.Members.People, line.Headcount.People));
        ReadContact(line);
        ReadUnion(line);
        if (line.EstablishedOn is { } born)
            line.AskBeforeFirm(born);
        return line;
    }

    private void ReadName(Line line)
    {
        var text = Take(line, RosterColumn.Name);
        line.Name = NameOf(text);
        if (line.Name.Length == 0 && line.Faults.Exists(f => f.Column == RosterColumn.Name))
            return;
        if (line.Name.Length == 0)
            line.Faults.Add(new(RosterColumn.Name, "", Problem.Error("import.no-name", "没有企业名称")));
        else if (line.Name.Length is < 2 or > 120)
            Fail(line, RosterColumn.Name, text, Problem.Error("import.name-length", "企业名称应为 2 至 120 个字"));
        else if (Tidy(line.Name) is var tidy && tidy != line.Name)
            if (settings.Repairs.Contains(Repairs.Plain))
                line.Repair(RosterColumn.Name, line.Name = tidy);
            else
                line.Faults.Add(new(RosterColumn.Name, text,
                    Problem.Warning("import.full-width", "名称里有全角字母、数字或多余空格"), Repairs.Plain));
    }

    private void ReadCode(Line line)
    {
        var cell = Cell(line.Row, RosterColumn.CreditCode);
        var text = Take(line, RosterColumn.CreditCode);
        if (text.Length == 0)
            return;
        if (cell.Is(CellMarks.CodeBecameNumber) && !CreditCode.IsValid(text))
        {
            Fail(line, RosterColumn.CreditCode, text, Problem.Error("credit-code.spreadsheet",
                "“{0}”是表格软件把代码当成数字后的样子,原来的数字已经丢失;请把该列设为文本格式,重新填写18位代码", text));
            return;
        }
        var code = CreditCode.Normalise(text);
        var problem = CreditCode.Check(code);
        if (problem is not null)
            Fail(line, RosterColumn.CreditCode, text, problem);
        if (problem is null or { IsWarning: true })
            line.CreditCode = code;
    }

    private void ReadPlace(Line line)
    {
        var text = Take(line, RosterColumn.Community);
        line.Community = text.Length == 0 ? settings.Place : settings.Places.GetValueOrDefault(text);
        if (line.Community is { } chosen && text.Length > 0)
            Rewrite(line, chosen);
        else if (text.Length > 0)
        {
            var key = (text, Take(line, RosterColumn.Subdistrict));
            if (!known.TryGetValue(key, out var answer))
            {
                answer = places.Find(key.text, key.Item2);
                if (known.Count < Remembered)
                    known[key] = answer;
            }
            line.Community = answer.Place?.Path;
            if (answer.Problem is { } problem)
                line.Faults.Add(new(RosterColumn.Community, text, problem, Repairs.Place));
        }
        else if (line.Community is null)
            line.Faults.Add(new(RosterColumn.Community, "", Problem.Error("import.no-place", "没有社区;请补上,或为整个文件选定社区")));
        if (line.Community is not { } path)
            return;
        if (!caller.Can(ImportScope.Right, path))
            line.Faults.Add(new(RosterColumn.Community, text,
                Problem.Error("import.out-of-scope", "“{0}”不在您的辖区", text.Length > 0 ? text : places.NameOf(path))));
        line.Place = path;
        var park = Take(line, RosterColumn.Park);
        if (park.Length > 0 && places.Park(path, park) is { } there)
            line.Place = there;
        else if (park.Length > 0)
            line.Faults.Add(new(RosterColumn.Park, park,
                Problem.Warning("import.park", "社区里没有名为“{0}”的园区或楼宇,先归入社区", park)));
    }

    private void ReadIndustry(Line line)
    {
        var text = Take(line, RosterColumn.Industry);
        if (text.Length == 0)
            return;
        if (!industries.TryGetValue(text, out var read))
        {
            read = Industries.Read(text, settings.Industry2002);
            if (industries.Count < Remembered)
                industries[text] = read;
        }
        if (read is { } industry)
            (line.Section, line.Industry) = industry;
        else
            Fail(line, RosterColumn.Industry, text, Problem.Error("import.industry",
                "看不懂行业“{0}”,请填门类字母(如 C)、国标代码(如 3911)或门类名称", text));
    }

    private Figure? People(Line line, RosterColumn column, RosterColumn on, RosterColumn from)
    {
        var text = Take(line, column);
        var day = Day(line, on, today);
        var source = settings.Source;
        if (Take(line, from) is { Length: > 0 } words)
        {
            if (Reading.Words.Source(words) is { } named)
                source = named;
            else
                Fail(line, from, words, Problem.Error("import.source", "看不懂来源“{0}”,可填社保、年报、走访、自报、名册", words));
        }
        if (text.Length == 0)
            return null;
        var (problem, repairable) = Numbers.Read(text, settings.Repairs.Contains(Repairs.Numbers), out var people);
        if (problem is null && repairable)
            line.Repair(column, people.ToString(CultureInfo.InvariantCulture));
        if (problem is null)
            return new(people, day, source);
        Fail(line, column, text, problem, repairable ? Repairs.Numbers : "");
        return null;
    }

    private void ReadContact(Line line)
    {
        line.Contact = Words(line, RosterColumn.Contact, 60);
        line.ContactRole = Words(line, RosterColumn.ContactRole, 40);
        var text = Take(line, RosterColumn.Phone);
        if (text.Length == 0)
            return;
        if (Phone.Check(text, contact: true) is not { } problem)
        {
            line.Phone = Phone.Normalise(text);
            return;
        }
        var repaired = FirstPhone(text);
        if (repaired is not null && settings.Repairs.Contains(Repairs.Phones))
            line.Repair(RosterColumn.Phone, line.Phone = repaired);
        else
            Fail(line, RosterColumn.Phone, text, problem, repaired is null ? "" : Repairs.Phones);
    }

    private void ReadUnion(Line line)
    {
        var words = Take(line, RosterColumn.UnionForm);
        var name = Words(line, RosterColumn.UnionName, 120);
        if (name is "无" or "-" or "/" or "未建")
            name = "";
        var (read, form) = Reading.Words.Form(words, name);
        if (!read)
            Fail(line, RosterColumn.UnionForm, words,
                Problem.Error("import.form", "看不懂建会形式“{0}”,可填独立工会、联合工会、工会小组、组织员", words));
        line.SaysOnlyYes = form is null && Reading.Words.SaysOnlyYes(words);
        if (line.SaysOnlyYes)
            (form, name) = Meant(line, words);
        line.UnionForm = form;
        line.UnionSince = Day(line, RosterColumn.UnionSince, today);
        line.SignedOn = Day(line, RosterColumn.SignedOn, today);
        line.TermFrom = Day(line, RosterColumn.TermFrom, today);
        line.TermEnd = Day(line, RosterColumn.TermEnd, today.AddYears(12));
        ReadVitality(line);
        var code = Take(line, RosterColumn.UnionCode);
        if (code.Length > 0 && CreditCode.Check(code) is { } problem)
            Fail(line, RosterColumn.UnionCode, code, problem);
        line.UnionCode = code.Length > 0 && CreditCode.IsValid(code) ? CreditCode.Normalise(code) : null;
        if (form is null)
            return;
        line.UnionName = name.Length > 0 ? name : form switch
        {
            UnionForm.Own => line.Name + "工会委员会",
            UnionForm.Group => line.Name + "工会小组",
            UnionForm.Organiser => line.Name + "工会组织员",
            _ => "",
        };
        if (line.UnionName.Length is 0 or > 120)
            Fail(line, RosterColumn.UnionName, name, Problem.Error("import.union-name", "联合工会请填写工会名称(不超过 120 字)"));
        if (line.UnionName.Length is 0 or > 120)
            line.UnionForm = null;
        if (form is UnionForm.Joint && line.SignedOn is null)
            line.Faults.Add(new(RosterColumn.SignedOn, "",
                Problem.Warning("import.unsigned", "没有加入联合工会的签署日期,签署前不计入覆盖")));
        if ((line.TermFrom ?? line.UnionSince) >= line.TermEnd)
            Fail(line, RosterColumn.TermEnd, Take(line, RosterColumn.TermEnd),
                Problem.Error("import.term", "届满日期早于届期开始,请核对"));
    }

    // Somebody says once for the file what 是 means; until then the unit is taken and no union registered.
    private (UnionForm? Form, string Name) Meant(Line line, string words)
    {
        if (settings.BareUnion is BareUnion.Own)
            return (UnionForm.Own, "");
        if (settings.BareUnion is BareUnion.Joint && settings.JointName.Length > 0)
            return (UnionForm.Joint, settings.JointName);
        line.Faults.Add(new(RosterColumn.UnionForm, words, Problem.Warning("import.bare-union",
            "“{0}”没有写明建会形式,不登记工会,列为待核实", words)));
        return (null, "");
    }

    private static string? FirstPhone(string text)
    {
        var plain = Plain.Fold(text);
        foreach (var part in PhoneEnds().Split(plain).Prepend(plain))
        {
            if (part.Trim().Length == 0)
                continue;
            if (Phone.Check(part, contact: true) is null)
                return Phone.Normalise(part);
            if (Phone.Check("0755-" + part.Trim(), contact: true) is null)
                return Phone.Normalise("0755-" + part.Trim());
        }

        return null;
    }

    [GeneratedRegex(@"[\s\p{Cf}\p{Cc}]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<=[\u3400-\u9FFF()\uFF08\uFF09]) | (?=[\u3400-\u9FFF()\uFF08\uFF09])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex InnerBlanks();

    [GeneratedRegex(@"[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FullWidth();

    [GeneratedRegex(@"[/,;\u3001\s]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PhoneEnds();
}
