using System.Security.Cryptography;

namespace Gonglian.Foundation.Vaults;

/// <summary>AES-256-GCM and HMAC-SHA-256, by the framework.</summary>
internal sealed class AesAlgorithm : Algorithm
{
    public override int Number => 1;

    public override string Name => "aes";

    public override string Title => "AES-256-GCM / HMAC-SHA-256";

    public override Cipher Cipher(ReadOnlySpan<byte> key) => new Gcm(key);

    public override Mac Mac(ReadOnlySpan<byte> key) => new Hmac(key);

    private sealed class Gcm(ReadOnlySpan<byte> key) : Cipher
    {
        private readonly AesGcm aes = new(key, Tag);

        public override void Encrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> sealedText, Span<byte> tag, ReadOnlySpan<byte> bound = default) =>
            aes.Encrypt(nonce, text, sealedText, tag, bound);

        public override void Decrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> tag, Span<byte> text, ReadOnlySpan<byte> bound = default) =>
            aes.Decrypt(nonce, sealedText, tag, text, bound);

        protected override void Dispose(bool disposing) => aes.Dispose();
    }

    private sealed class Hmac(ReadOnlySpan<byte> key) : Mac
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        public override void Add(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

        public override void Finish(Span<byte> hash) => this.hash.GetHashAndReset(hash);

        protected override void Dispose(bool disposing) => hash.Dispose();
    }
}
