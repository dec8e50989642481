using System.Globalization;
using System.Text.Json;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Organisations;

/// <summary>A change record of a unit or a union in words: what was done, by whom, when, from what to what.</summary>
public static class UnitChanges
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["Above"] = "隶属",
        ["Name"] = "名称",
        ["Code"] = "代码",
        ["ValidFrom"] = "设立",
        ["ValidTo"] = "撤销",
        ["Statistical"] = "统计用",
        ["CreationYear"] = "创建年份",
        ["Kind"] = "类别",
        ["Person"] = "姓名",
        ["Office"] = "职务",
        ["EffectiveFrom"] = "任职",
        ["EffectiveTo"] = "离任",
        ["Secretary"] = "书记",
        ["Venue"] = "阵地",
        ["CreditCode"] = "信用代码",
        ["Form"] = "建会形式",
        ["Life"] = "成立",
        ["LifeEnds"] = "撤销",
        ["Term"] = "换届",
        ["TermEnds"] = "届满",
        ["Chair"] = "主席",
        ["ChairFrom"] = "主席任职",
        ["ChairTo"] = "主席离任",
        ["Activity"] = "活动",
        ["ActivityOn"] = "活动日期",
        ["Months"] = "报送月份",
        ["Filing"] = "已报送月份",
        ["Source"] = "来源",
    };

    /// <summary>One entry of the timeline.</summary>
    public static TimelineEntry Entry(Change change, Texts words) => new(
        Title(change, words),
        $"{change.By} · {China.Time(change.At).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}"
        + (change.Reason is null ? "" : $" · {change.Reason}"),
        change.Action switch { "add" => Tone.Good, "remove" => Tone.Bad, _ => Tone.Plain });

    /// <summary>What was done, in one line.</summary>
    public static string Title(Change change, Texts words)
    {
        var done = words[(change.Row, change.Action) switch
        {
            (_, "tell") => IsTakenBack(change) ? "已收回" : "更新事实",
            (_, "move") => "已调整隶属",
            (nameof(Post), "add") => "登记任职",
            (nameof(Post), _) => "修改任职",
            (nameof(PartyOrganisation), "add") => "登记党组织",
            (nameof(PartyOrganisation), _) => "修改党组织",
            (nameof(Union), "add") => "登记工会",
            (nameof(Union), _) => "修改工会",
            (_, "add") => "登记单位",
            _ => "修改单位",
        }];
        var (before, after) = (Values(change.Before), Values(change.After));
        var what = Fields.Where(f => before.ContainsKey(f.Key) || after.ContainsKey(f.Key))
            .Select(f => (Field: words[f.Value], Was: Word(f.Key, before, words), Is: Word(f.Key, after, words)))
            .Where(f => f.Was != f.Is)
            .Select(f => IsTakenBack(change) ? $"{f.Field} {f.Was}"
                : f.Was.Length == 0 && change is not { Action: "edit", Row: nameof(Unit) } ? $"{f.Field} {f.Is}" : $"{f.Field} {Or(f.Was)} → {Or(f.Is)}");
        var details = string.Join(words.English ? ", " : "、", what);
        if (change is { Row: nameof(Post), Action: "edit" or "remove" } && before.ContainsKey("Person"))
            done = $"{done} {Word("Kind", before, words)} {Word("Person", before, words)}";
        return details.Length == 0 ? done : $"{done}{(words.English ? ": " : ":")}{details}";

        string Or(string said) => said.Length > 0 ? said : words["空"];
    }

    /// <summary>Whether something that was told of a union was taken back: nothing is told in its place.</summary>
    public static bool IsTakenBack(Change change) =>
        change is { Row: nameof(Union), Action: "tell" } && Values(change.After).Count == 0 && Values(change.Before).Count > 0;

    private static Dictionary<string, JsonElement> Values(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static string Word(string field, Dictionary<string, JsonElement> values, Texts words)
    {
        if (!values.TryGetValue(field, out var value))
            return "";
        var text = value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => "",
            JsonValueKind.True => words["是"],
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Object => string.Join(" – ", value.EnumerateObject()
                .Where(p => p.Value.ValueKind == JsonValueKind.String).Select(p => Day(p.Name, p.Value.GetString()!))),
            _ => value.GetRawText(),
        };
        if (field is not ("Kind" or "Form"))
            return text;
        if (Enum.TryParse<UnitKind>(text, out var unit))
            return words[unit.Title()];
        if (Enum.TryParse<PostKind>(text, out var post))
            return words[post.Title()];
        return Enum.TryParse<UnionForm>(text, out var form) ? words[form.Title()] : text;
    }

    /// <summary>A part of a time in a record: records hold the first day after it, people read its last day.</summary>
    public static string Day(string part, string text) =>
        part == "To" && DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var after) ? Cells.Day(after.AddDays(-1)) : text;
}
