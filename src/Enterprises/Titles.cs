using Gonglian.Foundation;
using Gonglian.Foundation.Ui;

namespace Gonglian.Enterprises;

/// <summary>The field's words for the values of this room, in Chinese; pages look them up in the reader's language.</summary>
public static class Titles
{
    /// <summary>来源.</summary>
    public static string Title(this FactSource source) => source switch
    {
        FactSource.SocialInsurance => "社保",
        FactSource.AnnualReport => "年报",
        FactSource.Visit => "走访",
        FactSource.SelfReport => "自报",
        _ => "名册",
    };

    /// <summary>经营状态.</summary>
    public static string Title(this OperatingStatus status) => status switch
    {
        OperatingStatus.Operating => "在营",
        OperatingStatus.Suspended => "停业",
        OperatingStatus.Deregistered => "注销",
        OperatingStatus.Revoked => "吊销",
        _ => "迁出",
    };

    /// <summary>排除代码, with its words.</summary>
    public static string Title(this ExclusionCode code) => code switch
    {
        ExclusionCode.Deregistered => "X1 已注销或吊销",
        ExclusionCode.AddressOnly => "X2 仅注册地址",
        ExclusionCode.NoEmployees => "X3 无职工",
        ExclusionCode.Moved => "X4 已迁出",
        ExclusionCode.StateOrgan => "X5 国家机关",
        ExclusionCode.SoleTrader => "X6 个体工商户",
        ExclusionCode.Duplicate => "X7 重复或另处统计",
        _ => "X8 成立未满三个月",
    };

    /// <summary>What a fact tells, in words.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="places">Names of the places that the reader sees, by path.</param>
    /// <param name="l">The texts.</param>
    public static string Say(this EnterpriseFact fact, IReadOnlyDictionary<string, string> places, Texts l) => fact.Kind switch
    {
        FactKind.Headcount or FactKind.Members => l["{0} 人", Cells.Count(fact.Number)],
        FactKind.Workplace => places.GetValueOrDefault(fact.Text!) ?? l["辖区外"],
        FactKind.Status => l[((OperatingStatus)fact.Number).Title()],
        FactKind.Registered => l["信用代码 {0},成立 {1}", fact.Text ?? l["不详"], fact.Day is { } born ? Cells.Day(born) : l["不详"]],
        _ => l["核实无变化"],
    };

    /// <summary>What a fact tells of.</summary>
    public static string Title(this FactKind kind) => kind switch
    {
        FactKind.Headcount => "职工人数",
        FactKind.Members => "会员人数",
        FactKind.Workplace => "经营地",
        FactKind.Status => "经营状态",
        FactKind.Registered => "登记信息",
        _ => "核实",
    };
}
