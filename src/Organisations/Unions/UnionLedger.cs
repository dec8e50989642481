using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>工会账本: the one place where facts of unions are told: a union with its life and its first term, and what happens to it later.</summary>
/// <remarks>Facts are never overwritten. Whoever tells something publishes <see cref="Foundation.Bulletins.UnionChanged"/>, so that whom the union covers follows.</remarks>
/// <param name="db">The writable context of the change.</param>
/// <param name="now">The instant of recording, UTC.</param>
public sealed partial class UnionLedger(AppDb db, DateTime now)
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
    public (Union Union, IReadOnlyList<UnionFact> Facts) Found(
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
        List<UnionFact> facts = [life];
        if (termEnds is { } end)
            facts.Add(Fact(union, UnionFactKind.Term, lives, end.AddDays(1), source, told));
        db.AddRange(facts);
        Judge(union, facts);
        Note(union, told, new() { ["Life"] = lives, ["TermEnds"] = termEnds, ["Source"] = source });
        return (union, facts);
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
        var facts = await Told(union);
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
                Add(facts, Fact(union, UnionFactKind.Term, term.EffectiveFrom, begins, source, told));
        }
        Add(facts, Fact(union, UnionFactKind.Term, begins, ends.AddDays(1), source, told));
        Judge(union, facts);
        Note(union, told, new() { ["Term"] = begins, ["TermEnds"] = ends, ["Source"] = source });
    }

    /// <summary>撤销: the union ends; a unit that ends takes its union with it (工会法 art. 13), and it is told, never deleted.</summary>
    /// <param name="union">The union.</param>
    /// <param name="ends">First day on which it no longer lives.</param>
    /// <param name="source">来源.</param>
    /// <exception cref="Refused"><c>unions.not-alive</c>: it does not live on the day before.</exception>
    public async Task<UnionFact> End(Union union, DateOnly ends, string source)
    {
        var facts = await Told(union);
        var life = facts.Find(f => f is { Kind: UnionFactKind.Life, EffectiveTo: null });
        if (life is null || life.EffectiveFrom >= ends)
            throw new Refused("unions.not-alive", "该工会在 {0} 之前没有存续,不能撤销", ends).At("Ends");
        life.SupersededAt = now;
        var told = db.NextKey();
        var ended = Fact(union, UnionFactKind.Life, life.EffectiveFrom, ends, source, told);
        Add(facts, ended);
        Judge(union, facts);
        Note(union, told, new() { ["LifeEnds"] = ends, ["Source"] = source });
        return ended;
    }

    /// <summary>Corrects the first day of its life: the old fact is superseded, never overwritten.</summary>
    /// <returns>Whether it was another day.</returns>
    /// <exception cref="Refused"><c>unions.life-order</c>: it would begin after it ended.</exception>
    public async Task<bool> Correct(Union union, DateOnly lives, string source)
    {
        var facts = await Told(union);
        var life = facts.Where(f => f.Kind == UnionFactKind.Life).MaxBy(f => f.EffectiveFrom)!;
        if (life.EffectiveFrom == lives)
            return false;
        if (life.EffectiveTo <= lives)
            throw new Refused("unions.life-order", "成立日期要早于撤销日期 {0}", life.EffectiveTo).At("Lives");
        life.SupersededAt = now;
        var told = db.NextKey();
        Add(facts, Fact(union, UnionFactKind.Life, lives, life.EffectiveTo, source, told));
        Judge(union, facts);
        Note(union, told, new() { ["Life"] = lives, ["Source"] = source });
        return true;
    }

    private Task<List<UnionFact>> Told(Union union) =>
        db.UnionFacts.Where(f => f.UnionKey == union.Key && f.SupersededAt == null).ToListAsync();

    private void Add(List<UnionFact> facts, UnionFact fact)
    {
        db.Add(fact);
        facts.Add(fact);
    }

    private void Judge(Union union, IEnumerable<UnionFact> facts) =>
        UnionStanding.Judge(db, union, facts.Where(f => f.SupersededAt is null), China.Day(now));

    private UnionFact Fact(
        Union union, UnionFactKind kind, DateOnly from, DateOnly? to, string source, long changeKey, string text = "", int number = 0) =>
        UnionFact.Of(db, union, kind, from, to, source, changeKey, now, text, number);

    // What is told of a union moves its stamp, so that two people do not tell it at once.
    private void Note(Union union, long key, Dictionary<string, object?> after, Dictionary<string, object?>? before = null)
    {
        union.Stamp++;
        db.Note(key, now, union, "tell", before, after);
    }
}
