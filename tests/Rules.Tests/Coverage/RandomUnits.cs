using FsCheck;
using FsCheck.Fluent;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Rules.Tests.Coverage;

/// <summary>Units with everything that can be told of one, at random days around a first day.</summary>
internal static class RandomUnits
{
    public static readonly DateOnly First = new(2026, 1, 1);

    public static Arbitrary<(UnitFile File, DateOnly Day)> All { get; } = Arb.From(
        from file in Files
        from day in Day
        select (file, day));

    private static Gen<DateOnly> Day => Gen.Choose(-400, 400).Select(First.AddDays);

    private static Gen<DateOnly?> Maybe => Gen.OneOf(Gen.Constant((DateOnly?)null), Day.Select(d => (DateOnly?)d));

    private static Gen<DateTime?> Superseded => Gen.Frequency(
        (4, Gen.Constant((DateTime?)null)), (1, Gen.Constant((DateTime?)new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))));

    private static Gen<EnterpriseFact> Fact =>
        from kind in Gen.Elements(Enum.GetValues<FactKind>())
        from source in Gen.Elements(Enum.GetValues<FactSource>())
        from number in Gen.Elements(0, 1, 9, 10, 24, 25, 26, 100)
        from at in Day
        from to in Maybe
        from superseded in Superseded
        select new EnterpriseFact
        {
            Key = number,
            EnterpriseKey = 1,
            Kind = kind,
            Number = kind == FactKind.Status ? 1 + (number % 5) : number,
            Text = kind == FactKind.Workplace ? $"4403/05/00{1 + (number % 3)}/" : null,
            Source = source,
            EffectiveFrom = at,
            EffectiveTo = to > at ? to : null,
            RecordedAt = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            SupersededAt = superseded,
            ChangeKey = 1,
        };

    private static Gen<UnionFact> Life =>
        from at in Day
        from to in Maybe
        select new UnionFact
        {
            Key = 1,
            UnionKey = 1,
            Kind = UnionFactKind.Life,
            EffectiveFrom = at,
            EffectiveTo = to > at ? to : null,
            RecordedAt = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            ChangeKey = 1,
        };

    private static Gen<Cover> Cover =>
        from form in Gen.Elements(Enum.GetValues<UnionForm>())
        from at in Day
        from to in Maybe
        from signed in Maybe
        from life in Life.ListOf(2)
        select new Cover(
            new Joining
            {
                Key = 1,
                EnterpriseKey = 1,
                UnionKey = 1,
                Form = form,
                SignedOn = signed,
                EffectiveFrom = at,
                EffectiveTo = to > at ? to : null,
                RecordedAt = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                ChangeKey = 1,
            },
            [.. life]);

    private static Gen<Exclusion> Exclusion =>
        from code in Gen.Elements(Enum.GetValues<ExclusionCode>())
        from at in Day
        from to in Maybe
        from agreed in Gen.Elements(true, true, false)
        select Decided(code, at, to, agreed);

    private static Gen<UnitFile> Files =>
        from code in Gen.Elements("91440305MA5ABCDE0X", "92440305MA5ABCDE0X", null)
        from established in Maybe
        from facts in Gen.Choose(0, 8).SelectMany(n => Fact.ListOf(n))
        from covers in Gen.Choose(0, 3).SelectMany(n => Cover.ListOf(n))
        from exclusions in Gen.Choose(0, 2).SelectMany(n => Exclusion.ListOf(n))
        select new UnitFile(code, established, [.. facts], [.. covers], [.. exclusions]);

    private static Exclusion Decided(ExclusionCode code, DateOnly at, DateOnly? to, bool agreed)
    {
        var exclusion = AUnit.Proposed(code, $"{at:O}", to > at ? $"{to:O}" : null);
        exclusion.Decide(agreed, Guid.CreateVersion7(), "乙", AUnit.At("2025-01-02"));
        return exclusion;
    }
}
