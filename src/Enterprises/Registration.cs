using System.Runtime.CompilerServices;
using System.Globalization;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Enterprises;

/// <summary>登记: what is said of an enterprise when it is entered or corrected, by a form or by another system.</summary>
public sealed class Registration
{
    // Translated once per model: a registration asks nothing else of the database.
    private static readonly ConditionalWeakTable<IModel, Func<AppDb, string, Task<Unit?>>> UnitOf = [];

    /// <summary>The id the new file shall have, made where the form is filled: sent twice, it is registered once.</summary>
    public Guid Id { get; set; }

    /// <summary>Code of the community, park or building where it works.</summary>
    public string? Unit { get; set; }

    /// <summary>名称.</summary>
    public string? Name { get; set; }

    /// <summary>统一社会信用代码; empty while unknown.</summary>
    public string? CreditCode { get; set; }

    /// <summary>行业 as section letter, division or class of GB/T 4754-2017.</summary>
    public string? Industry { get; set; }

    /// <summary>成立日期.</summary>
    public DateOnly? EstablishedOn { get; set; }

    /// <summary>实际经营地址.</summary>
    public string? Address { get; set; }

    /// <summary>注册地址.</summary>
    public string? RegisteredAddress { get; set; }

    /// <summary>职工人数.</summary>
    public int? Headcount { get; set; }

    /// <summary>会员人数.</summary>
    public int? Members { get; set; }

    /// <summary>The day the numbers are of; today when nothing is said.</summary>
    public DateOnly? NumbersOn { get; set; }

    /// <summary>Where the numbers come from.</summary>
    public FactSource Source { get; set; } = FactSource.Visit;

    /// <summary>What stands in the file now.</summary>
    public static Registration Of(Enterprise e) => new()
    {
        Name = e.Name,
        CreditCode = e.CreditCode,
        Industry = e.Section + e.Industry,
        EstablishedOn = e.EstablishedOn,
        Address = e.Address,
        RegisteredAddress = e.RegisteredAddress,
    };

    /// <summary>What describes the enterprise, by field, as a form holds it.</summary>
    public IReadOnlyList<(string Name, string Value)> Described() =>
    [
        (nameof(Name), Name ?? ""), (nameof(CreditCode), CreditCode ?? ""), (nameof(Industry), Industry ?? ""),
        (nameof(EstablishedOn), EstablishedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""),
        (nameof(Address), Address ?? ""), (nameof(RegisteredAddress), RegisteredAddress ?? ""),
    ];

    /// <summary>Takes over what others changed meanwhile, field by field, where this form left the field alone.</summary>
    /// <param name="was">What the form was filled from.</param>
    /// <param name="newest">What stands in the file now.</param>
    /// <returns>The first field that both changed, differently; nothing when there is none.</returns>
    public string? Follow(Registration was, Registration newest)
    {
        string? contested = null;
        var (before, now) = (was.Described(), newest.Described());
        foreach (var ((field, mine), i) in Described().Select((d, i) => (d, i)))
            if (mine == before[i].Value)
                Take(field, newest);
            else if (now[i].Value != before[i].Value && now[i].Value != mine)
                contested ??= field;
        return contested;
    }

    private void Take(string field, Registration from)
    {
        var property = typeof(Registration).GetProperty(field)!;
        property.SetValue(this, property.GetValue(from));
    }

    /// <summary>Puts a new file into the books.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="ledger">The books of today.</param>
    /// <param name="today">The day, China time.</param>
    /// <param name="unseen">
    /// Taken for new without looking: the unique indexes stop what is not (<c>writes.already-there</c>), and a second try
    /// that looks says why.
    /// </param>
    /// <returns>The new enterprise; the standing one when it was registered under this id before.</returns>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public async Task<Enterprise> Enter(AppDb db, Ledger ledger, DateOnly today, bool unseen = false)
    {
        if (!unseen && await db.Enterprises.FirstOrDefaultAsync(e => e.Id == Id) is { } standing)
            return standing;
        var place = await PlaceIn(db);
        db.Caller.Need("enterprises.edit", place.Path);
        Check(today);
        var code = await CodeIn(db, ownKey: null, unseen);
        if (code is null && await db.Enterprises.AnyAsync(e => e.Path == place.Path && e.Name == Name!.Trim()))
            throw new Refused("enterprises.same-name",
                "这里已有同名企业“{0}”。没有信用代码分不清是不是同一家:请打开那份档案,或补上信用代码", Name!.Trim()).At(nameof(Name));
        var file = ledger.Register(
            place.Path, Name!, code, EstablishedOn, today, Source, id: Id);
        Describe(file.Enterprise);
        Numbers(file, ledger, today);
        await ledger.Close(file);
        return file.Enterprise;
    }

