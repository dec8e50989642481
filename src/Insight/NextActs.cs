using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight;

/// <summary>接下来最值得做的三件事: what brings the figures furthest with the fewest visits.</summary>
/// <remarks>Computed from counters; what is done in the fewest steps comes first. It compares places, never people.</remarks>
public sealed class NextActs(AppDb db, Board board, Texts l)
{
    private const int Shown = 3;
    private readonly List<(long Steps, Todo.NextAct Act)> acts = [];

    private string Place => board.Scope.Code;

    /// <summary>The three acts.</summary>
    public async Task<IReadOnlyList<Todo.NextAct>> Find()
    {
        foreach (var indicator in board.Indicators.Where(i => i.Target is not null))
            await Nearest(indicator);
        await Due();
        await Waiting();
        Unverified();
        await EndedTerms();
        return [.. acts.OrderBy(a => a.Steps).Take(Shown).Select(a => a.Act)];
    }

    // The place nearest below the target: there the target is reached with the fewest units.
    private async Task Nearest(Indicator indicator)
    {
        var target = indicator.Target!.Value;
        var places = board.Parts.Where(p => !p.IsRest).DefaultIfEmpty(new BoardPart(board.Scope.Unit, board.Sums));
        var nearest = places
            .Select(p => (Part: p, Share: indicator.Of(p.Sums)))
            .Where(p => p.Share.IsComparable() && p.Share.Missing(target) > 0)
            .OrderBy(p => p.Share.Missing(target)).FirstOrDefault();
        if (nearest.Part is null)
            return;
        var unit = nearest.Part.Unit;
        var missing = nearest.Share.Missing(target);
        acts.Add((missing, new(
            l["{0}的{1}还差 {2} 家到 {3}", unit.Name, l[indicator.Title], Cells.Count(missing), Cells.Target(target)],
            await Cluster([unit.Path], unit.Kind, indicator.Denominator!, indicator.Numerator) is { } most
                ? l["未计入的有 {0} 家在{1}", Cells.Count(most.Count), most.Name]
                : l["现在 {0},{1}", nearest.Share.Percent(), nearest.Share],
            l["看名单"], RowsBehind.NotCounted(indicator, unit.Code))));
    }

    private async Task Due()
    {
        if (board.Sums.GetValueOrDefault(Measures.Due) is var due and > 0)
            acts.Add((due, new(
                l["{0} 家应建未建", Cells.Count(due)],
                await Cluster(board.Scope.Paths, board.Scope.Unit.Kind, Measures.Due, null) is { } most
                    ? l["其中 {0} 家在{1}", Cells.Count(most.Count), most.Name] : l["会员满 10 人或职工满 25 人,登记已满 6 个月"],
                l["看走访路线"], $"/establishment/route?place={Place}")));
    }

    // Only what the reader can decide: nobody confirms what they proposed themselves.
    private async Task Waiting()
    {
        var (caller, range) = (db.Caller, PathRange.Of(board.Scope.Unit.Path));
        if (board.Proposed == 0 || !caller.Can("exclusions.decide"))
            return;
        var me = caller.UserId;
        var where = await db.Exclusions
            .Where(x => x.State == ExclusionState.Proposed && (x.ProposedById == null || x.ProposedById != me))
            .Where(x => string.Compare(x.Path, range.From) >= 0 && string.Compare(x.Path, range.To) < 0)
            .Select(x => x.Path).ToListAsync();
        var waiting = where.Count(w => caller.Can("exclusions.decide", w)
            && board.Scope.Paths.Any(p => PathRange.Of(p).Covers(w)));
        if (waiting > 0)
            acts.Add((waiting, new(
                l["{0} 条排除等第二人确认", waiting],
                l["确认之前仍计入分母;提出的人不能自己确认"], l["去确认"], $"/exclusions?place={Place}")));
    }

    private void Unverified()
    {
        var unverified = board.Sums.GetValueOrDefault(Measures.Unverified);
        var all = board.Sums.GetValueOrDefault(Measures.Base);
        if (unverified > 0)
            acts.Add((unverified, new(
                l["{0} 家超过 180 天没有核实", Cells.Count(unverified)],
                l["仍计入分母,占 {0}", new Share(unverified, all).Percent()],
                l["看名单"], RowsBehind.Unverified(Place))));
    }

    // Only for a community and below: there the unions are few, whatever the size of the district.
    private async Task EndedTerms()
    {
        if (board.Scope.Unit.Kind < UnitKind.Community || board.Scope.IsGroup)
            return;
        var range = PathRange.Of(board.Scope.Unit.Path);
        var terms = db.UnionFacts.Where(f => f.Kind == UnionFactKind.Term && f.SupersededAt == null);
        var ended = await db.Unions
            .Where(u => string.Compare(u.Path, range.From) >= 0 && string.Compare(u.Path, range.To) < 0)
            .CountAsync(u => terms.Any(t => t.UnionKey == u.Key && t.EffectiveTo <= board.Day)
                && !terms.Any(t => t.UnionKey == u.Key && (t.EffectiveTo == null || t.EffectiveTo > board.Day)));
        if (ended > 0)
            acts.Add((ended, new(
                l["{0} 个工会任期已满", ended], l["工会法第 16 条:任期三年或五年,到期应换届"],
                l["看工会"], $"/unions?unit={Place}&state=Expired")));
    }

    // Where most of what is missing lies together, so that one trip serves several: a community with its parks, and inside a
    // community the park.
    private async Task<(string Name, long Count)?> Cluster(IReadOnlyList<string> paths, UnitKind kind, string of, string? without)
    {
        var ranges = paths.Select(PathRange.Of).ToList();
        var places = (await db.UnitsAtHand()).All
            .Where(u => kind < UnitKind.Community ? u.Kind == UnitKind.Community : u.Kind > UnitKind.Community)
            .Where(u => ranges.Exists(r => r.Covers(u.Path)) && db.Caller.Covers(u.Path)).ToList();
        var sums = await db.SumsByPart([.. places.Select(u => u.Path)]);
        var most = places.Select(u => (u.Name, Count: sums[u.Path].GetValueOrDefault(of) - sums[u.Path].GetValueOrDefault(without ?? "")))
            .Where(p => p.Count > 1).OrderByDescending(p => p.Count).FirstOrDefault();
        return most.Name is null ? null : most;
    }
}
