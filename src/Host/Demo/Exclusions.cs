using System.Globalization;
using Gonglian.Enterprises;

namespace Gonglian.Host.Demo;

/// <summary>排除 in the demonstration: enterprises that are left out, by every code, and proposals that wait.</summary>
internal static class Exclusions
{
    /// <summary>How many there are of each code, as a share of the base set.</summary>
    public static IReadOnlyList<(ExclusionCode Code, double Share)> Shares { get; } =
    [
        (ExclusionCode.Deregistered, 0.016), (ExclusionCode.AddressOnly, 0.024), (ExclusionCode.NoEmployees, 0.008),
        (ExclusionCode.Moved, 0.011), (ExclusionCode.StateOrgan, 0.003), (ExclusionCode.SoleTrader, 0.025),
        (ExclusionCode.Duplicate, 0.006), (ExclusionCode.New, 0.016),
    ];

    /// <summary>An enterprise that is left out by this code.</summary>
    public static Firm Make(
        ExclusionCode code, Planner planner, Community community, Steps steps, string other, Dice dice)
    {
        var firm = code switch
        {
            ExclusionCode.SoleTrader => planner.Make(
                community, Old(steps, dice), dice, planner.Names.Trader(dice), "92440305MX"),
            ExclusionCode.StateOrgan => planner.Make(
                community, Old(steps, dice), dice, planner.Names.Organ(community, dice), "11440305MX"),
            ExclusionCode.Duplicate when other.Length > 0 => planner.Make(
                community, Old(steps, dice), dice, planner.Names.Branch(other, community, dice)),
            ExclusionCode.New => planner.Make(community, steps.Anchor.AddDays(-dice.Between(8, 75)), dice),
            _ => planner.Make(community, Old(steps, dice), dice),
        };
        if (code is not (ExclusionCode.AddressOnly or ExclusionCode.Moved))
            Told.Heads(firm, code == ExclusionCode.NoEmployees ? 0 : 1 + dice.Size(5, 0.7), unknown: false, steps, dice);
        if (code is ExclusionCode.SoleTrader or ExclusionCode.New)
            return firm;
        firm.Status = code switch
        {
            ExclusionCode.Deregistered => dice.Chance(0.8) ? "注销" : "吊销",
            ExclusionCode.Moved => "迁出",
            _ => "",
        };
        firm.Left = new(Steps.Survey + dice.Between(0, 1), code, Reason(code, other, dice), From(steps, dice), true);
        return firm;
    }

    /// <summary>Now and then somebody proposes to leave out a unit that is not covered; it counts until a second person agrees.</summary>
    public static void MayPropose(Firm firm, Steps steps, Dice dice)
    {
        if (firm.Born > steps.Day(0) || !dice.Chance(0.08))
            return;
        var code = dice.Pick<ExclusionCode>([ExclusionCode.AddressOnly, ExclusionCode.NoEmployees, ExclusionCode.Moved]);
        firm.Left = new(Steps.Last, code, Reason(code, "", dice), From(steps, dice), dice.Chance(0.3) ? false : null);
    }

    private static DateOnly Old(Steps steps, Dice dice) => steps.Anchor.AddDays(-dice.Between(500, 6000));

    private static DateOnly From(Steps steps, Dice dice) => steps.Day(Steps.Survey).AddDays(-dice.Between(5, 240));

    private static string Reason(ExclusionCode code, string other, Dice dice) => code switch
    {
        ExclusionCode.Deregistered => "市场监管登记已注销或吊销,附查询截图(示例)",
        ExclusionCode.AddressOnly => "集群注册地址,现场走访无经营场所(示例)",
        ExclusionCode.NoEmployees => "社保连续 6 个月无参保职工(示例)",
        ExclusionCode.Moved => $"已迁往示例区第 {dice.Between(1, 9).ToString(CultureInfo.InvariantCulture)} 社区(示例)",
        ExclusionCode.StateOrgan => "国家机关,不属企业组建口径(示例)",
        _ => $"与“{other}”重复,由总公司统一上报(示例)",
    };
}
