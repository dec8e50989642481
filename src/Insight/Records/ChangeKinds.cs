using System.Text.Json;
using Gonglian.Access;
using Gonglian.Access.SigningIn;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Organisations;
using Gonglian.Organisations.Teams;

namespace Gonglian.Insight.Records;

/// <summary>What change records tell of, and what was done, in words.</summary>
public static class ChangeKinds
{
    /// <summary>The kind of everything, those who signed in and out included.</summary>
    public const string Everything = "all";

    /// <summary>The kind of those who signed in and out, or were refused; the other kinds leave them out.</summary>
    public const string SignIns = "sign-in";

    /// <summary>The kind of what was tried and refused.</summary>
    public const string Refusals = Attempts.Action;

    /// <summary>The kind of personal data that somebody looked at.</summary>
    public const string Reveals = "reveal";

    private static readonly string[] SigningIn = ["sign-in", "sign-out", "sign-in-refused", "code-refused", "password-refused", "key-refused"];

    private static readonly string[] Refused = [Refusals, "sign-in-refused", "code-refused", "password-refused", "key-refused"];

    /// <summary>The kinds by which the list is narrowed: code, word, the subjects of the records.</summary>
    public static IReadOnlyList<(string Code, string Title, string[] Subjects)> All { get; } =
    [
        ("enterprise", "企业档案", ["enterprise"]),
        ("union", "工会", ["union"]),
        ("unit", "组织", ["unit"]),
        ("group", "分组", ["unit-group"]),
        ("account", "账号与授权", ["user", "role", "sign-in-rules"]),
        ("program", "程序接入", ["program"]),
        ("import", "导入", ["import"]),
        ("definition", "指标口径", ["definition"]),
        ("snapshot", "快照", ["snapshot"]),
        ("figures", "指标数", ["figures"]),
        ("keys", "密钥", ["keys"]),
        ("export", "导出", ["enterprises", "union-list", "vacancy-list", "change-records"]),
    ];

    /// <summary>The records of a kind; where no kind is named, all but the sign-ins, which would bury the others.</summary>
    public static IQueryable<Change> OfKind(this IQueryable<Change> records, string? kind)
    {
        if (kind == Everything)
            return records;
        if (kind == SignIns)
            return records.Where(c => SigningIn.Contains(c.Action));
        if (kind == Refusals)
            return records.Where(c => Refused.Contains(c.Action));
        if (kind == Reveals)
            return records.Where(c => c.Action == Reveals);
        records = records.Where(c => !SigningIn.Contains(c.Action));
        return All.FirstOrDefault(k => k.Code == kind).Subjects is { } subjects
            ? records.Where(c => subjects.Contains(c.Subject)) : records;
    }

    /// <summary>What a record tells of: the row that changed where it is a part of something, otherwise the thing itself.</summary>
    public static string Title(Change change, Texts words) => words[change.Row switch
    {
        nameof(Contact) => "联系人",
        nameof(Exclusion) => "排除",
        nameof(Document) => "文件",
        nameof(Post) => "任职",
        nameof(PartyOrganisation) => "党组织",
        nameof(Granted) => "授权",
        nameof(Role) => "角色",
        nameof(Proposal) => "提议",
        _ => All.FirstOrDefault(k => k.Subjects?.Contains(change.Subject) == true).Title ?? "其他",
    }];

    /// <summary>Likewise as a code for programs: the name of the part, otherwise the code of the kind.</summary>
    public static string Code(Change change) => change.Row switch
    {
        nameof(Contact) or nameof(Exclusion) or nameof(Document) or nameof(Post) or nameof(PartyOrganisation) or nameof(Role) =>
            JsonNamingPolicy.KebabCaseLower.ConvertName(change.Row),
        nameof(Granted) => "grant",
        _ => All.FirstOrDefault(k => k.Subjects?.Contains(change.Subject) == true).Code ?? "other",
    };

    /// <summary>All codes of <see cref="Code"/>.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. All.Select(k => k.Code), "contact", "exclusion", "document", "post", "party-organisation", "role", "grant", "other"];

    /// <summary>What was done, as a code: what the record says, and of a decision about an exclusion what was decided.</summary>
    public static string Deed(Change change) => ChangeWords.Decision(change)?.Code ?? change.Action;

    /// <summary>All codes of <see cref="Deed"/>.</summary>
    public static IReadOnlyList<string> Deeds { get; } =
    [
        "add", "edit", "move", "import", "remove", "tell", "reveal", "export", "merge", "withdraw", "undo", "confirm", "decline",
        "retract", "revoke", "repair", "session-ended", "second-step-set", "second-step-removed", "recovery-codes-made",
        "passkey-added", "passkey-removed", Refusals,
        .. SigningIn,
    ];

    /// <summary>What was done.</summary>
    public static string Action(Change change, Texts words) => words[change.Action switch
    {
        "add" => "新增",
        "edit" => ChangeWords.Decision(change)?.Title ?? "修改",
        "move" => "已调整隶属",
        "import" => "导入",
        "remove" => "删除",
        "tell" => UnitChanges.IsTakenBack(change) ? "已收回" : "更新事实",
        "reveal" => "查看电话",
        "export" => "导出",
        "merge" => "合并档案",
        "withdraw" => "随撤销导入收回",
        "undo" => "撤销导入",
        "repair" => "按事实更正",
        "sign-in" => "登录",
        "sign-out" => "退出登录",
        "sign-in-refused" => "登录被拒绝",
        "code-refused" => "第二步验证输错",
        "session-ended" => "结束了一处登录",
        "second-step-set" => "设置了第二步验证",
        "second-step-removed" => "移除了第二步验证",
        "passkey-added" => "添加了通行密钥",
        "passkey-removed" => "移除了通行密钥",
        "recovery-codes-made" => "生成了新的恢复码",
        "password-refused" => "核对密码时输错",
        "key-refused" => "程序密钥被拒绝",
        Refusals => "操作被拒绝",
        "rotate" => "轮换密钥",
        _ => "其他",
    }];
}
