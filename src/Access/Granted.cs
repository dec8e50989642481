using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>授权: a role held by a person in a part of the tree, or a part taken away.</summary>
public sealed class Granted : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who holds it.</summary>
    public required long UserKey { get; init; }

    /// <summary>Which role; empty for a denial.</summary>
    public required string RoleCode { get; init; }

    /// <summary>Where: the path of a unit, with everything below it.</summary>
    public required string Path { get; init; }

    /// <summary>Takes the part away instead; beats every permission.</summary>
    public bool Deny { get; init; }

    /// <summary>First day on which it holds, in China.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day on which it no longer holds; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; private set; }

    /// <summary>The name of who granted it; of a delegation, of whose it is.</summary>
    public required string GrantedBy { get; init; }

    /// <summary>委托: the grant of a colleague of which this is a part, for a time; none for a grant in its own right.</summary>
    public long? SourceKey { get; init; }

    /// <summary>随任职: the post that it hangs on; whoever leaves the post loses it the same minute.</summary>
    public long? PostKey { get; init; }

    /// <summary>Ended by hand before its day; from then on it does not hold, whatever its days say.</summary>
    public bool Ended { get; private set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "user";

    long IRecorded.SubjectKey => UserKey;

    string IRecorded.SubjectPath => Path;

    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => !Ended && EffectiveFrom <= day && !(EffectiveTo <= day);

    /// <summary>Whether it holds on a day or will later.</summary>
    public bool HoldsFrom(DateOnly day) => !Ended && !(EffectiveTo <= day);

    /// <summary>Sets the first day on which it no longer holds.</summary>
    internal Granted Until(DateOnly? day)
    {
        EffectiveTo = day;
        return this;
    }

    /// <summary>Ends it at once.</summary>
    /// <param name="today">The China day; the last on which it held, where it did.</param>
    public void End(DateOnly today)
    {
        Ended = true;
        if (!(EffectiveTo <= today))
            EffectiveTo = today > EffectiveFrom ? today : EffectiveFrom;
    }

    internal static void Map(ModelBuilder model) => model.Entity<Granted>(e =>
    {
        e.ToTable("granted");
        e.HasKey(g => g.Key);
        e.Property(g => g.RoleCode).HasAnnotation(ChangeLog.Naming, true);
        e.Property(g => g.Path).HasAnnotation(ChangeLog.Naming, true);
        e.Property(g => g.Key).ValueGeneratedNever();
        e.Property(g => g.RoleCode).HasMaxLength(40);
        e.Property(g => g.GrantedBy).HasMaxLength(60);
        e.HasIndex(g => g.Id).IsUnique();
        e.HasIndex(g => g.UserKey);
        e.HasIndex(g => g.Path);
        e.HasIndex(g => g.SourceKey);
        e.HasIndex(g => g.PostKey);
    });
}
