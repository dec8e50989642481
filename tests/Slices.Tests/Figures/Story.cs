using FsCheck;
using FsCheck.Fluent;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Figures;

/// <summary>What can be told.</summary>
internal enum Act
{
    Register,
    Headcount,
    Members,
    Move,
    Verify,
    Join,
    Leave,
    Exclude,
    TakeBackExclusion,
    Dissolve,
    Elect,
    Seat,
    Hold,
    File,
    Correct,
}

/// <summary>Something that is told on a day of the story, for a day before, on or after it.</summary>
/// <param name="Day">The day of telling, counted from the first.</param>
/// <param name="Act">What is told.</param>
/// <param name="Who">Of which enterprise, counted around those that are there.</param>
/// <param name="What">Which number, place, union or code, counted around what there is.</param>
/// <param name="From">From when it is true: days after the day of telling, or before it.</param>
/// <param name="To">Until when, days after <paramref name="From"/>; or when it was signed; nothing for open.</param>
internal sealed record Deed(int Day, Act Act, int Who, int What, int From, int? To);

/// <summary>A union that stands at the beginning, and its life, in days from the first day.</summary>
internal sealed record Founding(UnionForm Form, int Place, int From, int? To);

/// <summary>A year and more of a small district: facts of every kind, in any order of days.</summary>
internal sealed record Story(IReadOnlyList<Founding> Unions, IReadOnlyList<Deed> Deeds)
{
    /// <summary>How long a story lasts.</summary>
    public const int Days = 400;

    public static readonly string[] Paths = [Places.Pingshan, Places.Park, Places.Fuguang, Places.Nanyuan];

    /// <summary>Any story; a failing one loses deeds for as long as it still fails.</summary>
    public static Arbitrary<Story> Any { get; } = Arb.From(Stories, Shrink);

    private static Gen<int> Number => Gen.Choose(0, 999);

    private static Gen<int> When => Gen.Frequency(
        (4, Gen.Choose(-300, -1)), (2, Gen.Constant(0)), (3, Gen.Choose(1, 300)));

    private static Gen<int?> Maybe(int most) =>
        Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(1, most).Select(n => (int?)n));

    private static Gen<Founding> Foundings =>
        from form in Gen.Elements(Enum.GetValues<UnionForm>())
        from place in Number
        from at in Gen.Choose(-400, 200)
        from to in Maybe(600)
        select new Founding(form, place, at, to);

    private static Gen<Deed> Registrations =>
        from day in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, Days - 1))
        from who in Number
        from what in Number
        from established in Gen.OneOf(Gen.Choose(-800, 0), Gen.Choose(-200, 60))
        from members in Maybe(99)
        select new Deed(day, Act.Register, who, what, established, members);

    private static Gen<Deed> Tellings =>
        from day in Gen.Choose(0, Days - 1)
        from act in Gen.Elements(Enum.GetValues<Act>()[1..])
        from who in Number
        from what in Number
        from at in When
        from to in Maybe(300)
        select new Deed(day, act, who, what, at, to);

    private static Gen<Story> Stories =>
        from unions in Foundings.ListOf(12)
        from registrations in Registrations.ListOf(40)
        from tellings in Tellings.ListOf(160)
        select new Story([.. unions], [.. registrations.Concat(tellings).OrderBy(d => d.Day)]);

    public override string ToString() =>
        $"\n{string.Join('\n', Unions)}\n{string.Join('\n', Deeds)}\n";

    // Large pieces are left out first, single deeds at the end.
    private static IEnumerable<Story> Shrink(Story story)
    {
        for (var size = story.Deeds.Count / 2; size > 0; size /= 2)
            for (var from = 0; from < story.Deeds.Count; from += size)
                yield return story with { Deeds = [.. story.Deeds.Take(from), .. story.Deeds.Skip(from + size)] };
    }
}
