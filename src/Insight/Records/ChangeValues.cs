using System.Collections.Frozen;
using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;

namespace Gonglian.Insight.Records;

/// <summary>One field of a change record, in words.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Before">What stood there; empty for nothing.</param>
/// <param name="After">What stands there; empty for nothing.</param>
/// <param name="Words">The reader's language.</param>
public sealed record FieldChange(string Title, string Before, string After, Texts Words)
{
    /// <summary>A value behind the field's title.</summary>
    public string Titled(string value) => Words["{0}:{1}", Title, value];

    /// <summary>The change in one line; what is new has nothing before it.</summary>
    public override string ToString() => Before.Length == 0 ? Titled(After) : $"{Titled(Before)} → {After}";
}

/// <summary>The values of a change record, field by field, in words. What is sealed is named and stays shut.</summary>
/// <param name="db">The context; its model knows what is sealed.</param>
/// <param name="words">The reader's language.</param>
/// <param name="place">The name of a path.</param>
internal sealed class ChangeValues(AppDb db, Texts words, Func<string, string> place)
{
    // Beside the fields that the enterprise's own records have titles for.
    private static readonly FrozenDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["Code"] = "代码",
        ["DecidedAt"] = "处理时间",
        ["ProposedAt"] = "提出时间",
        ["ProposedBy"] = "提出人",
        ["ValidFrom"] = "设立",
        ["ValidTo"] = "撤销",
        ["Statistical"] = "统计用",
        ["CreationYear"] = "创建年份",
        ["Kind"] = "类别",
        ["Person"] = "姓名",
        ["Office"] = "职务",
        ["Secretary"] = "书记",
        ["Venue"] = "阵地",
        ["Form"] = "建会形式",
        ["Life"] = "成立",
        ["LifeEnds"] = "撤销",
        ["Term"] = "换届",
        ["TermEnds"] = "届满",
        ["Source"] = "来源",
        ["Login"] = "登录名",
        ["Path"] = "单位",
        ["PasswordSetAt"] = "密码设置于",
        ["MustChange"] = "待本人改密码",
        ["LockedUntil"] = "锁定至",
        ["Disabled"] = "停用",
        ["RoleCode"] = "角色",
        ["Deny"] = "禁止进入",
        ["Ended"] = "提前收回",
        ["Sample"] = "示例",
        ["Rows"] = "行数",
        ["Filter"] = "筛选条件",
        ["Columns"] = "列",
        ["Format"] = "格式",
    }.ToFrozenDictionary();

    // Row and field, of every column that is sealed.
    private readonly HashSet<(string, string)> shut =
    [
        .. from entity in db.Model.GetEntityTypes()
           from property in entity.GetProperties()
           where property.ClrType == typeof(Sealed)
           select (entity.ClrType.Name, property.Name),
    ];

    /// <summary>What changed, field by field; what says nothing is left out.</summary>
    public IReadOnlyList<FieldChange> Of(Change change)
    {
        var (before, after) = (Told(change, change.Before), Told(change, change.After));
        return [.. after.Keys.Union(before.Keys).Select(field => new FieldChange(
                words[Title(field)], before.GetValueOrDefault(field, ""), after.GetValueOrDefault(field, ""), words))
            .Where(f => f.Before.Length + f.After.Length > 0)];
    }

    private Dictionary<string, string> Told(Change change, string? json)
    {
        if (json is null)
            return [];
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().Where(f => !IsTechnical(f.Name))
            .ToDictionary(f => f.Name, f => Word(change.Row, f.Name, f.Value));
    }

    private static string Title(string field) => Titles.GetValueOrDefault(field) ?? ChangeWords.Field(field) ?? field;

    // Keys, ids and hashes tell a person nothing.
    private static bool IsTechnical(string field) => field is "Hash" or "PhoneTail"
        || field.EndsWith("Id", StringComparison.Ordinal) || field.EndsWith("Key", StringComparison.Ordinal);

    private string Word(string row, string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        _ when shut.Contains((row, field)) => words["已加密"],
        JsonValueKind.String when field.EndsWith("At", StringComparison.Ordinal) && value.TryGetDateTime(out var at) =>
            Cells.Words(at, ColumnKind.Instant),
        JsonValueKind.True => words["是"],
        JsonValueKind.False => words["否"],
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject()
            .Where(p => !IsTechnical(p.Name)).Select(p => Word(row, p.Name, p.Value)).Where(w => w.Length > 0)),
        JsonValueKind.Array => string.Join(words["、"], value.EnumerateArray().Select(v => Word(row, field, v))),
        JsonValueKind.String when (row, field) is (nameof(Unit), "Kind") && Enum.TryParse<UnitKind>(value.GetString(), out var kind) =>
            words[kind.Title()],
        JsonValueKind.String when (row, field) is (nameof(Post), "Kind") && Enum.TryParse<PostKind>(value.GetString(), out var kind) =>
            words[kind.Title()],
        _ => ChangeWords.Word(value, words, place),
    };
}
