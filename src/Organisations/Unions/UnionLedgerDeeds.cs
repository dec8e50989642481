using System.Globalization;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

// 活力: who chairs the union, what it held, and for which months it filed.
public sealed partial class UnionLedger
{
    /// <summary>主席到任: a chair from a day on; who was in place until then has left.</summary>
    /// <param name="union">The union.</param>
    /// <param name="name">Who; of a group its head (组长).</param>
    /// <param name="from">First day in office.</param>
    /// <param name="to">First day no longer in office; none while it lasts.</param>
    /// <param name="source">来源.</param>
    /// <returns>Whether it was not known.</returns>
    /// <exception cref="Refused">
    /// <c>unions.no-chair</c>: no name; <c>unions.chair-order</c>: it ends before it begins; <c>unions.not-alive-on</c>: the
    /// union does not live then; <c>unions.chair-later</c>: a later chair is known.
    /// </exception>
    public async Task<bool> Seat(Union union, string? name, DateOnly from, DateOnly? to, string source)
    {
        var (no, chair, facts) = (new Refusals(), Wording.Within(name, 60, "Chair"), await Told(union));
        no.When(chair.Length == 0, "Chair", "unions.no-chair", "请填写主席姓名");
        no.When(to <= from, "ChairTo", "unions.chair-order", "离任日期要晚于任职日期");
        CheckAlive(no, facts, from, "ChairFrom");
        var seats = facts.FindAll(f => f.Kind == UnionFactKind.Chair);
        if (seats.Find(f => f.EffectiveFrom > from) is { } later)
            no.Add(new Refused("unions.chair-later", "已登记 {0} 任职的主席,任职日期不能早于它", later.EffectiveFrom).At("ChairFrom"));
        no.Throw();
        if (seats.Exists(f => f.Text == chair && f.EffectiveFrom == from && f.EffectiveTo == to))
            return false;
        var told = db.NextKey();
        foreach (var seat in seats.Where(f => f.EffectiveTo is null || f.EffectiveTo > from))
        {
            seat.SupersededAt = now;
            if (seat.EffectiveFrom < from)
                db.Add(Fact(union, UnionFactKind.Chair, seat.EffectiveFrom, from, seat.Source, told, seat.Text));
        }
        db.Add(Fact(union, UnionFactKind.Chair, from, to, source, told, chair));
        Note(union, told, new() { ["Chair"] = chair, ["ChairFrom"] = from, ["ChairTo"] = to, ["Source"] = source });
        return true;
    }

    /// <summary>开展活动: an activity or meeting was held.</summary>
    /// <param name="union">The union.</param>
    /// <param name="on">The day.</param>
    /// <param name="what">What it was.</param>
    /// <param name="source">来源.</param>
    /// <returns>Whether it was not known.</returns>
    /// <exception cref="Refused"><c>unions.no-activity</c>: not said what; <c>unions.not-alive-on</c>: the union does not live then.</exception>
    public async Task<bool> Hold(Union union, DateOnly on, string? what, string source)
    {
        var (no, text, facts) = (new Refusals(), Wording.Within(what, 200, "Activity"), await Told(union));
        no.When(text.Length == 0, "Activity", "unions.no-activity", "请写明是什么活动或会议");
        CheckAlive(no, facts, on, "ActivityOn");
        no.Throw();
        if (facts.Exists(f => f.Kind == UnionFactKind.Activity && f.EffectiveFrom == on && f.Text == text))
            return false;
        var told = db.NextKey();
        db.Add(Fact(union, UnionFactKind.Activity, on, null, source, told, text));
        Note(union, told, new() { ["Activity"] = text, ["ActivityOn"] = on, ["Source"] = source });
        return true;
    }

