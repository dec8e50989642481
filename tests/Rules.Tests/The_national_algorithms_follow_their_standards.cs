using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Vaults;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Gonglian.Rules.Tests;

/// <summary>国密 — the published examples of GB/T 32907-2016, GB/T 32905-2016, GM/T 0042-2015 and RFC 8998.</summary>
public sealed class The_national_algorithms_follow_their_standards
{
    private static readonly byte[] Key = Convert.FromHexString("0123456789ABCDEFFEDCBA9876543210");

    [Theory]
    [InlineData(1, "681EDF34D206965E86B3E94F536E4246")]
    [InlineData(1_000_000, "595298C7C6FD271F0402F804C33D3F66")]
    public void Sm4_as_in_appendix_A_of_its_standard(int times, string expected)
    {
        var engine = new SM4Engine();
        engine.Init(true, new KeyParameter(Key));
        var block = (byte[])Key.Clone();
        for (var i = 0; i < times; i++)
            engine.ProcessBlock(block, block);
        Assert.Equal(expected, Convert.ToHexString(block));
    }

    [Theory]
    [InlineData("abc", 1, "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData("abcd", 16, "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")]
    public void Sm3_as_in_appendix_A_of_its_standard(string text, int times, string expected)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times))));
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash);
        Assert.Equal(expected, Convert.ToHexString(hash));
    }

    [Fact]
    public void A_sealed_text_is_the_one_of_RFC_8998()
    {
        var text = Convert.FromHexString(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
            + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        var bound = Convert.FromHexString("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        var nonce = Convert.FromHexString("00001234567800000000ABCD");
        var (sealedText, tag, opened) = (new byte[text.Length], new byte[Algorithm.Tag], new byte[text.Length]);
        using var cipher = Algorithm.Sm.Cipher([.. Key, .. new byte[16]]);
        cipher.Encrypt(nonce, text, sealedText, tag, bound);
        Assert.Equal(
            "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
            + "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D",
            Convert.ToHexString(sealedText));
        Assert.Equal("83DE3541E4C2B58177E065A9BF7B62EC", Convert.ToHexString(tag));
        cipher.Decrypt(nonce, sealedText, tag, opened, bound);
        Assert.Equal(text, opened);
    }

    [Fact]
    public void A_keyed_hash_is_the_one_of_GM_T_0042()
    {
        using var mac = Algorithm.Sm.Mac([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        var hash = new byte[Algorithm.Hash];
        for (var times = 0; times < 2; times++)
        {
            foreach (var piece in Enumerable.Repeat("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 2))
                mac.Add(Encoding.ASCII.GetBytes(piece));
            mac.Finish(hash);
            Assert.Equal("CA05E144ED05D1857840D1F318A4A8669E559FC8391F414485BFDF7BB408963A", Convert.ToHexString(hash));
        }
    }

    [Fact]
    public void The_default_is_the_one_of_the_GCM_specification_and_RFC_4231()
    {
        var (sealedText, tag) = (new byte[16], new byte[Algorithm.Tag]);
        using var cipher = Algorithm.Aes.Cipher(new byte[Algorithm.KeyLength]);
        cipher.Encrypt(new byte[Algorithm.Nonce], new byte[16], sealedText, tag);
        Assert.Equal("CEA7403D4D606B6E074EC5D3BAF39D18", Convert.ToHexString(sealedText));
        Assert.Equal("D0D1C8A799996BF0265B98B5D48AB919", Convert.ToHexString(tag));
        using var mac = Algorithm.Aes.Mac("Jefe"u8);
        var hash = new byte[Algorithm.Hash];
        mac.Add("what do ya want for nothing?"u8);
        mac.Finish(hash);
        Assert.Equal("5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843", Convert.ToHexString(hash));
    }

    [Fact]
    public void A_changed_byte_another_key_and_another_binding_open_nothing()
    {
        foreach (var algorithm in Algorithm.All)
        {
            var key = RandomNumberGenerator.GetBytes(Algorithm.KeyLength);
            using var cipher = algorithm.Cipher(key);
            foreach (var length in (int[])[0, 1, 15, 16, 17, 4096])
            {
                var nonce = RandomNumberGenerator.GetBytes(Algorithm.Nonce);
                var text = RandomNumberGenerator.GetBytes(length);
                var (sealedText, tag, opened) = (new byte[length], new byte[Algorithm.Tag], new byte[length]);
                cipher.Encrypt(nonce, text, sealedText, tag, "a"u8);
                cipher.Decrypt(nonce, sealedText, tag, opened, "a"u8);
                Assert.Equal(text, opened);
                Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(nonce, sealedText, tag, opened, "b"u8));
                tag[0] ^= 1;
                Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(nonce, sealedText, tag, opened, "a"u8));
                tag[0] ^= 1;
                key[0] ^= 1;
                using var other = algorithm.Cipher(key);
                key[0] ^= 1;
                Assert.ThrowsAny<CryptographicException>(() => other.Decrypt(nonce, sealedText, tag, opened, "a"u8));
            }
        }
    }
}
