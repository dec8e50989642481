using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Vaults;

/// <summary>A person's own key, wrapped by an envelope key that is kept apart from the database.</summary>
/// <remarks>Erasing a person destroys this row: every ciphertext, in the change records too, stays shut for ever.</remarks>
public sealed class SealKey
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Which envelope key wraps it.</summary>
    public required int Envelope { get; set; }

    /// <summary>The wrapped key: nonce, ciphertext, tag.</summary>
    public required byte[] Wrapped { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<SealKey>(e =>
    {
        e.ToTable("seal_key");
        e.HasKey(k => k.Key);
        e.Property(k => k.Key).ValueGeneratedNever();
    });
}
