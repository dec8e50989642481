using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>建会形式: the forms in which workers of a unit are organised (工会法 2021 art. 11).</summary>
public enum UnionForm
{
    /// <summary>独立工会: the unit's own grassroots committee.</summary>
    Own = 1,

    /// <summary>联合工会: one committee of two or more units, each with a signed joining record.</summary>
    Joint = 2,

    /// <summary>工会小组 under a federation, for small units.</summary>
    Group = 3,

    /// <summary>组织员: one person chosen to organise the members' activities, where there are fewer than 25.</summary>
    Organiser = 4,

    /// <summary>工会联合会: the federation of a community, subdistrict or trade itself.</summary>
    Federation = 5,
}

/// <summary>工会: a union body. Which units it covers stands in the joining records; when it lives, in its facts.</summary>
public sealed class Union : IScoped, IRecorded, IStamped
{
    private string name = "";

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>名称: never empty, whoever founds, renames or imports it.</summary>
    /// <exception cref="Refused"><c>unions.no-name</c>: the name is empty or blank.</exception>
    public required string Name
    {
        get => name;
        set => name = string.IsNullOrWhiteSpace(value) ? throw new Refused("unions.no-name", "请填写工会名称").At("UnionName") : value;
    }

    /// <summary>建会形式.</summary>
    public required UnionForm Form { get; init; }

    /// <summary>统一社会信用代码 of the union as a legal person (81…); none before registration.</summary>
    public string? CreditCode { get; set; }

    /// <summary>示例: made up for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <summary>届情 on <see cref="CountedOn"/>.</summary>
    public UnionState State { get; set; } = UnionState.Unknown;

    /// <summary>First day after its latest term, as of <see cref="CountedOn"/>; none while nobody told.</summary>
    public DateOnly? TermTo { get; set; }

    /// <summary>The day the derived columns stand on; the first day there is while it has not been counted.</summary>
    public DateOnly CountedOn { get; set; }

    /// <summary>The next day on which the derived columns change by time alone; none when time changes nothing.</summary>
    public DateOnly? NextChange { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "union";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Union>(e =>
        {
            e.ToTable("union");
            e.HasKey(u => u.Key);
            e.Property(u => u.Key).ValueGeneratedNever();
            e.Property(u => u.Name).HasMaxLength(120);
            e.Property(u => u.CreditCode).HasMaxLength(18);
            e.HasIndex(u => u.Id).IsUnique();
            e.HasIndex(u => u.CreditCode).IsUnique();
            e.HasIndex(u => new { u.Path, u.Name });
            e.HasIndex(u => new { u.Name, u.Form });
            e.HasIndex(u => u.NextChange);
            foreach (var derived in new[] { nameof(State), nameof(TermTo), nameof(CountedOn), nameof(NextChange) })
                e.Property(derived).HasAnnotation(ChangeLog.Derived, true);
        });
        model.Entity<UnionFact>(e =>
        {
            e.ToTable("union_fact");
            e.HasKey(f => f.Key);
            e.Property(f => f.Key).ValueGeneratedNever();
            e.Property(f => f.Text).HasMaxLength(200);
            e.Property(f => f.Source).HasMaxLength(40);
            e.HasIndex(f => new { f.UnionKey, f.Kind });
            e.HasOne<Union>().WithMany().HasForeignKey(f => f.UnionKey);
        });
    }
}

/// <summary>What is told of a union.</summary>
public enum UnionFactKind
{
    /// <summary>The union lives: from its approval to its dissolution.</summary>
    Life = 1,

    /// <summary>任期: one term of the committee, from election to the day it ends (工会法 art. 16: 3 or 5 years).</summary>
    Term = 2,

    /// <summary>主席 in place, with the name.</summary>
    Chair = 3,

    /// <summary>An activity or meeting was held.</summary>
    Activity = 4,

    /// <summary>报送: the months of one year that were filed, as bits of <see cref="UnionFact.Number"/>; from the year's first day.</summary>
    Filing = 5,
}

/// <summary>工会事实: true in the world from one day to another, known to us from one instant to another.</summary>
/// <remarks>A correction never overwrites: the old row gets its <see cref="SupersededAt"/>, the new one stands beside it.</remarks>
public sealed class UnionFact
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The union.</summary>
    public required long UnionKey { get; init; }

    /// <summary>What is told.</summary>
    public required UnionFactKind Kind { get; init; }

    /// <summary>First day on which it is true.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day on which it is no longer true; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; init; }

    /// <summary>The months filed; see <see cref="Vitality.MonthBit"/>.</summary>
    public int Number { get; init; }

    /// <summary>A name or remark.</summary>
    public string Text { get; init; } = "";

    /// <summary>来源.</summary>
    public string Source { get; init; } = "";

    /// <summary>Since when we know it, UTC.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Since when we know better, UTC; none while it is what we know.</summary>
    public DateTime? SupersededAt { get; set; }

    /// <summary>The change record that tells who brought it and why.</summary>
    public required long ChangeKey { get; init; }

    /// <summary>A fact as it is told now.</summary>
    /// <param name="db">For the key.</param>
    /// <param name="union">Of whom.</param>
    /// <param name="kind">What.</param>
    /// <param name="from">First day on which it is true.</param>
    /// <param name="to">First day on which it is no longer true; nothing while it lasts.</param>
    /// <param name="source">来源.</param>
    /// <param name="changeKey">The change record that tells who brought it.</param>
    /// <param name="now">The instant of recording, UTC.</param>
    /// <param name="text">A name or remark.</param>
    /// <param name="number">The months filed.</param>
    public static UnionFact Of(
        AppDb db, Union union, UnionFactKind kind, DateOnly from, DateOnly? to, string source, long changeKey, DateTime now,
        string text = "", int number = 0) => new()
        {
            Key = db.NextKey(),
            UnionKey = union.Key,
            Kind = kind,
            EffectiveFrom = from,
            EffectiveTo = to,
            Text = text,
            Number = number,
            Source = source,
            RecordedAt = now,
            ChangeKey = changeKey,
        };

    /// <summary>Whether it was true on the day, as far as it was known at the instant.</summary>
    /// <param name="day">A day, China time.</param>
    /// <param name="known">An instant, UTC; nothing for what is known now.</param>
    public bool Holds(DateOnly day, DateTime? known) =>
        EffectiveFrom <= day && (EffectiveTo is null || day < EffectiveTo) && IsKnown(known);

    /// <summary>Whether it belonged to what was known at an instant, UTC; nothing for now.</summary>
    public bool IsKnown(DateTime? known) => Known.At(RecordedAt, SupersededAt, known);
}
