using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>A key of the framework's data protection (cookies, form tokens), encrypted; shared by all nodes.</summary>
public sealed class ProtectionKey
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The key ring's element, its secret sealed by the vault.</summary>
    public required string Xml { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<ProtectionKey>(e =>
    {
        e.ToTable("protection_key");
        e.HasKey(k => k.Key);
        e.Property(k => k.Key).ValueGeneratedNever();
    });
}
