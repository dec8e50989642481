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

    string IRecorded.Subject => "role";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => "";

    internal static void Map(ModelBuilder model) => model.Entity<Role>(e =>
    {
        e.ToTable("role");
        e.HasKey(r => r.Key);
        e.Property(r => r.Key).ValueGeneratedNever();
        e.Property(r => r.Code).HasMaxLength(40);
        e.Property(r => r.Name).HasMaxLength(60);
        e.HasIndex(r => r.Code).IsUnique();
    });
}

/// <summary>授权: a role held by a person in a part of the tree, or a part taken away.</summary>
public sealed class Granted : IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who holds it.</summary>
    public required long UserKey { get; init; }

    /// <summary>Which role; ignored for a denial.</summary>
    public required string RoleCode { get; init; }

    /// <summary>Where: the path of a unit, with everything below it.</summary>
    public required string Path { get; init; }

    /// <summary>Takes the part away instead; beats every permission.</summary>
    public bool Deny { get; init; }

    /// <summary>First day on which it holds.</summary>
    public required DateOnly EffectiveFrom { get; init; }

    /// <summary>First day on which it no longer holds; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; set; }

    /// <summary>The name of who granted it.</summary>
    public required string GrantedBy { get; init; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "user";

    long IRecorded.SubjectKey => UserKey;

    string IRecorded.SubjectPath => "";

    internal static void Map(ModelBuilder model) => model.Entity<Granted>(e =>
    {
        e.ToTable("granted");
        e.HasKey(g => g.Key);
        e.Property(g => g.Key).ValueGeneratedNever();
        e.Property(g => g.RoleCode).HasMaxLength(40);
        e.Property(g => g.GrantedBy).HasMaxLength(60);
        e.HasIndex(g => g.Id).IsUnique();
        e.HasIndex(g => g.UserKey);
    });
}
