using System.Globalization;
using System.Linq.Expressions;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>An exclusion as the list shows it.</summary>
/// <param name="Id">Public id.</param>
/// <param name="Key">Its place in the list.</param>
/// <param name="EnterpriseId">Of which enterprise.</param>
/// <param name="Enterprise">名称.</param>
/// <param name="Place">Where it works.</param>
/// <param name="Path">Likewise, as a path.</param>
/// <param name="Code">Why.</param>
/// <param name="Reason">In words.</param>
/// <param name="From">From which day on.</param>
/// <param name="By">Who proposed it.</param>
/// <param name="At">When, UTC.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="ByMe">Whether the caller proposed it.</param>
/// <param name="State">How far the decision is.</param>
/// <param name="TakenBack">Whether it was taken back after it had been confirmed.</param>
/// <param name="Declined">Why it was not agreed to; empty otherwise.</param>
public sealed record ExclusionRow(
    Guid Id, long Key, Guid EnterpriseId, string Enterprise, string Place, string Path, ExclusionCode Code, string Reason,
    DateOnly From, string By, DateTime At, string DecidedBy, bool ByMe, ExclusionState State, bool TakenBack, string Declined)
{
    /// <summary>Whether it is confirmed and was not taken back.</summary>
    public bool InForce => State == ExclusionState.Confirmed && !TakenBack;

    /// <summary>How it stands, for programs: one of <see cref="ExclusionList.Standings"/>.</summary>
    public string Standing => TakenBack ? "revoked" : State.ToString().ToLowerInvariant();
}

/// <summary>排除: one query and one list of columns, for the page and the API.</summary>
public static class ExclusionList
{
    /// <summary>Rows of a page.</summary>
    public const int PageSize = 50;

    /// <summary>How an exclusion can stand: waiting, counting, taken back after that, or not agreed to.</summary>
    public static IReadOnlyList<string> Standings { get; } = ["proposed", "confirmed", "revoked", "declined"];

    /// <summary>The columns of a state, every one for none; words in the reader's language.</summary>
    /// <remarks>What waits for a decision has no columns of it.</remarks>
    public static IReadOnlyList<Column<ExclusionRow>> Columns(ExclusionState? state, Texts words) =>
    [
        new("name", "企业名称", r => r.Enterprise) { Link = r => $"/enterprises/{r.EnterpriseId}" },
        new("place", "社区", r => r.Place) { Narrow = true },
        new("code", "原因", r => words[r.Code.Title()])
        {
            Narrow = true, Whole = true,
            Code = r => Measures.Excluded(r.Code), Codes = [.. Enum.GetValues<ExclusionCode>().Select(Measures.Excluded)],
        },
        new("reason", "说明", r => r.Reason) { Narrow = true },
        new("from", "从哪一天起", r => r.From) { Kind = ColumnKind.Date, Narrow = true },
        new("by", "提出人", r => r.By) { Narrow = true },
        .. state == ExclusionState.Proposed ? (Column<ExclusionRow>[])[] :
        [
            new("decided", "处理人", r => r.DecidedBy) { Narrow = true },
            .. state is null or ExclusionState.Declined
                ? (Column<ExclusionRow>[])[new("declined", "不同意的理由", r => r.Declined) { Narrow = true }] : [],
            new("force", "现状", r => r.TakenBack ? words["已撤销"] : "")
                { Narrow = true, Code = r => r.Standing, Codes = Standings },
        ],
    ];

    /// <summary>The state that an address names; proposed when it names none.</summary>
    public static ExclusionState StateOf(string? text) =>
        Enum.TryParse<ExclusionState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state : ExclusionState.Proposed;

    /// <summary>The exclusions in a state that the caller sees, the latest first.</summary>
    /// <param name="db">The context.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="state">In which state.</param>
    /// <param name="after">The last of the page before.</param>
    /// <param name="places">Paths, with all below them; nothing for everywhere.</param>
    public static async Task<IReadOnlyList<ExclusionRow>> ExclusionRows(
        this AppDb db, Caller caller, ExclusionState state, long? after, IReadOnlyList<string>? places = null)
    {
        var until = after ?? long.MaxValue;
        return await Rows(db, caller, db.Exclusions.Where(x => x.State == state && x.Key < until).Within(places))
            .Take(PageSize).ToListAsync();
    }

    /// <summary>The exclusions that lie in some places; all where none is named.</summary>
    public static IQueryable<Exclusion> Within(this IQueryable<Exclusion> exclusions, IReadOnlyList<string>? places)
    {
        if (places is null)
            return exclusions;
        var row = Expression.Parameter(typeof(Exclusion));
        var here = places.Select(p => Lies(PathRange.Of(p))).Aggregate(
            (Expression)Expression.Constant(false), (any, one) => Expression.OrElse(any, new Put(one.Parameters[0], row).Visit(one.Body)));
        return exclusions.Where(Expression.Lambda<Func<Exclusion, bool>>(here, row));
    }

    private static Expression<Func<Exclusion, bool>> Lies(PathRange range) =>
        x => string.Compare(x.Path, range.From) >= 0 && string.Compare(x.Path, range.To) < 0;

    private sealed class Put(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }

    /// <summary>One exclusion, or nothing where the caller sees none such.</summary>
    public static Task<ExclusionRow?> ExclusionRow(this AppDb db, Caller caller, Guid id) =>
        Rows(db, caller, db.Exclusions.Where(x => x.Id == id)).FirstOrDefaultAsync();

    private static IQueryable<ExclusionRow> Rows(AppDb db, Caller caller, IQueryable<Exclusion> exclusions)
    {
        var me = caller.UserId;
        return from x in exclusions
               join e in db.Enterprises on x.EnterpriseKey equals e.Key
               join u in db.Units on x.Path equals u.Path
               orderby x.Key descending
               select new ExclusionRow(x.Id, x.Key, e.Id, e.Name, u.Name, x.Path, x.Code, x.Reason, x.EffectiveFrom,
                   x.ProposedBy, x.ProposedAt, x.DecidedBy, me != null && x.ProposedById == me,
                   x.State, x.SupersededAt != null, x.Declined);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapApi("exclusions").MapGet("", List)
        .RequireAuthorization(new NeedsAttribute("enterprises.see"))
        .WithMetadata(ApiList.Doc(
            Columns(null, Texts.Chinese),
            new("state", "Which; those that wait for a second person when nothing is said.",
                Values: ApiList.Codes<ExclusionState>()),
            new("place", "Code of a unit, with all below it; creation-units for the units chosen for the programme."),
            new("after", "The page after this place; take it from next.", ApiKind.Number)))
        .WithName("listExclusions").WithSummary("Exclusions from the base set, the latest first, 50 a page");

    // Programs get every column in every state, so that rows are of one shape.
    private static async Task<IResult> List(
        HttpContext http, AppDb db, Caller caller, Texts words, UnitTree units, string? state, string? place, long? after)
    {
        var paths = string.IsNullOrEmpty(place) ? null : (await units.Now(place)).PathsOf(place, caller) ?? [];
        if (paths?.Any(caller.Covers) == false)
            throw ApiProblems.NoPlace(place);
        var rows = await db.ExclusionRows(caller, StateOf(state), after, paths);
        return ApiList.Page(http, Columns(null, words), rows, r => $"{r.Id}",
            next: rows.Count == PageSize ? rows[^1].Key.ToString(CultureInfo.InvariantCulture) : null);
    }
}
