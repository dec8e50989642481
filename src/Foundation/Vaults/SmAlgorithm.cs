using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Gonglian.Foundation.Vaults;

/// <summary>SM4-GCM and HMAC-SM3; the framework has neither.</summary>
internal sealed class SmAlgorithm : Algorithm
{
    private const int Sm4Key = 16;

    public override int Number => 2;

    public override string Name => "sm";

    public override string Title => "SM4-GCM / HMAC-SM3";

    public override Cipher Cipher(ReadOnlySpan<byte> key) => new Gcm(key[..Sm4Key]);

    public override Mac Mac(ReadOnlySpan<byte> key) => new Hmac(key);

    private sealed class Gcm(ReadOnlySpan<byte> key) : Cipher
    {
        private readonly KeyParameter key = new(key);
        private readonly GcmBlockCipher gcm = new(new SM4Engine());

        public override void Encrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, Span<byte> sealedText, Span<byte> tag, ReadOnlySpan<byte> bound = default)
        {
            var both = Run(true, nonce, text, [], bound);
            both.AsSpan(0, text.Length).CopyTo(sealedText);
            both.AsSpan(text.Length).CopyTo(tag);
        }

        public override void Decrypt(
            ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> tag, Span<byte> text, ReadOnlySpan<byte> bound = default)
        {
            try
            {
                Run(false, nonce, sealedText, tag, bound).CopyTo(text);
            }
            catch (InvalidCipherTextException changed)
            {
                throw new AuthenticationTagMismatchException(changed.Message, changed);
            }
        }

        protected override void Dispose(bool disposing)
        {
        }

        private byte[] Run(bool seals, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> bound)
        {
            gcm.Init(seals, new AeadParameters(key, Tag * 8, nonce.ToArray(), bound.ToArray()));
            var made = new byte[gcm.GetOutputSize(text.Length + tag.Length)];
            var length = gcm.ProcessBytes(text, made);
            length += gcm.ProcessBytes(tag, made.AsSpan(length));
            gcm.DoFinal(made.AsSpan(length));
            return made;
        }
    }

    private sealed class Hmac : Mac
    {
        private readonly HMac hmac = new(new SM3Digest());

        public Hmac(ReadOnlySpan<byte> key) => hmac.Init(new KeyParameter(key));

        public override void Add(ReadOnlySpan<byte> bytes) => hmac.BlockUpdate(bytes);

        public override void Finish(Span<byte> hash) => hmac.DoFinal(hash);

        protected override void Dispose(bool disposing)
        {
        }
    }
}
