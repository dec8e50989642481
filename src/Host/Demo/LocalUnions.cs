using System.Globalization;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Host.Demo;

/// <summary>工会 of one community: who is covered by which, since when, with which term.</summary>
public sealed class LocalUnions
{
    private readonly Community community;
    private readonly Steps steps;
    private readonly Dice dice;
    private readonly List<(string Name, DateOnly Since, DateOnly TermFrom)> joint = [];
    private int grouped;
    private int number;

    /// <summary>The joint unions that the community has: one or more of its own, and one in each park.</summary>
    /// <param name="community">The community.</param>
    /// <param name="steps">The days.</param>
    /// <param name="dice">The community's dice.</param>
    /// <param name="number">From where its unions' codes are numbered.</param>
    public LocalUnions(Community community, Steps steps, Dice dice, int number)
    {
        (this.community, this.steps, this.dice, this.number) = (community, steps, dice, number);
        string[] ordinals = community.IsCreation ? ["第一", "第二"] : ["第一"];
        var names = ordinals.Select(o => $"{community.Name}{o}联合工会").Concat(community.Parks.Select(p => $"{p.Name}联合工会"));
        foreach (var name in names)
        {
            // Founded so that the second term of five years runs, or, for one in nine, has ended without an election.
            var expired = dice.Chance(0.11);
            var since = steps.Anchor.AddDays(-dice.Between(expired ? 3700 : 2400, expired ? 3900 : 3400));
            joint.Add((name, since, since.AddYears(5)));
        }
    }

    /// <summary>The unit's own union, with its term; a renewed committee is told by a later roster.</summary>
    public IEnumerable<Cover> Own(Firm firm)
    {
        var since = Day(firm);
        var years = dice.Chance(0.6) ? 5 : 3;
        var from = since;
        while (from.AddYears(years) <= steps.Anchor.AddDays(-3) && !(from > since && dice.Chance(0.08)))
            from = from.AddYears(years);
        if (from.AddYears(years) > steps.Anchor && from > since && dice.Chance(0.05))
            from = from.AddYears(-years);
        var code = dice.Chance(0.7) ? CreditCode.Make("81440305MC", number++) : null;
        var name = $"{firm.Name}工会委员会";
        var first = Math.Max(firm.FirstStep, steps.After(since));
        var told = steps.After(from);
        if (told > first)
            yield return new(first, UnionForm.Own, name, since, null, from.AddYears(-years), from, code);
        yield return new(Math.Max(first, told), UnionForm.Own, name, since, null, from, from.AddYears(years), code);
    }

    /// <summary>A joint union whose joining record was, now and then, in the roster before it was signed.</summary>
    public IEnumerable<Cover> Agreed(Firm firm)
    {
        var cover = Joint(firm);
        if (cover.Step > firm.FirstStep && dice.Chance(0.3))
            yield return cover with { Step = firm.FirstStep, SignedOn = null };
        yield return cover;
    }

    /// <summary>A joint union of the park or the community, with the day the joining record was signed.</summary>
    public Cover Joint(Firm firm)
    {
        var (name, since, termFrom) = firm.Park is { } park && dice.Chance(0.8)
            ? joint.Find(j => j.Name.StartsWith(park.Name, StringComparison.Ordinal))
            : joint[dice.Between(0, Math.Max(0, joint.Count - community.Parks.Count - 1))];
        var day = Day(firm);
        day = day < since ? since : day;
        var step = Math.Max(firm.FirstStep, steps.After(day));
        return new(step, UnionForm.Joint, name, since, day, termFrom, termFrom.AddYears(5), null);
    }

    /// <summary>A group of some ten small units under the community's federation.</summary>
    public Cover Group(Firm firm)
    {
        var ordinal = (1 + (grouped++ / 12)).ToString(CultureInfo.InvariantCulture);
        var day = Day(firm);
        return new(Math.Max(firm.FirstStep, steps.After(day)), UnionForm.Group,
            $"{community.Name}工联会第{ordinal}工会小组", day, null, null, null, null);
    }

    /// <summary>An organiser, where there are few members.</summary>
    public Cover Organiser(Firm firm)
    {
        var day = Day(firm);
        return new(Math.Max(firm.FirstStep, steps.After(day)), UnionForm.Organiser,
            $"{firm.Name}工会组织员", day, null, null, null, null);
    }

    /// <summary>The unit had its own union, which was dissolved in the last year.</summary>
    public void Ended(Firm firm)
    {
        firm.Covers.AddRange(Own(firm));
        var earliest = firm.Covers[0].Since.AddDays(20);
        var day = steps.Anchor.AddDays(-dice.Between(10, 300));
        firm.UnionEnded = day < earliest ? earliest : day;
        if (firm.UnionEnded >= steps.Anchor)
            firm.UnionEnded = steps.Anchor.AddDays(-1);
    }

    // One in nine was won in the last thirteen months: so the trend rises.
    private DateOnly Day(Firm firm)
    {
        var day = steps.Anchor.AddDays(-(dice.Chance(0.09) ? dice.Between(5, 395) : dice.Between(430, 3300)));
        var earliest = firm.Born.AddDays(dice.Between(15, 60));
        return day < earliest ? earliest : day;
    }
}
