using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>A unit's file, told sentence by sentence.</summary>
internal sealed class AUnit
{
    private static long keys;
    private readonly List<EnterpriseFact> facts = [];
    private readonly List<Cover> covers = [];
    private readonly List<Exclusion> exclusions = [];
    private string? code = "91440305MA5ABCDE0X";
    private DateOnly? established = new(2020, 1, 1);

    public AUnit() => Fact(FactKind.Workplace, 0, "2000-01-01", text: "4403/05/008/011/");

    public UnitFile File => new(code, established, facts, covers, exclusions);

    public static DateOnly Day(string day) => DateOnly.Parse(day);

    public static DateTime At(string instant) => DateTime.SpecifyKind(DateTime.Parse(instant), DateTimeKind.Utc);

    public AUnit Established(string? day)
    {
        established = day is null ? null : Day(day);
        return this;
    }

    public AUnit Code(string? credit)
    {
        code = credit;
        return this;
    }

    public AUnit Employees(int people, string on = "2026-01-01", FactSource source = FactSource.SocialInsurance) =>
        Fact(FactKind.Headcount, people, on, source);

    public AUnit Members(int people, string on = "2026-01-01") => Fact(FactKind.Members, people, on, FactSource.SelfReport);

    public AUnit WorksAt(string path, string from) => Fact(FactKind.Workplace, 0, from, text: path);

    public AUnit Fact(
        FactKind kind, int number, string from, FactSource source = FactSource.Visit, string? text = null,
        string recorded = "2020-01-01", string? superseded = null)
    {
        facts.Add(new EnterpriseFact
        {
            Key = ++keys,
            EnterpriseKey = 1,
            Kind = kind,
            Number = number,
            Text = text,
            Source = source,
            EffectiveFrom = Day(from),
            RecordedAt = At(recorded),
            SupersededAt = superseded is null ? null : At(superseded),
            ChangeKey = 1,
        });
        return this;
    }

    public AUnit Own(string from = "2021-01-01", string? unionEnds = null) => Union(UnionForm.Own, from, null, unionEnds);

    public AUnit Joint(string? signed, string from = "2021-01-01", string? unionEnds = null) =>
        Union(UnionForm.Joint, from, signed, unionEnds);

    public AUnit Union(
        UnionForm form, string from, string? signed = null, string? unionEnds = null, string? leaves = null,
        string recorded = "2020-01-01", string? superseded = null)
    {
        var union = ++keys;
        var joining = new Joining
        {
            Key = ++keys,
            EnterpriseKey = 1,
            UnionKey = union,
            Form = form,
            SignedOn = signed is null ? null : Day(signed),
            EffectiveFrom = Day(from),
            EffectiveTo = leaves is null ? null : Day(leaves),
            RecordedAt = At(recorded),
            SupersededAt = superseded is null ? null : At(superseded),
            ChangeKey = 1,
        };
        covers.Add(new Cover(joining, [Life(union, "2010-01-01", unionEnds)]));
        return this;
    }

    public AUnit Excluded(
        ExclusionCode why, string from = "2026-01-01", string? to = null, bool? agreed = true,
        string decided = "2026-01-02", string? takenBack = null)
    {
        var exclusion = Proposed(why, from, to);
        if (agreed is { } agree)
            exclusion.Decide(agree, Guid.CreateVersion7(), "乙", At(decided));
        if (takenBack is not null)
            exclusion.TakeBack(At(takenBack));
        exclusions.Add(exclusion);
        return this;
    }

    public static Exclusion Proposed(ExclusionCode why, string from = "2026-01-01", string? to = null, Guid? by = null) => new()
    {
        Key = ++keys,
        Id = Guid.CreateVersion7(),
        Path = "4403/05/008/011/",
        EnterpriseKey = 1,
        Code = why,
        Reason = "因为",
        EffectiveFrom = Day(from),
        EffectiveTo = to is null ? null : Day(to),
        ProposedById = by ?? Guid.CreateVersion7(),
        ProposedBy = "甲",
        ProposedAt = At(from),
    };

    public Standing On(string day = "2026-06-01", CoverageRules? rules = null, string? known = null) =>
        Standing.Of(File, Day(day), rules ?? CoverageRules.Default, known is null ? null : At(known));

    public bool Is(Counted flags, string day = "2026-06-01", CoverageRules? rules = null, string? known = null) =>
        On(day, rules, known).Counted.HasFlag(flags);

    /// <summary>What it adds to a measure.</summary>
    public long Adds(string measure, string day = "2026-06-01")
    {
        var standing = On(day);
        return Measures.Of(
                standing.Counted, standing.Exclusion, standing.Headcount?.Number ?? 0, standing.Members?.Number ?? 0)
            .Where(m => m.Measure == measure).Sum(m => m.Value);
    }

    private static UnionFact Life(long union, string from, string? to) => new()
    {
        Key = ++keys,
        UnionKey = union,
        Kind = UnionFactKind.Life,
        EffectiveFrom = Day(from),
        EffectiveTo = to is null ? null : Day(to),
        RecordedAt = At("2020-01-01"),
        ChangeKey = 1,
    };
}
