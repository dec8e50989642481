using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>What is said of a union when it is founded in a unit, or corrected. Own unions are founded from an enterprise's file.</summary>
public sealed class UnionEntry
{
    /// <summary>The id the new union shall have, made where the form is filled: sent twice, it is founded once.</summary>
    public Guid Id { get; set; }

    /// <summary>建会形式 of a new union.</summary>
    public UnionForm Form { get; set; } = UnionForm.Joint;

    /// <summary>Code of the unit in which it lies.</summary>
    public string? Unit { get; set; }

    /// <summary>名称.</summary>
    public string? Name { get; set; }

    /// <summary>统一社会信用代码 (81…); empty before registration.</summary>
    public string? CreditCode { get; set; }

    /// <summary>First day of its life.</summary>
    public DateOnly? Lives { get; set; }

    /// <summary>Last day of its first term.</summary>
    public DateOnly? TermEnds { get; set; }

    /// <summary>The higher union approved a term of another length than three or five years.</summary>
    public bool Sure { get; set; }

    /// <summary>The forms that are founded in a unit.</summary>
    public static IReadOnlyList<UnionForm> Forms { get; } =
        [UnionForm.Joint, UnionForm.Group, UnionForm.Organiser, UnionForm.Federation];

    /// <summary>Founds the union.</summary>
    /// <exception cref="Refused">
    /// <c>unions.no-unit</c>, <c>unions.no-form</c>: not said; <c>unions.later</c>: it would live from a later day;
    /// <c>unions.name-taken</c>: the same name lives there already; and those of <see cref="UnionLedger"/>.
    /// </exception>
    public async Task Enter(AppDb db, DateOnly today, DateTime now)
    {
        if (await db.Unions.AnyAsync(u => u.Id == Id))
            return;
        var no = new Refusals();
        var unit = await db.Units.FirstOrDefaultAsync(u => u.Code == Unit);
        var (lives, name) = (Lives ?? today, Wording.Within(Name, 120, "UnionName"));
        no.When(!Forms.Contains(Form), nameof(Form), "unions.no-form", "请选择建会形式");
        no.When(unit is null, nameof(Unit), "unions.no-unit", "请选择所在单位");
        no.When(name.Length == 0, "UnionName", "unions.no-name", "请填写工会名称");
        no.When(lives > today, nameof(Lives), "unions.later", "日期不能晚于今天");
        no.When(TermEnds < lives, nameof(TermEnds), "unions.term-before-life", "届满日期不能早于成立日期");
        Term.CheckFirst(no, Form, lives, TermEnds, Sure);
        var code = await no.Try(UnionCode.In(db, CreditCode, null, nameof(CreditCode)));
        if (unit is not null)
            db.Caller.Need("organisations.edit", unit.Path);
        if (unit is not null && await UnionList.Rows(db).AnyAsync(r => r.Alive && r.Union.Path == unit.Path
                && r.Union.Name == name && r.Union.Form == Form))
            no.Add(new Refused("unions.name-taken", "“{0}”里已有同名的工会", unit.Name).At("UnionName"));
        no.Throw();
        new UnionLedger(db, now).Found(name, Form, unit!.Path, lives, TermEnds, "登记", code, id: Id);
    }

    /// <summary>Corrects name, credit code and establishment.</summary>
    /// <returns>Whether its life was corrected.</returns>
    /// <exception cref="Refused">Whatever is wrong, at its field.</exception>
    public async Task<bool> Correct(AppDb db, Union union, DateOnly today, DateTime now)
    {
        var name = Wording.Within(Name, 120, "UnionName");
        var no = new Refusals();
        no.When(name.Length == 0, "UnionName", "unions.no-name", "请填写工会名称");
        no.When(Lives > today, nameof(Lives), "unions.later", "日期不能晚于今天");
        var code = await no.Try(UnionCode.In(db, CreditCode, union.Key, nameof(CreditCode)));
        var corrected = Lives is { } lives && await no.Try(new UnionLedger(db, now).Correct(union, lives, "更正"));
        no.Throw();
        (union.Name, union.CreditCode) = (name, code);
        return corrected;
    }
}