    /// <summary>报送: the union filed for some months; what was told of the year before is superseded by the year as it is now.</summary>
    /// <param name="union">The union.</param>
    /// <param name="months">Any day of each month.</param>
    /// <param name="source">来源.</param>
    /// <returns>Whether any month was not known.</returns>
    /// <exception cref="Refused">
    /// <c>unions.no-months</c>: no month; <c>unions.month-open</c>: a month is not over yet; <c>unions.not-alive-on</c>: the
    /// union does not live in it.
    /// </exception>
    public async Task<bool> File(Union union, IReadOnlyCollection<DateOnly> months, string source)
    {
        var (no, facts, today) = (new Refusals(), await Told(union), China.Day(now));
        no.When(months.Count == 0, "Months", "unions.no-months", "请选择已报送的月份");
        foreach (var month in months)
        {
            var end = month.AddDays(1 - month.Day).AddMonths(1).AddDays(-1);
            no.When(end >= today, "Months", "unions.month-open", "{0} 还没有结束,不能登记报送", Month(month));
            CheckAlive(no, facts, end, "Months");
        }
        no.Throw();
        var (told, news) = (db.NextKey(), new List<string>());
        foreach (var year in months.GroupBy(m => m.Year))
        {
            var before = facts.Find(f => f.Kind == UnionFactKind.Filing && f.EffectiveFrom.Year == year.Key);
            var fresh = year.Where(m => ((before?.Number ?? 0) & Vitality.MonthBit(m)) == 0).ToList();
            if (fresh.Count == 0)
                continue;
            news.AddRange(fresh.Select(Month));
            if (before is not null)
                before.SupersededAt = now;
            var bits = fresh.Aggregate(before?.Number ?? 0, (all, month) => all | Vitality.MonthBit(month));
            db.Add(Fact(union, UnionFactKind.Filing, new DateOnly(year.Key, 1, 1), null, source, told, number: bits));
        }
        if (news.Count > 0)
            Note(union, told, new() { ["Months"] = string.Join(" ", news.Distinct().Order()), ["Source"] = source });
        return news.Count > 0;
    }

    /// <summary>收回: a chair, an activity or a month's filing that never should have been told; it stays as what was believed.</summary>
    /// <param name="union">The union.</param>
    /// <param name="key">The fact.</param>
    /// <param name="month">Of a year's filings, any day of the month that was not filed.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="Refused">
    /// <c>unions.told-gone</c>: it is not told any more; <c>unions.chair-not-last</c>: a later chair is told, which goes first;
    /// <c>unions.no-back-reason</c>: no reason.
    /// </exception>
    public async Task TakeBack(Union union, long key, DateOnly? month, string? reason)
    {
        db.Reason = Wording.Reason(reason, "unions.no-back-reason", "请写明为什么收回");
        var facts = await db.UnionFacts.Where(f => f.UnionKey == union.Key).ToListAsync();
        var fact = facts.Find(f => f.Key == key && f.SupersededAt is null
                && (f.Kind is UnionFactKind.Chair or UnionFactKind.Activity
                    || (f.Kind == UnionFactKind.Filing && month is { } m && (f.Number & Vitality.MonthBit(m)) != 0)))
            ?? throw new Refused("unions.told-gone", "这条登记已经变动,请刷新后再看");
        var told = db.NextKey();
        if (fact.Kind == UnionFactKind.Chair)
            Unseat(union, fact, facts);
        else if (fact.Kind == UnionFactKind.Filing && (fact.Number & ~Vitality.MonthBit(month!.Value)) is not 0 and var rest)
            db.Add(Fact(union, UnionFactKind.Filing, fact.EffectiveFrom, null, fact.Source, told, number: rest));
        fact.SupersededAt = now;
        Note(union, told, [], fact.Kind switch
        {
            UnionFactKind.Chair => new() { ["Chair"] = fact.Text, ["ChairFrom"] = fact.EffectiveFrom },
            UnionFactKind.Activity => new() { ["Activity"] = fact.Text, ["ActivityOn"] = fact.EffectiveFrom },
            _ => new() { ["Months"] = Month(month!.Value) },
        });
    }

    // Whoever had left for this chair's sake is in office again, as was told before.
    private void Unseat(Union union, UnionFact chair, List<UnionFact> facts)
    {
        var seats = facts.FindAll(f => f.Kind == UnionFactKind.Chair);
        if (seats.Exists(f => f.SupersededAt is null && f.EffectiveFrom > chair.EffectiveFrom))
            throw new Refused("unions.chair-not-last", "后面还登记了别的主席,请先收回后面的");
        var left = seats.Find(f => f.SupersededAt is null && f.ChangeKey == chair.ChangeKey && f.EffectiveTo == chair.EffectiveFrom);
        var before = left is null ? null
            : seats.Find(f => f.SupersededAt == left.RecordedAt && f.Text == left.Text && f.EffectiveFrom == left.EffectiveFrom);
        if (before is null)
            return;
        left!.SupersededAt = now;
        db.Add(Fact(union, UnionFactKind.Chair, before.EffectiveFrom, before.EffectiveTo, before.Source, before.ChangeKey, before.Text));
    }

    private static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private void CheckAlive(Refusals no, List<UnionFact> facts, DateOnly day, string field)
    {
        no.When(day > China.Day(now), field, "unions.later", "日期不能晚于今天");
        if (!facts.Exists(f => f.Kind == UnionFactKind.Life && f.Holds(day, null)))
            no.Add(new Refused("unions.not-alive-on", "该工会在 {0} 没有存续", day).At(field));
    }
}
