using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>建会: a union with its life and its first term, and what happens to it later. Facts are never overwritten.</summary>
/// <param name="db">The writable context of the change.</param>
/// <param name="now">The instant of recording, UTC.</param>
public sealed class Founding(AppDb db, DateTime now)
{
    /// <summary>Writes a union down.</summary>
    /// <param name="name">名称.</param>
    /// <param name="form">建会形式.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="lives">First day of its life: the approval (批复) by the higher union, 工会法 art. 12.</param>
    /// <param name="termEnds">Last day of the term, where one is known; 3 or 5 years from the election, 工会法 art. 16.</param>
    /// <param name="source">来源.</param>
    /// <param name="creditCode">统一社会信用代码 (81…), where it is a legal person.</param>
    /// <param name="sample">示例.</param>
    /// <param name="id">The id it shall have, where a form made one.</param>
    /// <exception cref="Refused">
    /// <c>unions.no-name</c>: no name; <c>unions.term-before-life</c>: the term ends before the union lives.
    /// </exception>
    public (Union Union, UnionFact Life) Found(
        string name, UnionForm form, string path, DateOnly lives, DateOnly? termEnds, string source,
        string? creditCode = null, bool sample = false, Guid? id = null)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new Refused("unions.no-name", "请填写工会名称").At("UnionName");
        if (termEnds < lives)
            throw new Refused("unions.term-before-life", "届满日期不能早于成立日期").At("TermEnds");
        var union = new Union
        {
            Key = db.NextKey(),
            Id = id ?? Guid.CreateVersion7(),
            Path = path,
            Name = name.Trim(),
            Form = form,
            CreditCode = creditCode,
            Sample = sample,
        };
        db.Add(union);
        var told = db.NextKey();
        var life = Fact(union, UnionFactKind.Life, lives, null, source, told);
        db.Add(life);
        if (termEnds is { } end)
            db.Add(Fact(union, UnionFactKind.Term, lives, end.AddDays(1), source, told));
        Note(union, told, new() { ["Life"] = lives, ["TermEnds"] = termEnds, ["Source"] = source });
        return (union, life);
    }

    /// <summary>换届: a new term begins; a term that would still run then ends on the day before.</summary>
    /// <param name="union">The union.</param>
    /// <param name="begins">First day of the term.</param>
    /// <param name="ends">Its last day.</param>
    /// <param name="source">来源.</param>
    /// <param name="approved">The higher union has approved a term of another length than the law's.</param>
    /// <exception cref="Refused">
    /// <c>unions.term-order</c>: the term ends before it begins; <c>unions.term-length</c>: it is none of the law;
    /// <c>unions.not-alive-then</c>: the union does not live then; <c>unions.term-later</c>: a later term is known.
    /// </exception>
    public async Task Renew(Union union, DateOnly begins, DateOnly ends, string source, bool approved = false)
    {
        var no = new Refusals();
        no.When(ends <= begins, "Ends", "unions.term-order", "届满日期要晚于换届日期");
        no.When(ends > begins && !Term.IsLawful(begins, ends) && !approved, "Ends",
            "unions.term-length", "这一届从 {0} 到 {1},不是三年或五年。确有批准的,请勾选后再保存", begins, ends);
        var facts = await db.UnionFacts.Where(f => f.UnionKey == union.Key && f.SupersededAt == null).ToListAsync();
        no.When(!facts.Exists(f => f.Kind == UnionFactKind.Life && f.Holds(begins, null)), "Begins",
            "unions.not-alive-then", "该工会在 {0} 没有存续,不能换届", begins);
        var running = facts.FindAll(f => f.Kind == UnionFactKind.Term && !(f.EffectiveTo <= begins));
        if (running.Find(f => f.EffectiveFrom > begins) is { } later)
            no.Add(new Refused("unions.term-later", "已登记 {0} 开始的一届,换届日期要晚于它", later.EffectiveFrom).At("Begins"));
        no.Throw();
        var told = db.NextKey();
        foreach (var term in running)
        {
            term.SupersededAt = now;
            if (term.EffectiveFrom < begins)
                db.Add(Fact(union, UnionFactKind.Term, term.EffectiveFrom, begins, source, told));
        }
        db.Add(Fact(union, UnionFactKind.Term, begins, ends.AddDays(1), source, told));
        Note(union, told, new() { ["Term"] = begins, ["TermEnds"] = ends, ["Source"] = source });
    }

    /// <summary>撤销: the union ends; a unit that ends takes its union with it (工会法 art. 13), and it is told, never deleted.</summary>
    /// <param name="union">The union.</param>
    /// <param name="ends">First day on which it no longer lives.</param>
    /// <param name="source">来源.</param>
    /// <exception cref="Refused"><c>unions.not-alive</c>: it does not live on the day before.</exception>
    public async Task<IReadOnlyList<UnionFact>> End(Union union, DateOnly ends, string source)
    {
        var life = await db.UnionFacts.SingleOrDefaultAsync(f => f.UnionKey == union.Key
            && f.Kind == UnionFactKind.Life && f.SupersededAt == null && f.EffectiveTo == null);
        if (life is null || life.EffectiveFrom >= ends)
            throw new Refused("unions.not-alive", "该工会在 {0} 之前没有存续,不能撤销", ends).At("Ends");
        life.SupersededAt = now;
        var told = db.NextKey();
        var ended = Fact(union, UnionFactKind.Life, life.EffectiveFrom, ends, source, told);
        db.Add(ended);
        Note(union, told, new() { ["LifeEnds"] = ends, ["Source"] = source });
        return [ended];
    }

    /// <summary>Corrects the first day of its life: the old fact is superseded, never overwritten.</summary>
    /// <returns>Whether it was another day.</returns>
    /// <exception cref="Refused"><c>unions.life-order</c>: it would begin after it ended.</exception>
    public async Task<bool> Correct(Union union, DateOnly lives, string source)
    {
        var life = await db.UnionFacts.Where(f => f.UnionKey == union.Key && f.Kind == UnionFactKind.Life
            && f.SupersededAt == null).OrderByDescending(f => f.EffectiveFrom).FirstAsync();
        if (life.EffectiveFrom == lives)
            return false;
        if (life.EffectiveTo <= lives)
            throw new Refused("unions.life-order", "成立日期要早于撤销日期 {0}", life.EffectiveTo).At("Lives");
        life.SupersededAt = now;
        var told = db.NextKey();
        db.Add(Fact(union, UnionFactKind.Life, lives, life.EffectiveTo, source, told));
        Note(union, told, new() { ["Life"] = lives, ["Source"] = source });
        return true;
    }

    private UnionFact Fact(Union union, UnionFactKind kind, DateOnly from, DateOnly? to, string source, long changeKey) => new()
    {
        Key = db.NextKey(),
        UnionKey = union.Key,
        Kind = kind,
        EffectiveFrom = from,
        EffectiveTo = to,
        Source = source,
        RecordedAt = now,
        ChangeKey = changeKey,
    };

    // What is told of a union moves its stamp, so that two people do not tell it at once.
    private void Note(Union union, long key, Dictionary<string, object?> after)
    {
        union.Stamp++;
        db.Note(key, now, union, "tell", null, after);
    }
}