    /// <summary>Corrects what describes an enterprise; numbers and workplace are facts and are told separately.</summary>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public async Task Correct(AppDb db, Ledger ledger, Enterprise enterprise, DateOnly today)
    {
        db.Caller.Need("enterprises.edit", enterprise.Path);
        Check(today);
        var code = await CodeIn(db, enterprise.Key);
        var file = await ledger.Open(enterprise);
        enterprise.Rename(Name!);
        (enterprise.CreditCode, enterprise.EstablishedOn) = (code, EstablishedOn);
        Describe(enterprise);
        await ledger.Close(file);
    }

    /// <summary>Tells the numbers, where there are any.</summary>
    /// <exception cref="Refused">A number or its day is not possible.</exception>
    public void Numbers(OpenFile file, Ledger ledger, DateOnly today)
    {
        CheckNumbers(today);
        var day = NumbersOn ?? today;
        if (Headcount is { } people)
            ledger.Tell(file, FactKind.Headcount, people, Source, day);
        if (Members is { } members)
            ledger.Tell(file, FactKind.Members, members, Source, day);
    }

    /// <summary>The unit named by <see cref="Unit"/>, inside the caller's scope.</summary>
    /// <exception cref="Refused"><c>enterprises.no-place</c>: none named, not visible, or too high in the tree.</exception>
    public async Task<Unit> PlaceIn(AppDb db)
    {
        var place = Unit is null ? null : await UnitOf.GetValue(db.Model, Translate)(db, Unit);
        return place?.Kind >= UnitKind.Community
            ? place
            : throw new Refused("enterprises.no-place", "请选择企业实际经营所在的社区、园区或楼宇").At(nameof(Unit));
    }

    private static Func<AppDb, string, Task<Unit?>> Translate(IModel model) =>
        EF.CompileAsyncQuery((AppDb db, string code) => db.Set<Unit>().AsNoTracking().FirstOrDefault(u => u.Code == code));

    private void Check(DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw new Refused("enterprises.no-name", "请填写企业名称").At(nameof(Name));
        if (Name.Length > 120)
            throw new Refused("enterprises.long-name", "企业名称最多 {0} 个字", 120).At(nameof(Name));
        if (EstablishedOn > today)
            throw new Refused("enterprises.born-later", "成立日期不能晚于今天").At(nameof(EstablishedOn));
        if (!string.IsNullOrWhiteSpace(Industry) && Industries.Read(Industry, order2002: false) is null)
            throw new Refused("enterprises.industry", "看不懂行业“{0}”,请填门类字母(如 C)或小类代码(如 3911)", Industry)
                .At(nameof(Industry));
    }

    private void CheckNumbers(DateOnly today)
    {
        if (Headcount is < 0 or > 1_000_000)
            throw new Refused("enterprises.headcount", "职工人数应在 0 到 1,000,000 之间").At(nameof(Headcount));
        if (Members is < 0 or > 1_000_000)
            throw new Refused("enterprises.members", "会员人数应在 0 到 1,000,000 之间").At(nameof(Members));
        if (NumbersOn > today)
            throw new Refused("enterprises.numbers-later", "人数的日期不能晚于今天").At(nameof(NumbersOn));
    }

    // The code is unique in the whole store, but the name of a file that the caller may not see is not told.
    private async Task<string?> CodeIn(AppDb db, long? ownKey, bool unseen = false)
    {
        var code = CreditCode is null ? "" : Foundation.Rules.CreditCode.Normalise(CreditCode);
        if (code.Length == 0)
            return null;
        if (Foundation.Rules.CreditCode.Check(code) is { IsWarning: false } problem)
            throw new Refused(problem).At(nameof(CreditCode));
        if (unseen)
            return code;
        var taken = await db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(e => e.CreditCode == code && e.Key != ownKey)
            .Select(e => new { e.Name, e.Path }).FirstOrDefaultAsync();
        if (taken is null)
            return code;
        throw (db.Caller.Covers(taken.Path)
            ? new Refused("enterprises.code-taken", "这个信用代码已登记为“{0}”,请打开那份档案", taken.Name)
            : new Refused("enterprises.code-elsewhere", "这个信用代码已在别的辖区登记,请联系上级工会核对")).At(nameof(CreditCode));
    }

    private void Describe(Enterprise enterprise)
    {
        var (section, division) = string.IsNullOrWhiteSpace(Industry)
            ? ("", "")
            : Industries.Read(Industry, order2002: false) ?? ("", "");
        (enterprise.Section, enterprise.Industry) = (section, division);
        (enterprise.Address, enterprise.RegisteredAddress) = (Cut(Address), Cut(RegisteredAddress));
    }

    private static string Cut(string? text) => text is null ? "" : text.Trim()[..Math.Min(200, text.Trim().Length)];
}
