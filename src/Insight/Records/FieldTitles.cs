using System.Collections.Frozen;
using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Definitions;
using Gonglian.Insight.Snapshots;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;

namespace Gonglian.Insight.Records;

/// <summary>What the fields of change records are called. A name of the program itself is never shown.</summary>
public static class FieldTitles
{
    /// <summary>What stands for a field that has no title.</summary>
    public const string Other = "其他内容";

    // Where a word means something else in one kind of row.
    private static readonly FrozenDictionary<(string Row, string Field), string> OfRow =
        new Dictionary<(string, string), string>
        {
            [(nameof(User), "Name")] = "姓名",
            [(nameof(Contact), "Name")] = "姓名",
            [(nameof(Document), "Name")] = "文件名",
            [(nameof(Document), "At")] = "放入时间",
            [(nameof(Document), "By")] = "放入人",
            [(nameof(Unit), "Kind")] = "层级",
            [(nameof(Post), "Kind")] = "岗位",
            [(nameof(Post), "EffectiveFrom")] = "任职",
            [(nameof(Post), "EffectiveTo")] = "离任",
            [(nameof(Granted), "EffectiveFrom")] = "开始日",
            [(nameof(Granted), "EffectiveTo")] = "截止日",
            [(nameof(Proposal), "Name")] = "角色名称",
            [(nameof(Proposal), "EffectiveFrom")] = "开始日",
            [(nameof(Proposal), "EffectiveTo")] = "截止日",
            [(nameof(Proposal), "Reason")] = "理由",
            [(nameof(Exclusion), "Code")] = "原因",
            [(nameof(Exclusion), "Reason")] = "说明",
            [(nameof(Exclusion), "EffectiveFrom")] = "从哪一天起",
            [(nameof(Exclusion), "SupersededAt")] = "撤销时间",
            [(nameof(Definition), "ValidFrom")] = "从哪一天起",
            [(nameof(Definition), "Number")] = "版本",
            [(nameof(SnapshotRequest), "ScopeName")] = "范围",
            [(nameof(SnapshotRequest), "Month")] = "月末",
            [(nameof(SnapshotRequest), "Number")] = "序号",
            [(nameof(SnapshotRequest), "KnownOn")] = "冻结时刻",
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Titles = new Dictionary<string, string>
    {
        ["Code"] = "代码",
        ["Confirmed"] = "是否确认",
        ["DecidedBy"] = "处理人",
        ["Answer"] = "答复",
        ["LapsesAt"] = "失效时间",
        ["DelegationDays"] = "委托最长多少天",
        ["DecidedAt"] = "处理时间",
        ["ProposedAt"] = "提出时间",
        ["ProposedBy"] = "提出人",
        ["GrantedBy"] = "授权人",
        ["RemovedAt"] = "移除时间",
        ["Size"] = "字节数",
        ["Rights"] = "权限",
        ["Above"] = "隶属",
        ["ValidFrom"] = "设立",
        ["ValidTo"] = "撤销",
        ["Statistical"] = "统计用",
        ["CreationYear"] = "创建年份",
        ["Person"] = "姓名",
        ["Office"] = "职务",
        ["Secretary"] = "书记",
        ["Venue"] = "阵地",
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
        ["Envelope"] = "封套",
        ["Rewrapped"] = "改封的密钥",
        ["Algorithm"] = "算法",
        ["What"] = "尝试的操作",
        ["Why"] = "缺少的权限",
        ["Login"] = "登录名",
        ["Path"] = "单位",
        ["PasswordSetAt"] = "密码设置于",
        ["MustChange"] = "待本人改密码",
        ["LockedUntil"] = "锁定至",
        ["Disabled"] = "停用",
        ["RoleCode"] = "角色",
        ["Deny"] = "禁止进入",
        ["Ended"] = "提前收回",
        ["Listed"] = "成员单位",
        ["Rows"] = "行数",
        ["Filter"] = "筛选条件",
        ["Columns"] = "列",
        ["Format"] = "格式",
        ["FileName"] = "文件",
        ["New"] = "新建",
        ["Changed"] = "更新",
        ["Left"] = "未导入",
        ["Undone"] = "恢复的企业",
        ["Rest"] = "未恢复的格",
        ["Differences"] = "差异",
        ["SetBy"] = "定口径的人",
        ["SetAt"] = "定口径的时间",
        ["WithdrawnBy"] = "撤回人",
        ["WithdrawnAt"] = "撤回时间",
        ["Way"] = "登录方式",
        ["Browser"] = "浏览器",
        ["Passkey"] = "通行密钥",
        ["PerKey"] = "每个密钥每分钟(次)",
        ["PerAddress"] = "每个网络地址每分钟(次)",
        ["ExpiresOn"] = "到期日",
        ["GivenBy"] = "批准人",
        ["GivenAt"] = "批准时间",
        ["CollectedAt"] = "领取时间",
        ["RevokedAt"] = "作废时间",
        ["RevokedBy"] = "作废人",
        ["OwnerName"] = "责任人",
        ["Network"] = "网络地址",
        ["StartedAt"] = "登录于",
        ["IdleMinutes"] = "不操作多久要重新登录(分钟)",
        ["SecondStep"] = "谁必须设置第二步验证",
    }.ToFrozenDictionary();

    /// <summary>The Chinese title of a field; nothing where it has none.</summary>
    /// <param name="row">The kind of row.</param>
    /// <param name="field">The field's name in the record.</param>
    public static string? Of(string row, string field) =>
        OfRow.GetValueOrDefault((row, field)) ?? Titles.GetValueOrDefault(field) ?? ChangeWords.Field(field);

    /// <summary>Whether it tells a person nothing: keys, ids, hashes, places on a drawing.</summary>
    public static bool IsTechnical(string field) => field is "Sample" or "Hash" or "PhoneTail" or "MapColumn" or "MapRow"
        || field.EndsWith("Id", StringComparison.Ordinal) || field.EndsWith("Key", StringComparison.Ordinal);
}
