using Gonglian.Enterprises;

namespace Gonglian.Host.Demo;

/// <summary>What the rosters tell of people: headcounts and memberships over fourteen months.</summary>
internal static class Told
{
    // How many enterprises each roster brings news of.
    private static readonly double[] News = [0, 0.12, 0.82, 0.1];

    /// <summary>Headcounts up to the one that holds on the anchor.</summary>
    public static void Heads(Firm firm, int people, bool unknown, Steps steps, Dice dice)
    {
        if (unknown)
            return;
        var crosses = people < 25 ? people > 9 && dice.Chance(0.05) : people < 80 && dice.Chance(0.12);
        for (var step = firm.FirstStep; step <= Steps.Last; step++)
            if (step == firm.FirstStep || dice.Chance(News[step]))
                firm.Heads.Add(new(step, Earlier(people, crosses, dice), Day(firm, step, steps, dice), Source(dice)));

        // Somebody was wrong and is corrected, for the same day and from the same source.
        if (firm.Heads.Count > 2 && dice.Chance(0.03))
            firm.Heads[^1] = firm.Heads[^2] with { Step = firm.Heads[^1].Step };
        var last = firm.Heads.Select((h, i) => (h.On, h.Step, i)).Max().i;
        firm.Heads[last] = firm.Heads[last] with { People = people };
    }

    /// <summary>Memberships from the first union on; a few units without a union have members all the same.</summary>
    public static void Members(Firm firm, int people, Steps steps, Dice dice)
    {
        if (firm.Heads.Count == 0 || (firm.Covers.Count == 0 && !dice.Chance(0.15)))
            return;
        var own = firm.Covers.Exists(c => c.Form == Organisations.Unions.UnionForm.Own);
        var share = own ? dice.Between(0.72, 0.98) : dice.Between(0.45, 0.92);
        var members = firm.Covers.Count == 0
            ? Math.Min(people, dice.Between(1, people >= 15 && dice.Chance(0.2) ? 12 : 4))
            : (int)Math.Round(people * share);
        if (!own && people < 25 && dice.Chance(0.85))
            members = Math.Min(members, 9);
        var first = firm.Covers.Count == 0 ? firm.FirstStep : firm.Covers.Min(c => c.Step);
        Add(first, (int)Math.Round(members * dice.Between(0.7, 1)));
        for (var step = first + 1; step <= Steps.Last; step++)
            if (firm.Heads.Exists(h => h.Step == step))
                Add(step, (int)Math.Round(members * dice.Between(0.85, 1)));
        var last = firm.Members.Select((m, i) => (m.On, m.Step, i)).Max().i;
        firm.Members[last] = firm.Members[last] with { People = members };

        void Add(int step, int count) =>
            firm.Members.Add(new(step, count, Day(firm, step, steps, dice), FactSource.SelfReport));
    }

    // Days before the roster; now and then a roster tells of a day long before.
    private static DateOnly Day(Firm firm, int step, Steps steps, Dice dice)
    {
        var day = steps.Day(step).AddDays(-dice.Between(2, dice.Chance(0.06) ? 150 : 25));
        var earliest = firm.Born.AddDays(1);
        day = day < earliest ? earliest : day;
        while (firm.Heads.Exists(h => h.On == day) && day < steps.Day(step))
            day = day.AddDays(1);
        return day;
    }

    private static int Earlier(int people, bool crosses, Dice dice)
    {
        var was = Math.Max(1, (int)Math.Round(people * dice.Between(0.78, 1.12)));
        if (crosses)
            return people < 25 ? dice.Between(25, 34) : dice.Between(15, 24);
        return people < 25 ? Math.Min(was, 24) : Math.Max(was, 25);
    }

    private static FactSource Source(Dice dice) => dice.Pick<(FactSource, double)>(
    [
        ((FactSource.SocialInsurance, 0), 45), ((FactSource.AnnualReport, 0), 20), ((FactSource.Visit, 0), 25),
        ((FactSource.SelfReport, 0), 10),
    ]).Item1;
}
