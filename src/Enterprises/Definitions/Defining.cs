using System.Text.Json;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Definitions;

/// <summary>定口径: deciding a new version of the definition, inside a change.</summary>
public static class Defining
{
    /// <summary>The right it takes.</summary>
    public const string Right = "figures.define";

    /// <summary>Decides a version that holds from a later day on.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="path">The highest unit it holds for.</param>
    /// <param name="rules">All parameters.</param>
    /// <param name="from">First day counted by it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <exception cref="Refused">
    /// <c>definitions.no-day</c>, <c>definitions.past</c>: no day, or one that is not after today; <c>definitions.order</c>: a
    /// version that begins then or later is decided already; <c>definitions.same</c>: it is what holds already;
    /// <c>definitions.range</c>: a parameter that makes no sense; <c>definitions.no-reason</c>: no reason.
    /// </exception>
    public static async Task<Definition> Set(
        AppDb db, string path, CoverageRules rules, DateOnly? from, string? reason, DateTime now)
    {
        db.Caller.Need(Right, path);
        var no = new Refusals();
        Check(no, rules);
        var why = no.Try(() => Wording.Reason(reason, "definitions.no-reason", "请写明为什么改口径"));
        var today = China.Day(now);
        no.When(from is null, "ValidFrom", "definitions.no-day", "请填写从哪一天起按新口径计算");
        no.When(from <= today, "ValidFrom", "definitions.past", "新口径最早从明天起:已经出过的数不会被改动");
        var last = await db.Definitions.Where(d => d.WithdrawnAt == null).OrderByDescending(d => d.ValidFrom).FirstOrDefaultAsync();
        no.When(last?.ValidFrom >= from, "ValidFrom", "definitions.order", "口径 v{0} 从 {1} 起,新版本要晚于它", last?.Number, last?.ValidFrom);
        if (rules == (last?.Rules ?? CoverageRules.Default))
            no.Add(new Refused("definitions.same", "参数和现有的最后一个版本一样,没有要改的"));
        no.Throw();
        var number = 1 + (await db.Definitions.MaxAsync(d => (int?)d.Number) ?? 1);
        var definition = new Definition
        {
            Number = number,
            ValidFrom = from!.Value,
            Parameters = JsonSerializer.Serialize(rules),
            Reason = why!,
            Path = path,
            SetBy = db.Caller.Name,
            SetAt = now,
        };
        db.Reason = why;
        db.Add(definition);
        return definition;
    }

    /// <summary>Takes a version back before it comes into force.</summary>
    /// <exception cref="Refused"><c>definitions.gone</c>: there is none; the rules of <see cref="Definition.Withdraw"/>.</exception>
    public static async Task Withdraw(AppDb db, int number, string? reason, DateTime now)
    {
        var definition = await db.Definitions.FirstOrDefaultAsync(d => d.Number == number)
            ?? throw new Refused("definitions.gone", "没有口径 v{0}", number);
        db.Caller.Need(Right, definition.Path);
        db.Reason = Wording.Reason(reason, "definitions.no-back-reason", "请写明为什么撤回");
        definition.Withdraw(db.Caller.Name, now);
    }

    private static void Check(Refusals no, CoverageRules rules)
    {
        foreach (var parameter in CoverageWords.Parameters)
            if (parameter.Range is { } range && parameter.Value(rules) is var value && (value < range.From || value > range.To))
                no.Add(new Refused("definitions.range", "应在 {0} 到 {1} 之间", range.From, range.To).At(parameter.Name));
    }
}
