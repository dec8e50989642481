using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Audit;
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

    /// <summary>Keyed digest of what a program sent; none from a form.</summary>
    [JsonIgnore]
    public long? Sent { get; set; }

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

    /// <summary>姓名 of a contact to begin with; optional.</summary>
    public string? ContactName { get; set; }

    /// <summary>职务 of the contact.</summary>
    public string? ContactRole { get; set; }

    /// <summary>电话 of the contact; it is kept sealed.</summary>
    public string? Phone { get; set; }

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
    /// <returns>The fields that both changed, differently, with what stands there now.</returns>
    public IReadOnlyList<(string Field, string Newest)> Follow(Registration was, Registration newest)
    {
        var contested = new List<(string, string)>();
        var (before, now) = (was.Described(), newest.Described());
        foreach (var ((field, mine), i) in Described().Select((d, i) => (d, i)))
            if (mine == before[i].Value)
                Take(field, newest);
            else if (now[i].Value != before[i].Value && now[i].Value != mine)
                contested.Add((field, now[i].Value));
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
    /// <returns>The new enterprise; the standing one when it was registered under this id before.</returns>
    /// <exception cref="Refused">
    /// <c>enterprises.key-used</c>: a program registered something else under this id; whatever is wrong, at its field.
    /// </exception>
    public async Task<Enterprise> Enter(AppDb db, Ledger ledger, DateOnly today)
    {
        if (await db.Enterprises.FirstOrDefaultAsync(e => e.Id == Id) is { } standing)
            return Sent is null || Sent == standing.Sent ? standing : throw KeyUsed(standing);
        var no = new Refusals();
        var place = await no.Try(PlaceIn(db));
        if (place is not null)
            db.Caller.Need("enterprises.edit", place.Path);
        Check(no, today);
        CheckNumbers(no, today, EstablishedOn);
        CheckContact(no);
        var code = await no.Try(CodeIn(db, ownKey: null));
        if (place is not null && string.IsNullOrWhiteSpace(CreditCode))
            await SameName(db, no, place.Path);
        no.Throw();
        var file = ledger.Register(
            place!.Path, Name!, code, EstablishedOn, today, Source, id: Id);
        Describe(file.Enterprise);
        file.Enterprise.Sent = Sent;
        Numbers(file, ledger, today);
        await ledger.Close(file);
        if (!string.IsNullOrWhiteSpace(ContactName))
            await Contacting.Put(db, ledger.Vault, file.Enterprise, Guid.CreateVersion7(), ContactName, ContactRole, Phone);
        return file.Enterprise;
    }

    /// <summary>Whether it can be taken for new without looking (<see cref="Prepare"/>): a unique index stops what is not.</summary>
    [JsonIgnore]
    public bool CanBePrepared => !string.IsNullOrWhiteSpace(CreditCode) && string.IsNullOrWhiteSpace(ContactName);

    /// <summary>Makes a file ready apart from the change that will write it, which is short then.</summary>
    /// <remarks>What is not new breaks a unique index (<c>writes.already-there</c>); <see cref="Enter"/> then says why.</remarks>
    /// <param name="db">A reading context of the caller.</param>
    /// <param name="ledger">The books of today, on that context.</param>
    /// <param name="place">Where it works, as known a moment ago.</param>
    /// <param name="today">The day, China time.</param>
    /// <param name="now">The instant of recording, UTC.</param>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public NewFile Prepare(AppDb db, Ledger ledger, Unit place, DateOnly today, DateTime now)
    {
        db.Caller.Need("enterprises.edit", place.Path);
        var no = new Refusals();
        Check(no, today);
        CheckNumbers(no, today, EstablishedOn);
        var code = CodeRead;
        no.Add(nameof(CreditCode), code is null ? null : Foundation.Rules.CreditCode.Check(code));
        no.Throw();
        var draft = ledger.Draft(place.Path, EnterpriseName.Of(Name!), code, EstablishedOn, today, Source, sample: false, Id);
        Describe(draft.Enterprise);
        draft.Enterprise.Sent = Sent;
        Numbers(draft, ledger, today);
        ledger.Judge(draft);
        return new(draft, place, [ledger.RecordOf(draft), db.Added(now, draft.Enterprise)]);
    }

    /// <summary>Corrects what describes an enterprise; numbers and workplace are facts and are told separately.</summary>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public async Task Correct(AppDb db, Ledger ledger, Enterprise enterprise, DateOnly today)
    {
        db.Caller.Need("enterprises.edit", enterprise.Path);
        var no = new Refusals();
        Check(no, today);
        var code = await no.Try(CodeIn(db, enterprise.Key));
        no.Throw();
        var file = await ledger.Open(enterprise);
        enterprise.Rename(Name!);
        (enterprise.CreditCode, enterprise.EstablishedOn) = (code, EstablishedOn);
        Describe(enterprise);
        await ledger.Close(file);
    }

    /// <summary>Tells the numbers, where there are any.</summary>
    /// <returns>Whether any was told that was not known.</returns>
    /// <exception cref="Refused">A number or its day is not possible.</exception>
    public bool Numbers(OpenFile file, Ledger ledger, DateOnly today)
    {
        var no = new Refusals();
        CheckNumbers(no, today, file.Enterprise.EstablishedOn);
        no.Throw();
        var day = NumbersOn ?? today;
        var told = Headcount is { } people && ledger.Tell(file, FactKind.Headcount, people, Source, day);
        return (Members is { } members && ledger.Tell(file, FactKind.Members, members, Source, day)) || told;
    }

    /// <summary>Whether the form says no more than what is taken already, as it was opened: no other number, day or source.</summary>
    public bool SaysNothingNew(Enterprise enterprise, DateOnly today) =>
        Source == FactSource.Visit && (NumbersOn ?? today) == today
        && (Headcount ?? enterprise.Headcount) == enterprise.Headcount && (Members ?? enterprise.Members) == enterprise.Members;

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

    private void Check(Refusals no, DateOnly today)
    {
        no.When(string.IsNullOrWhiteSpace(Name), nameof(Name), "enterprises.no-name", "请填写企业名称");
        no.NotOver(Name, 120, nameof(Name));
        no.NotOver(Address, 200, nameof(Address));
        no.NotOver(RegisteredAddress, 200, nameof(RegisteredAddress));
        no.When(EstablishedOn > today, nameof(EstablishedOn), "enterprises.born-later", "成立日期不能晚于今天");
        no.When(!string.IsNullOrWhiteSpace(Industry) && Industries.Read(Industry, order2002: false) is null, nameof(Industry),
            "enterprises.industry", "看不懂行业“{0}”,请填名称(如 软件和信息技术服务业)、门类字母(如 C)或小类代码(如 3911)", Industry);
    }

    private void CheckNumbers(Refusals no, DateOnly today, DateOnly? born)
    {
        no.When(Headcount is < 0 or > 1_000_000, nameof(Headcount), "enterprises.headcount", "职工人数应在 0 到 1,000,000 之间");
        no.When(Members is < 0 or > 1_000_000, nameof(Members), "enterprises.members", "会员人数应在 0 到 1,000,000 之间");
        no.When(NumbersOn > today, nameof(NumbersOn), "enterprises.numbers-later", "人数的日期不能晚于今天");
        no.When(born <= today && NumbersOn < born && (Headcount ?? Members) is not null, nameof(NumbersOn),
            "enterprises.numbers-early", "这家企业 {0} 才成立,那以前没有人数;请核对这个日期", born);
    }

    private void CheckContact(Refusals no)
    {
        var told = !string.IsNullOrWhiteSpace(Phone) || !string.IsNullOrWhiteSpace(ContactRole);
        no.When(told && string.IsNullOrWhiteSpace(ContactName), nameof(ContactName), "contacts.no-name", "请填写姓名");
        no.NotOver(ContactName, 60, nameof(ContactName));
        no.NotOver(ContactRole, 40, nameof(ContactRole));
        if (!string.IsNullOrWhiteSpace(Phone))
            no.Add(nameof(Phone), Foundation.Rules.Phone.Check(Phone, contact: true));
    }

    private async Task SameName(AppDb db, Refusals no, string path)
    {
        var name = Name?.Trim();
        if (name is { Length: > 0 } && await db.Enterprises.Where(e => e.Path == path && e.Name == name)
                .Select(e => (Guid?)e.Id).FirstOrDefaultAsync() is { } standing)
            no.Add(new Refused("enterprises.same-name",
                "这里已有同名企业“{0}”。没有信用代码分不清是不是同一家:请打开那份档案,或补上信用代码", name)
                .At(nameof(Name)).See($"/enterprises/{standing}"));
    }

    // The code is unique in the whole store, but the name of a file that the caller may not see is not told.
    private async Task<string?> CodeIn(AppDb db, long? ownKey)
    {
        if (CodeRead is not { } code)
            return null;
        if (Foundation.Rules.CreditCode.Check(code) is { IsWarning: false } problem)
            throw new Refused(problem).At(nameof(CreditCode));
        var taken = await db.Enterprises.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(e => e.CreditCode == code && e.Key != ownKey)
            .Select(e => new { e.Name, e.Path, e.Id }).FirstOrDefaultAsync();
        if (taken is null)
            return code;
        throw (db.Caller.Covers(taken.Path)
            ? new Refused("enterprises.code-taken", "这个信用代码已登记为“{0}”", taken.Name).See($"/enterprises/{taken.Id}")
            : new Refused("enterprises.code-elsewhere", "这个信用代码已在别的辖区登记,请联系上级工会核对")).At(nameof(CreditCode));
    }

    private string? CodeRead =>
        CreditCode is not null && Foundation.Rules.CreditCode.Normalise(CreditCode) is { Length: > 0 } code ? code : null;

    private static Refused KeyUsed(Enterprise standing) => new Refused("enterprises.key-used",
        "这个 id 或 Idempotency-Key 已用来登记“{0}”,发来的内容与当时不同;另一家企业请换一个", standing.Name)
        .At(nameof(Id)).See($"/enterprises/{standing.Id}");

    private void Describe(Enterprise enterprise)
    {
        var (section, division) = string.IsNullOrWhiteSpace(Industry)
            ? ("", "")
            : Industries.Read(Industry, order2002: false) ?? ("", "");
        (enterprise.Section, enterprise.Industry) = (section, division);
        (enterprise.Address, enterprise.RegisteredAddress) = (Address?.Trim() ?? "", RegisteredAddress?.Trim() ?? "");
    }
}
