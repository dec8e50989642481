using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Demo;

/// <summary>布局: turns the quotas into enterprises. The standing is dealt, everything else is thrown.</summary>
/// <param name="seed">The seed.</param>
/// <param name="steps">The days.</param>
/// <param name="names">Names already given.</param>
public sealed class Planner(int seed, Steps steps, Names names)
{
    // Numbers of one community do not meet another's; the factor scatters them over the codes.
    private const long Codes = 31L * 31 * 31 * 31 * 31;
    private const int PerCommunity = 200_000;

    private static readonly string[] Roles = ["行政负责人", "人事经理", "办公室主任", "人事专员", "工会联系人"];

    private int number;

    private enum Kind
    {
        LargeOwn,
        LargeJoint,
        LargeOpen,
        SmallOwn,
        SmallJoint,
        SmallGroup,
        SmallOpen,
    }

    /// <summary>The enterprises of one community: its quota, and those that are left out of the base set.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="index">The community's number.</param>
    /// <param name="beside">Whether there shall be some that are left out of the base set.</param>
    public IEnumerable<Firm> Of(Quota quota, int index, bool beside = true)
    {
        number = index * PerCommunity;
        var dice = Dice.For(seed, quota.Community.Code);
        var unions = new LocalUnions(quota.Community, steps, dice, number);
        var kinds = Kinds(quota, dice);
        var some = default(Firm);
        foreach (var kind in kinds)
        {
            var firm = Make(quota.Community, Born(dice), dice);
            var large = kind is Kind.LargeOwn or Kind.LargeJoint or Kind.LargeOpen;
            var people = large
                ? Math.Min(25 + dice.Size(32, 1.05), 3200)
                : Math.Clamp(dice.Size(6.5, 0.75), 1, kind == Kind.SmallGroup ? 9 : 24);
            Told.Heads(firm, people, unknown: !large && dice.Chance(0.012), steps, dice);
            Organise(firm, kind, unions, dice);
            Told.Members(firm, people, steps, dice);
            if (kind is Kind.SmallOpen or Kind.LargeOpen)
                Exclusions.MayPropose(firm, steps, dice);
            some = firm;
            yield return firm;
        }
        if (!beside)
            yield break;
        foreach (var firm in Beside(quota, unions, some?.Name ?? "", dice))
            yield return firm;
    }

    // Uncovered ones are dealt to large and small; the forms of the small covered ones are thrown.
    private static List<Kind> Kinds(Quota quota, Dice dice)
    {
        var without = quota.Large - quota.LargeOwn;
        var open = quota.Base - quota.Covered;
        var largeOpen = Math.Min((int)Math.Round(without * 0.45), open);
        var kinds = new List<Kind>();
        Add(Kind.LargeOwn, quota.LargeOwn);
        Add(Kind.LargeOpen, largeOpen);
        Add(Kind.LargeJoint, without - largeOpen);
        Add(Kind.SmallOpen, open - largeOpen);
        while (kinds.Count < quota.Base)
            kinds.Add(dice.Pick<(Kind, double)>([((Kind.SmallOwn, 0), 14), ((Kind.SmallJoint, 0), 50), ((Kind.SmallGroup, 0), 36)]).Item1);
        dice.Shuffle(kinds);
        return kinds;

        void Add(Kind kind, int count) => kinds.AddRange(Enumerable.Repeat(kind, count));
    }

    private static void Organise(Firm firm, Kind kind, LocalUnions unions, Dice dice)
    {
        if (kind is Kind.LargeOwn or Kind.SmallOwn)
            firm.Covers.AddRange(unions.Own(firm));
        else if (kind is Kind.LargeJoint or Kind.SmallJoint)
            firm.Covers.AddRange(unions.Agreed(firm));
        else if (kind == Kind.SmallGroup)
            firm.Covers.Add(unions.Group(firm));
        else if (dice.Chance(0.25))
            firm.Covers.Add(unions.Joint(firm) with { SignedOn = null });
        else if (dice.Chance(0.15))
            firm.Covers.Add(unions.Organiser(firm));
        else if (kind == Kind.SmallOpen && dice.Chance(0.06))
            unions.Ended(firm);
    }

    private IEnumerable<Firm> Beside(Quota quota, LocalUnions unions, string other, Dice dice)
    {
        foreach (var (code, share) in Exclusions.Shares)
            for (var left = (int)((quota.Base * share) + dice.Unit()); left > 0; left--)
            {
                var firm = Exclusions.Make(code, this, quota.Community, steps, other, dice);
                if (code is Enterprises.ExclusionCode.Deregistered && dice.Chance(0.3))
                    firm.Covers.AddRange(unions.Own(firm));
                yield return firm;
            }
    }

    /// <summary>An enterprise with everything but people and unions.</summary>
    internal Firm Make(Community community, DateOnly born, Dice dice, string? name = null, string prefix = "91440305MX")
    {
        var trade = Trade.For(community.Character, dice);
        var park = community.Parks.Count > 0 && dice.Chance(0.3) ? dice.Pick(community.Parks) : null;
        return new Firm
        {
            Name = name ?? names.Company(trade, dice),
            Code = CreditCode.Make(prefix, (int)((number++ + 1) * 7_368_787L % Codes)),
            Community = community,
            Park = park,
            Industry = trade.Code,
            Born = born,
            Address = Address(community, park, dice),
            RegisteredAddress = dice.Chance(0.18) ? $"深圳市南山区示例注册区{dice.Between(1, 60).ToString(CultureInfo.InvariantCulture)}号" : "",
            Contact = Names.Person(dice),
            ContactRole = dice.Pick<string>(Roles),
            Phone = Names.Phone(dice),
            FirstStep = steps.After(born.AddDays(3)) is var step && step < Steps.Survey && dice.Chance(0.42) ? Steps.Survey : step,
        };
    }

    /// <summary>The names given so far.</summary>
    internal Names Names => names;

    private static string Address(Community community, Park? park, Dice dice)
    {
        var house = dice.Between(1, 188).ToString(CultureInfo.InvariantCulture);
        var room = dice.Between(101, 2612).ToString(CultureInfo.InvariantCulture);
        var road = $"{community.Plain}{dice.Pick<string>(["一路", "二路", "东路", "南街", "北街", "西路", "大道"])}";
        return $"深圳市南山区{community.Street.Name}{road}{house}号{park?.Name}{room}室";
    }

    // Old enough for the base set by any length of three months, whatever the anchor.
    private DateOnly Born(Dice dice) => steps.Anchor.AddDays(-dice.Pick<(int, double)>(
    [
        ((dice.Between(440, 6500), 0), 80), ((dice.Between(200, 439), 0), 13), ((dice.Between(100, 199), 0), 7),
    ]).Item1);
}
