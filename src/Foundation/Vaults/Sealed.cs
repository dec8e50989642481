namespace Gonglian.Foundation.Vaults;

/// <summary>密封: a personal field as it lies in the table; only <see cref="Vault"/> can open it.</summary>
/// <param name="Bytes">Nonce, ciphertext and tag. Never the text.</param>
public sealed record Sealed(byte[] Bytes)
{
    /// <summary>Nothing of the text is ever printed.</summary>
    public override string ToString() => "······";
}
