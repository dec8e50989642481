using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>角色 as data: a named set of rights.</summary>
public sealed class Role : IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Stable code, e.g. <c>community-officer</c>.</summary>
    public required string Code { get; init; }

    /// <summary>名称.</summary>
    public required string Name { get; set; }

    /// <summary>Codes of the rights, separated by blanks.</summary>
    public required string Rights { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>The codes of the rights.</summary>
    public IReadOnlySet<string> RightsSet() =>
        Rights.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    string IRecorded.Subject => "role";

    long IRecorded.SubjectKey => Key;

    /// <summary>The highest place of the tree, where its changes stand in the records: a role is everybody's.</summary>
    internal string Root { get; set; } = "";

    string IRecorded.SubjectPath => Root;

    internal static void Map(ModelBuilder model) => model.Entity<Role>(e =>
    {
        e.ToTable("role");
        e.HasKey(r => r.Key);
        e.Ignore(r => r.Root);
        e.Property(r => r.Key).ValueGeneratedNever();
        e.Property(r => r.Code).HasMaxLength(40);
        e.Property(r => r.Name).HasMaxLength(60);
        e.HasIndex(r => r.Code).IsUnique();
    });
}
