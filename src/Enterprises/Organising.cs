using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>建会: what is said when an enterprise gets its own union, joins one, or leaves one.</summary>
public sealed class Organising
{
    /// <summary>独立工会, 联合工会, 工会小组 or 组织员.</summary>
    public UnionForm Form { get; set; } = UnionForm.Own;

    /// <summary>The union joined, for joint unions and groups.</summary>
    public Guid? Union { get; set; }

    /// <summary>Name of the union founded; for an organiser, the person's name.</summary>
    public string? UnionName { get; set; }

    /// <summary>批复日期 of a founded union, or the first day covered.</summary>
    public DateOnly? From { get; set; }

    /// <summary>届满日期, the last day of the term.</summary>
    public DateOnly? TermEnds { get; set; }

    /// <summary>签署日期 of the joining record; a joint union does not cover without it.</summary>
    public DateOnly? SignedOn { get; set; }

    /// <summary>Credit code of the union as a legal person (81…), where it has one.</summary>
    public string? UnionCode { get; set; }

    /// <summary>The higher union approved a term of another length than three or five years.</summary>
    public bool Sure { get; set; }

    /// <summary>A day before the enterprise's own establishment is meant.</summary>
    public bool SureEarly { get; set; }

    /// <summary>Code of the refusal of a day before the enterprise's own establishment.</summary>
    public const string BeforeFirm = "unions.before-firm";

    /// <summary>Founds or joins; an own union takes the place of the organiser.</summary>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public async Task Enter(AppDb db, Ledger ledger, Enterprise enterprise, DateOnly today, DateTime now)
    {
        var no = new Refusals();
        no.When(From is null, nameof(From), "unions.no-day", "请填写日期");
        no.When(From > today, nameof(From), "unions.later", "日期不能晚于今天");
        var founds = Form is UnionForm.Own or UnionForm.Organiser;
        var union = founds ? null : await db.Unions.FirstOrDefaultAsync(u => u.Id == Union && u.Form == Form);
        var file = await ledger.Open(enterprise);
        var facts = union is null ? [] : await Told(db, union);
        CheckFirm(no, enterprise);
        string? code = null;
        if (founds)
        {
            CheckFounding(no, file, today);
            code = await no.Try(Organisations.Unions.UnionCode.In(db, UnionCode, null, nameof(UnionCode)));
        }
        else
        {
            CheckJoining(no, file, union, facts, today);
        }
        no.Throw();
        if (union is null && Form == UnionForm.Own)
            await EndOrganiser(db, ledger, file, From!.Value, now);
        if (union is null)
            Found(db, ledger, file, From!.Value, code, now);
        else
            ledger.Join(file, union, facts, From!.Value, SignedOn);
        await ledger.Close(file);
    }

    /// <summary>补登签署日期: a joint union covers from the day of the signature on, by the rules of joining.</summary>
    /// <exception cref="Refused">
    /// <c>unions.left</c>: the record is not there any more, or is signed; <c>unions.no-day</c>; and the rules of joining.
    /// </exception>
    public async Task Sign(AppDb db, Ledger ledger, Enterprise enterprise, long joiningKey, DateOnly today)
    {
        var file = await ledger.Open(enterprise);
        var cover = file.Covers.Find(c => c.Joining.Key == joiningKey && c.Joining.SignedOn is null)
            ?? throw new Refused("unions.left", "这条记录已经变动,请刷新后再看");
        var name = await db.Unions.Where(u => u.Key == cover.Joining.UnionKey).Select(u => u.Name).FirstOrDefaultAsync();
        var no = new Refusals();
        no.When(SignedOn is null, nameof(SignedOn), "unions.no-day", "请填写日期");
        CheckDays(no, cover.Facts, name, today);
        CheckFirm(no, enterprise);
        no.Throw();
        ledger.Sign(file, cover.Joining, name ?? "", SignedOn!.Value);
        await ledger.Close(file);
    }

    private void CheckFounding(Refusals no, OpenFile file, DateOnly today)
    {
        if (file.Covers.Any(c => c.Joining.Form == Form && c.Holds(today, null)))
            no.Add(new Refused("unions.twice", "这家企业已有存续的{0}", Form == UnionForm.Own ? "独立工会" : "组织员"));
        no.When(string.IsNullOrWhiteSpace(UnionName), nameof(UnionName), "unions.no-name", "请填写工会名称");
        no.When(TermEnds < From, nameof(TermEnds), "unions.term-before-life", "届满日期不能早于成立日期");
        Term.CheckFirst(no, Form, From, TermEnds, Sure);
    }

    private void CheckJoining(Refusals no, OpenFile file, Union? union, List<UnionFact> facts, DateOnly today)
    {
        no.When(union is null, nameof(Union), "unions.choose", "请选择要加入的工会");
        no.When(file.Covers.Any(c => c.Joining.UnionKey == union?.Key && c.Joining.EffectiveTo is null), nameof(Union),
            "unions.joined", "这家企业已加入“{0}”", union?.Name);
        CheckDays(no, facts, union?.Name, today);
    }

    private void CheckDays(Refusals no, IReadOnlyList<UnionFact> facts, string? union, DateOnly today)
    {
        no.When(SignedOn > today, nameof(SignedOn), "unions.signed-later", "签署日期不能晚于今天");
        var lives = facts.Where(f => f.Kind == UnionFactKind.Life).Min(f => (DateOnly?)f.EffectiveFrom);
        no.When(From < lives, nameof(From), "unions.join-before", BeforeUnion, union, lives);
        no.When(SignedOn < lives, nameof(SignedOn), "unions.signed-before", BeforeUnion, union, lives);
    }

    // A firm may come of another one that had its union: so it is asked, not refused for good.
    private void CheckFirm(Refusals no, Enterprise enterprise)
    {
        var born = enterprise.EstablishedOn;
        no.When(From < born && !SureEarly, nameof(From), BeforeFirm, EarlierThanFirm, born);
        no.When(SignedOn < born && !SureEarly, nameof(SignedOn), BeforeFirm, EarlierThanFirm, born);
    }

    private const string BeforeUnion = "“{0}”{1} 才成立,日期不能早于它";
    private const string EarlierThanFirm = "这家企业 {0} 才成立,日期早于它;确实无误的,请在下面注明";

    private static async Task EndOrganiser(AppDb db, Ledger ledger, OpenFile file, DateOnly from, DateTime now)
    {
        var organisers = file.Covers.Select(c => c.Joining)
            .Where(j => j.Form == UnionForm.Organiser && j.EffectiveTo is null && j.EffectiveFrom < from).ToList();
        foreach (var joining in organisers)
        {
            ledger.Leave(file, joining, from);
            if (await db.Unions.FirstOrDefaultAsync(u => u.Key == joining.UnionKey) is { } organiser)
                await new UnionLedger(db, now).End(organiser, from, "已建独立工会");
        }
    }

    private void Found(AppDb db, Ledger ledger, OpenFile file, DateOnly from, string? code, DateTime now)
    {
        var (union, facts) = new UnionLedger(db, now).Found(UnionName!, Form, file.Enterprise.Path, from, TermEnds, "登记", code);
        ledger.Join(file, union, facts, from, null);
    }

    private static Task<List<UnionFact>> Told(AppDb db, Union union) =>
        db.UnionFacts.Where(f => f.UnionKey == union.Key && f.SupersededAt == null).ToListAsync();
}
