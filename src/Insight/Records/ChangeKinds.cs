using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Organisations.Teams;

namespace Gonglian.Insight.Records;

/// <summary>What change records tell of, and what was done, in words.</summary>
public static class ChangeKinds
{
    /// <summary>The kinds by which the list is narrowed: code, word, the subjects of the records.</summary>
    public static IReadOnlyList<(string Code, string Title, string[] Subjects)> All { get; } =
    [
        ("enterprise", "企业档案", ["enterprise"]),
        ("union", "工会", ["union"]),
        ("unit", "组织", ["unit"]),
        ("account", "账号与授权", ["user", "role"]),
        ("import", "导入", ["import"]),
        ("export", "导出", ["enterprises", "union-list", "vacancy-list", "change-records"]),
    ];

    /// <summary>The subjects of a kind; nothing where there is no such kind.</summary>
    public static string[]? SubjectsOf(string? kind) => All.FirstOrDefault(k => k.Code == kind).Subjects;

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
        _ => All.FirstOrDefault(k => k.Subjects?.Contains(change.Subject) == true).Title ?? "其他",
    }];

    /// <summary>What was done.</summary>
    public static string Action(Change change, Texts words) => words[change.Action switch
    {
        "add" => "新增",
        "edit" => ChangeWords.IsTakenBack(change) ? "撤销排除" : "修改",
        "import" => "导入",
        "remove" => "删除",
        "tell" => "更新事实",
        "reveal" => "查看电话",
        "export" => "导出",
        "merge" => "合并档案",
        "withdraw" => "随撤销导入收回",
        "undo" => "撤销导入",
        "sign-in" => "登录",
        "sign-out" => "退出登录",
        "sign-in-refused" => "登录被拒绝",
        _ => "其他",
    }];
}
