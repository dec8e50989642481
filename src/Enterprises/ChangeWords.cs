using System.Globalization;
using System.Text.Json;
using Gonglian.Enterprises.Imports;
using Gonglian.Enterprises.Imports.Pages;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;

namespace Gonglian.Enterprises;

/// <summary>A change record in words: what was done, by whom, when, from what to what.</summary>
public static class ChangeWords
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["Name"] = "名称",
        ["CreditCode"] = "信用代码",
        ["Section"] = "行业门类",
        ["Industry"] = "行业小类",
        ["EstablishedOn"] = "成立日期",
        ["Address"] = "经营地址",
        ["RegisteredAddress"] = "注册地址",
        ["Headcount"] = "职工人数",
        ["Members"] = "会员人数",
        ["Workplace"] = "经营地",
        ["Status"] = "经营状态",
        ["Verified"] = "核实",
        ["UnionForm"] = "建会形式",
        ["Joining"] = "加入工会",
        ["Leave"] = "退出工会",
        ["Signed"] = "补登签署日期",
        ["Role"] = "职务",
        ["Phone"] = "电话",
        ["Code"] = "排除代码",
        ["Reason"] = "理由",
        ["State"] = "处理结果",
        [nameof(Contact)] = "联系人",
        [nameof(Exclusion)] = "排除",
        ["DecidedBy"] = "处理人",
        ["Declined"] = "不同意的理由",
        ["EffectiveFrom"] = "生效日",
        ["EffectiveTo"] = "截止日",
        [Corrections.Field] = "导入时手工改正",
    };

    /// <summary>The part of a told fact that says that it is of another day than what counts now, and changes nothing of that.</summary>
    public const string Beside = "Beside";

    /// <summary>A field of an enterprise's records by its Chinese title; nothing where it has none.</summary>
    public static string? Field(string name) => Fields.GetValueOrDefault(name);

    /// <summary>One entry of the timeline.</summary>
    /// <param name="change">The record.</param>
    /// <param name="words">The reader's language.</param>
    /// <param name="place">The name of a path.</param>
    /// <param name="file">The file that brought it, where an import did.</param>
    public static TimelineEntry Entry(Change change, Texts words, Func<string, string> place, string? file = null) => new(
        Title(change, words, place),
        $"{change.By} · {China.Time(change.At).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}"
        + (change.Reason is null ? "" : $" · {change.Reason}") + (file is null ? "" : $" · {words["导入“{0}”", file]}"),
        change.Action switch { "add" => Tone.Good, "remove" => Tone.Bad, "reveal" => Tone.Warn, _ => Tone.Plain });

    /// <summary>What was done, in one line, with the first of what changed.</summary>
    public static string Title(Change change, Texts words, Func<string, string> place)
    {
        var done = Done(change, words);
        var what = Changes(change, words, place).Take(3).Select(c => c.Before.Length == 0 || c.Before == c.After
            ? $"{c.Field} {c.After}"
            : $"{c.Field} {c.Before} → {c.After}");
        var details = string.Join(words.English ? ", " : "、", what);
        return details.Length == 0 ? done : $"{done}{(words.English ? ": " : ":")}{details}";
    }

    /// <summary>What was done to what: 修改联系人.</summary>
    public static string Done(Change change, Texts words) => words[(change.Row, change.Action) switch
    {
        _ when Decision(change) is { } decision => decision.Title,
        (_, "reveal") => "查看了联系电话",
        (_, "tell") => "更新事实",
        (_, "undo") => "撤销导入",
        (_, "merge") => "合并档案",
        (nameof(Contact), "add") => "登记联系人",
        (nameof(Contact), "remove") => "删除联系人",
        (nameof(Contact), _) => "修改联系人",
        (nameof(Exclusion), "add") => "登记排除",
        (nameof(Exclusion), _) => "修改排除",
        (nameof(Document), "add") => "登记文件",
        (nameof(Document), _) => "修改文件",
        (_, "add") => "登记档案",
        (_, "remove") => "删除档案",
        _ => "修改档案",
    }];

    /// <summary>What was decided of an exclusion, as a code for programs and in words; nothing where the record is of something else.</summary>
    public static (string Code, string Title)? Decision(Change change)
    {
        if (change is not { Row: nameof(Exclusion), Action: "edit" })
            return null;
        var after = Values(change.After);
        if (after.TryGetValue(nameof(Exclusion.SupersededAt), out var at) && at.ValueKind == JsonValueKind.String)
            return ("revoke", "撤销排除");
        if (!after.TryGetValue(nameof(Exclusion.State), out var state))
            return null;
        if (state.GetString() == nameof(ExclusionState.Confirmed))
            return ("confirm", "已同意排除");
        var isOwn = after.TryGetValue(nameof(Exclusion.ProposedById), out var proposer)
            && proposer.ValueKind == JsonValueKind.String && proposer.GetString() == change.UserId?.ToString();
        return isOwn ? ("retract", "已撤回排除") : ("decline", "未同意排除");
    }

    /// <summary>Whether an empty value says that there was or is nothing; in other records it says that nothing is told.</summary>
    public static bool TellsNothing(Change change) => change is { Action: "edit" or "move", Row: not nameof(Exclusion) };

    /// <summary>Field by field, before and after; sealed values stay shut, and what says nothing is left out.</summary>
    public static IReadOnlyList<(string Field, string Before, string After)> Changes(
        Change change, Texts words, Func<string, string> place)
    {
        var before = Values(change.Before);
        var after = Values(change.After);
        var rows = new List<(string, string, string)>();
        foreach (var name in after.Keys.Union(before.Keys))
            if (Called(change.Row, name) is { } title)
                rows.Add((words[title], Shown(name, before, words, place), Shown(name, after, words, place)));
        var none = TellsNothing(change) ? words["空"] : "";
        return
        [
            .. rows.Where(r => r.Item2.Length + r.Item3.Length > 0)
                .Select(r => (r.Item1, r.Item2.Length > 0 ? r.Item2 : none, r.Item3.Length > 0 ? r.Item3 : none)),
        ];
    }

    private static string? Called(string row, string field) => (row, field) switch
    {
        (nameof(Contact), "Name") => "姓名",
        (nameof(Document), "Name") => "文件名",
        _ => Field(field),
    };

    private static Dictionary<string, JsonElement> Values(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static string Shown(
        string name, Dictionary<string, JsonElement> values, Texts words, Func<string, string> place)
    {
        if (!values.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return "";
        if (name == "Phone")
            return "······";
        if (name == Corrections.Field)
            return Corrected(value, words);
        if (value.ValueKind != JsonValueKind.Object)
            return Word(name, value, words, place);
        return string.Join(' ', value.EnumerateObject().Where(p => p.Name != "Phone" && !IsMark(name, p.Name) && p.Value.ValueKind != JsonValueKind.Null)
            .Select(p => Word(Inside(name, p.Name), p.Value, words, place)).Distinct());
    }

    /// <summary>Whether a part of a field's value is only a mark: that a day was one of verifying.</summary>
    public static bool IsMark(string field, string part) => (field, part) == (nameof(FactKind.Verified), "Value");

    /// <summary>What a part of a field's value tells of: the value of a fact speaks as the field does.</summary>
    public static string Inside(string field, string part) => part == "Value" ? field : part;

    /// <summary>Which cells of a roster were typed by hand, and by whom.</summary>
    public static string Corrected(JsonElement value, Texts words) => string.Join(words["、"], value.EnumerateArray().Select(typed =>
        $"{string.Join(words["、"], typed.GetProperty("Columns").EnumerateArray().Select(c => StateWords.Column(c.GetString()!, words)))}"
        + $"({typed.GetProperty("By").GetString()})"));

    /// <summary>One value in words: a place by its name, a code by its title, anything else as it stands.</summary>
    /// <param name="field">The field that holds it: the same word means different things in different fields.</param>
    /// <param name="value">The value.</param>
    /// <param name="words">The reader's language.</param>
    /// <param name="place">The name of a path.</param>
    public static string Word(string field, JsonElement value, Texts words, Func<string, string> place)
    {
        if (field == Beside)
            return words["当日数,现在采用的不变"];
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (field == "Status" && Enum.TryParse<OperatingStatus>(text, out var status))
            return words[status.Title()];
        if (field == "Section" && Sections.Title(text) is { Length: > 0 } section)
            return words[section];
        if (field == nameof(Exclusion))
            return string.Join(words["、"], text.Split(' ').Select(c => Coded(c, words)));
        if (text.EndsWith('/') && char.IsAsciiDigit(text[0]))
            return place(text);
        return text.Length == 0 || !char.IsAsciiLetter(text[0]) || field == "Name" ? text : Coded(text, words);
    }

    private static string Coded(string text, Texts words)
    {
        if (Enum.TryParse<ExclusionState>(text, out var state))
            return words[state switch
            {
                ExclusionState.Proposed => "待确认",
                ExclusionState.Confirmed => "同意排除",
                _ => "未同意",
            }];
        if (Enum.TryParse<FactSource>(text, out var source))
            return words[source.Title()];
        if (Enum.TryParse<Organisations.Unions.UnionForm>(text, out var form))
            return words[form.Title()];
        return Enum.TryParse<ExclusionCode>(text, out var code) ? words[code.Title()] : text;
    }
}
