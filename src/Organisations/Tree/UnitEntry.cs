using System.Globalization;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>What is said of a unit of the tree when it is added or corrected.</summary>
public sealed class UnitEntry
{
    /// <summary>The id the new unit shall have, made where the form is filled: sent twice, it is added once.</summary>
    public Guid Id { get; set; }

    /// <summary>层级 of a new unit.</summary>
    public UnitKind Kind { get; set; }

    /// <summary>区划代码, or the district's own code of a park or building.</summary>
    public string? Code { get; set; }

    /// <summary>名称.</summary>
    public string? Name { get; set; }

    /// <summary>First day on which it exists.</summary>
    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day on which it no longer exists.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>统计用.</summary>
    public bool Statistical { get; set; }

    /// <summary>创建单位 of this year.</summary>
    public int? CreationYear { get; set; }

    /// <summary>What may be added below a unit.</summary>
    public static IReadOnlyList<UnitKind> KindsBelow(UnitKind above) => above switch
    {
        UnitKind.City => [UnitKind.District],
        UnitKind.District => [UnitKind.Subdistrict],
        UnitKind.Subdistrict => [UnitKind.Community],
        UnitKind.Community => [UnitKind.Park, UnitKind.Building],
        UnitKind.Park => [UnitKind.Building],
        _ => [],
    };

    /// <summary>Adds a unit below another. Divisions take their path segment from the code, parks and buildings the next free one.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="above">The unit above.</param>
    /// <param name="today">The day, China time; the unit exists from here on when no day is named.</param>
    /// <returns>The unit; the standing one when it was added under this id before.</returns>
    /// <exception cref="Refused">
    /// <c>organisations.kind</c>: no such kind below this one; <c>organisations.above-closed</c>: the unit above has ended;
    /// <c>organisations.code-taken</c>; <c>organisations.enrolment</c>: only the district says its 创建年份; and those of
    /// <see cref="DivisionCode"/> and of the names.
    /// </exception>
    public async Task<Unit> Plant(AppDb db, Unit above, DateOnly today)
    {
        if (await db.Units.FirstOrDefaultAsync(u => u.Id == Id) is { } standing)
            return standing;
        var no = new Refusals();
        if (CreationYear is not null && !await Identity.MayEnrolBelow(db, above.Path))
            no.Add(Identity.Enrolment());
        var division = Kind <= UnitKind.Community;
        var code = division ? Plain.Code(Code) : Plain.Fold(Code ?? "").Trim().ToUpperInvariant();
        string? segment = null;
        if (KindsBelow(above.Kind).Contains(Kind))
            segment = await no.Try(division ? SegmentOf(db, Kind, code, above) : FreeSegment(db, above, Kind, code));
        else
            no.Add(new Refused("organisations.kind", "这里不能加这一级").At(nameof(Kind)));
        if (above.ValidTo <= today)
            no.Add(new Refused("organisations.above-closed", "“{0}”已撤销,不能再加下级", above.Name));
        CheckWords(no);
        no.Throw();
        var unit = new Unit
        {
            Key = db.NextKey(),
            Id = Id,
            Path = $"{above.Path}{segment}/",
            ParentKey = above.Key,
            Code = code,
            Name = "",
            Kind = Kind,
            ValidFrom = ValidFrom ?? today,
        };
        Describe(unit);
        db.Add(unit);
        return unit;
    }

    /// <summary>Corrects what is known of a unit, or closes it.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="today">The day, China time.</param>
    /// <param name="also">What is wrong with the form besides.</param>
    /// <exception cref="Refused">
    /// <c>organisations.valid-order</c>: it ends before it begins; <c>organisations.has-parts</c>: a unit below it outlives
    /// it; <c>organisations.has-enterprises</c>: enterprises still work there; and those of <see cref="Identity"/>.
    /// </exception>
    public async Task Correct(AppDb db, Unit unit, DateOnly today, Refusals? also = null)
    {
        var no = also ?? new Refusals();
        var from = ValidFrom ?? unit.ValidFrom;
        await Identity.Check(db, unit, this, no);
        CheckWords(no);
        no.When(ValidTo <= from, nameof(ValidTo), "organisations.valid-order", "撤销日期要晚于设立日期 {0}", from);
        if (ValidTo is { } end && end > from && end != unit.ValidTo)
            await CheckClosing(no, db, unit, end, today);
        no.Throw();
        Describe(unit);
        (unit.ValidFrom, unit.ValidTo) = (from, ValidTo);
    }

    /// <summary>The path segment of a division below another, from a code that no other unit of the store has.</summary>
    /// <exception cref="Refused"><c>organisations.code-taken</c>; and those of <see cref="DivisionCode"/>.</exception>
    internal static async Task<string> SegmentOf(AppDb db, UnitKind kind, string code, Unit above, string? own = null)
    {
        var segment = DivisionCode.Segment(kind, code, above.Code);
        if (code != own)
            await CheckFree(db, code);
        return segment;
    }

    private static async Task<string> FreeSegment(AppDb db, Unit above, UnitKind kind, string code)
    {
        DivisionCode.CheckOwn(code);
        await CheckFree(db, code);
        return await FreeSegment(db, above, kind);
    }

    private static async Task CheckFree(AppDb db, string code)
    {
        if (await db.Units.IgnoreQueryFilters([AppDb.ScopeFilter]).AnyAsync(u => u.Code == code))
            throw new Refused("organisations.code-taken", "代码 {0} 已经用过", code).At(nameof(Code));
    }

    private static async Task CheckClosing(Refusals no, AppDb db, Unit unit, DateOnly end, DateOnly today)
    {
        var part = await db.Units.FirstOrDefaultAsync(
            u => u.ParentKey == unit.Key && (u.ValidTo == null || u.ValidTo > end));
        if (part is not null)
            no.Add(new Refused("organisations.has-parts", "下级“{0}”届时仍在,请先撤销或调整下级", part.Name).At(nameof(ValidTo)));
        var enterprises = (await db.Sums(unit.Path)).GetValueOrDefault(UnitList.Enterprises);
        no.When(end <= today && enterprises > 0, nameof(ValidTo),
            "organisations.has-enterprises", "还有 {0} 家企业的经营地登记在这里,请先改到别的单位", enterprises);
    }

    private void CheckWords(Refusals no)
    {
        no.When(string.IsNullOrWhiteSpace(Name), nameof(Name), "organisations.no-name", "请填写名称");
        no.When(CreationYear is < 2000 or > 2100, nameof(CreationYear), "organisations.year", "创建年份应在 2000 至 2100 之间");
        no.NotOver(Name, 100, nameof(Name));
    }

    private void Describe(Unit unit) =>
        (unit.Name, unit.Statistical, unit.CreationYear) = (Name!.Trim(), Statistical, CreationYear);

    /// <summary>The next free path segment of a park or building below a unit.</summary>
    internal static async Task<string> FreeSegment(AppDb db, Unit above, UnitKind kind)
    {
        var mark = kind == UnitKind.Park ? 'p' : 'b';
        var paths = await db.Units.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(u => u.ParentKey == above.Key).Select(u => u.Path).ToListAsync();
        var last = paths.Select(p => p[above.Path.Length..^1]).Where(s => s[0] == mark)
            .Max(s => int.TryParse(s[1..], CultureInfo.InvariantCulture, out var number) ? number : (int?)0) ?? 0;
        return string.Create(CultureInfo.InvariantCulture, $"{mark}{last + 1:00}");
    }
}
