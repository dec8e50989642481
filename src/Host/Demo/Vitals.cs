using System.Globalization;
using Gonglian.Organisations.Unions;

namespace Gonglian.Host.Demo;

/// <summary>活力: what a roster tells of a union beside its term: the chair, the last activity, the months filed.</summary>
/// <remarks>A union is told of in the same way by every row that names it. Of some nothing is told; some sleep.</remarks>
/// <param name="steps">The days.</param>
/// <param name="seed">The seed.</param>
internal sealed class Vitals(Steps steps, int seed)
{
    private static readonly (string, string, string) Nothing = ("", "", "");

    /// <summary>The cells of a row: chair, day of the last activity, months filed.</summary>
    public (string Chair, string ActivityOn, string Months) Of(Cover? cover, int step)
    {
        if (cover is null or { Form: UnionForm.Organiser })
            return Nothing;
        var (dice, day) = (Dice.For(seed, "vital " + cover.Name), steps.Day(step));
        if (dice.Chance(0.06))
            return Nothing;
        var chair = Names.Person(dice);
        var held = day.AddDays(-(dice.Chance(0.93) ? dice.Between(1, 120) : dice.Between(420, 700)));
        var files = dice.Chance(0.9) ? 0.97 : 0.3;
        var month = day.AddDays(1 - day.Day);
        var filed = Enumerable.Range(1, 12).Select(i => month.AddMonths(-i)).Where(_ => dice.Chance(files))
            .Where(m => m >= cover.Since).Order().Select(m => m.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        return (chair, held < cover.Since ? "" : held.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join('、', filed));
    }
}
