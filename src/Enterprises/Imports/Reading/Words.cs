using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>Words of few meanings, as rosters write them: status, form of union, source.</summary>
public static class Words
{
    private static readonly (string Part, OperatingStatus Status)[] StatusParts =
    [
        ("吊销", OperatingStatus.Revoked), ("注销", OperatingStatus.Deregistered), ("迁出", OperatingStatus.MovedAway),
        ("外迁", OperatingStatus.MovedAway), ("搬迁", OperatingStatus.MovedAway), ("搬走", OperatingStatus.MovedAway),
        ("迁移", OperatingStatus.MovedAway), ("停业", OperatingStatus.Suspended), ("歇业", OperatingStatus.Suspended),
        ("停产", OperatingStatus.Suspended), ("停止", OperatingStatus.Suspended), ("暂停", OperatingStatus.Suspended),
        ("在营", OperatingStatus.Operating), ("开业", OperatingStatus.Operating), ("存续", OperatingStatus.Operating),
        ("续存", OperatingStatus.Operating), ("正常", OperatingStatus.Operating), ("营业", OperatingStatus.Operating),
        ("在业", OperatingStatus.Operating), ("经营", OperatingStatus.Operating), ("运营", OperatingStatus.Operating),
        ("在册", OperatingStatus.Operating), ("迁入", OperatingStatus.Operating),
    ];

    private static readonly (string Part, FactSource Source)[] SourceParts =
    [
        ("社保", FactSource.SocialInsurance), ("参保", FactSource.SocialInsurance), ("年报", FactSource.AnnualReport),
        ("年度报告", FactSource.AnnualReport), ("工商", FactSource.AnnualReport), ("走访", FactSource.Visit),
        ("核实", FactSource.Visit), ("摸排", FactSource.Visit), ("上门", FactSource.Visit),
        ("自报", FactSource.SelfReport), ("填报", FactSource.SelfReport), ("上报", FactSource.SelfReport),
        ("企业报", FactSource.SelfReport), ("名册", FactSource.Roster), ("台账", FactSource.Roster),
    ];

    private static readonly string[] Own = ["独立", "单独", "单建", "自建", "基层工会", "企业工会", "工会委员会"];
    private static readonly string[] EveryName =
        ["深圳市", "深圳", "广东省", "南山区", "股份", "有限责任公司", "有限公司", "分公司", "公司", "集团", "(", ")"];

    private static readonly string[] Shared = ["小组", "组织员", "联合"];
    private static readonly string[] No = ["未建", "没有", "未组建", "未成立", "不详", "拟建", "筹建", "筹备"];

    /// <summary>The characters that make a company's name its own: without its city and the words that every company has.</summary>
    public static HashSet<char> OwnOf(string name)
    {
        var own = Plain.Fold(name);
        foreach (var word in EveryName)
            own = own.Replace(word, "", StringComparison.Ordinal);
        return [.. own.Where(c => !char.IsWhiteSpace(c))];
    }

    /// <summary>经营状态; nothing for a word that says none.</summary>
    public static OperatingStatus? Status(string text)
    {
        foreach (var (part, status) in StatusParts)
            if (text.Contains(part, StringComparison.Ordinal))
                return status;
        return Enum.TryParse<OperatingStatus>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
    }

    /// <summary>来源; nothing for a word that says none.</summary>
    public static FactSource? Source(string text)
    {
        foreach (var (part, source) in SourceParts)
            if (text.Contains(part, StringComparison.Ordinal))
                return source;
        return Enum.TryParse<FactSource>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
    }

    /// <summary>是, 有, 已建: says that there is a union, and neither which form it has nor since when.</summary>
    public static bool SaysOnlyYes(string text)
    {
        var plain = Plain.Fold(text).Trim();
        return plain is "是" or "有" or "1" or "Y" or "y" or "√" or "✓"
            || (plain.Contains("已建", StringComparison.Ordinal) && !Own.Concat(Shared).Any(w => plain.Contains(w, StringComparison.Ordinal)));
    }

    /// <summary>建会形式 from the words of the form and the union's name.</summary>
    /// <returns>
    /// Whether the words could be read; the form is nothing where there is no union, or where the row says only that
    /// there is one (see <see cref="SaysOnlyYes"/>).
    /// </returns>
    public static (bool Read, UnionForm? Form) Form(string text, string unionName)
    {
        var plain = Plain.Fold(text).Trim();
        if (plain.Length == 0)
            return (true, unionName.Length == 0 ? null : ByName(unionName));
        if (plain is "无" or "否" or "-" or "/" or "0" || No.Any(n => plain.Contains(n, StringComparison.Ordinal)))
            return (true, null);
        if (SaysOnlyYes(plain))
            return (true, unionName.Length == 0 ? null : ByName(unionName));
        if (plain.Contains("小组", StringComparison.Ordinal))
            return (true, UnionForm.Group);
        if (plain.Contains("组织员", StringComparison.Ordinal))
            return (true, UnionForm.Organiser);
        if (plain.Contains("联合会", StringComparison.Ordinal))
            return (true, UnionForm.Group);
        if (plain.Contains("联合", StringComparison.Ordinal))
            return (true, UnionForm.Joint);
        if (Own.Any(w => plain.Contains(w, StringComparison.Ordinal)))
            return (true, UnionForm.Own);
        return Enum.TryParse<UnionForm>(plain, ignoreCase: true, out var named)
            && named is UnionForm.Own or UnionForm.Joint or UnionForm.Group or UnionForm.Organiser
            ? (true, named)
            : (false, null);
    }

    private static UnionForm ByName(string union)
    {
        if (union.Contains("小组", StringComparison.Ordinal) || union.Contains("联合会", StringComparison.Ordinal))
            return UnionForm.Group;
        return union.Contains("联合", StringComparison.Ordinal) ? UnionForm.Joint : UnionForm.Own;
    }
}
