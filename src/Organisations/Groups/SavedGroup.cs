using System.Globalization;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Groups;

/// <summary>分组: units of the tree that somebody keeps together under a name, whose figures are summed up together.</summary>
/// <remarks>
/// It holds units, not paths: a unit that moves stays in it; one that has ended stays in it too and adds nothing. It is seen by
/// whoever covers all of its units (<see cref="IsSeenBy"/>), whoever made it.
/// </remarks>
public sealed class SavedGroup : ITurns, IRecorded, IStamped
{
    /// <summary>How many units at most.</summary>
    public const int Most = 200;

    /// <summary>What every group's code begins with.</summary>
    public const string Prefix = "g-";

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it is maintained: the node that contains its units, or the first of them.</summary>
    public required string Path { get; set; }

    /// <summary>名称.</summary>
    public required string Name { get; set; }

    /// <summary>The keys of its units, with a comma between.</summary>
    public required string Members { get; set; }

    /// <summary>成员单位 by their names, as they were when it was saved; for the change records.</summary>
    public required string Listed { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>What stands for it in an address.</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Key}");

    /// <summary>The keys of its units.</summary>
    public IReadOnlySet<long> Keys => Members.Split(',').Select(k => long.Parse(k, CultureInfo.InvariantCulture)).ToHashSet();

    string IRecorded.Subject => "unit-group";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    /// <summary>Whether a caller sees it: all of its units lie in the caller's scope.</summary>
    /// <param name="members">Its units.</param>
    /// <param name="covers">Whether a path lies in the scope.</param>
    public static bool IsSeenBy(IReadOnlyCollection<Unit> members, Func<string, bool> covers) =>
        members.Count > 0 && members.All(m => covers(m.Path));

    internal static void Map(ModelBuilder model) => model.Entity<SavedGroup>(e =>
    {
        e.ToTable("saved_group");
        e.HasKey(g => g.Key);
        e.Property(g => g.Key).ValueGeneratedNever();
        e.Property(g => g.Path).HasAnnotation(ChangeLog.Derived, true);
        e.Property(g => g.Members).HasAnnotation(ChangeLog.Derived, true);
        e.Property(g => g.Name).HasMaxLength(40);
        e.Ignore(g => g.Code);
        e.Ignore(g => g.Keys);
        e.HasIndex(g => g.Id).IsUnique();
        e.HasIndex(g => g.Path);
    });
}
