namespace Gonglian.Enterprises.Rules;

/// <summary>建会义务: who must found a union, by two tests that are never mixed.</summary>
/// <remarks>
/// National, 工会法 (2021) art. 11 ¶1: 25 or more <b>members</b> must have a grassroots committee. Local, Shenzhen
/// implementing rules art. 7: 10 or more <b>members</b> or 25 or more <b>employees</b> must found a <b>stand-alone</b> union
/// within six months of registration. Months end on the same day of the month or its last day (民法典 §202).
/// </remarks>
public static class Duty
{
    /// <summary>The duties of a unit on a day.</summary>
    /// <param name="headcount">Employees; nothing while unknown.</param>
    /// <param name="members">Members; nothing while unknown.</param>
    /// <param name="established">Registration day; nothing while unknown: then the months count as passed.</param>
    /// <param name="counted">Whether it is in the base set and has its own union.</param>
    /// <param name="day">The day, China time.</param>
    /// <param name="rules">The parameters.</param>
    public static Counted Of(
        int? headcount, int? members, DateOnly? established, Counted counted, DateOnly day, CoverageRules rules)
    {
        var duty = Counted.None;
        if (members >= rules.NationalMembers)
            duty |= Counted.NationalDuty;
        if (members >= rules.LocalMembers || headcount >= rules.LocalEmployees)
            duty |= Counted.LocalDuty;
        var passed = established is not { } born || day > born.AddMonths(rules.DutyMonths);
        if (duty.HasFlag(Counted.LocalDuty) && passed
            && counted.HasFlag(Counted.Base) && !counted.HasFlag(Counted.Own))
            duty |= Counted.Due;
        return duty;
    }
}
