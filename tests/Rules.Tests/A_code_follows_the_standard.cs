using System.Text;
using Gonglian.Access.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>验证码 — the published examples of RFC 6238, RFC 4226 and RFC 4648, and what the standards leave to us.</summary>
public sealed class A_code_follows_the_standard
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTime Now = new(2026, 11, 23, 1, 2, 3, DateTimeKind.Utc);

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void By_time(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepOf(DateTime.UnixEpoch.AddSeconds(seconds)), digits: 8));

    [Fact]
    public void By_count()
    {
        string[] codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        Assert.Equal(codes, Enumerable.Range(0, 10).Select(i => Totp.Code(Secret, i)));
    }

    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void In_letters_and_back(string text, string letters)
    {
        Assert.Equal(letters, Totp.Letters(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Totp.Bytes(letters)));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void One_step_before_and_after_is_taken(int steps, bool taken)
    {
        var present = Totp.StepOf(Now);
        Assert.Equal(taken ? present + steps : null, Totp.Find(Secret, Totp.Code(Secret, present + steps), Now, after: 0));
    }

    [Fact]
    public void A_code_works_once_and_those_before_it_no_more()
    {
        var present = Totp.StepOf(Now);
        Assert.Null(Totp.Find(Secret, Totp.Code(Secret, present), Now, after: present));
        Assert.Null(Totp.Find(Secret, Totp.Code(Secret, present - 1), Now, after: present));
        Assert.Equal(present + 1, Totp.Find(Secret, Totp.Code(Secret, present + 1), Now, after: present));
    }

    [Theory]
    [InlineData("123456", true)]
    [InlineData(" 123 456 ", true)]
    [InlineData("\uff11\uff12\uff13\uff14\uff15\uff16", true)]
    [InlineData("12345", false)]
    [InlineData("1234567", false)]
    [InlineData("12345a", false)]
    [InlineData(null, false)]
    public void Blanks_and_wide_digits_do_not_matter(string? typed, bool isCode) => Assert.Equal(isCode, Totp.IsCode(typed));

    [Fact]
    public void Recovery_codes_are_found_however_they_are_typed_and_are_all_different()
    {
        var codes = RecoveryCodes.Make();
        var salt = new byte[RecoveryCodes.SaltLength];
        Assert.Equal(RecoveryCodes.Count, codes.Distinct().Count());
        var hash = RecoveryCodes.Hash(codes[0], salt);
        Assert.Equal(hash, RecoveryCodes.Hash($" {codes[0].Replace("-", "").ToUpperInvariant()} ", salt));
        Assert.NotEqual(hash, RecoveryCodes.Hash(codes[1], salt));
    }

    [Fact]
    public void Wrong_passwords_of_an_address_are_forgotten_one_a_minute()
    {
        var bound = Guessing.OneAddress;
        var level = default(Guessing);
        for (var i = 0; i < bound.AtOnce; i++)
        {
            Assert.True(level.IsOpen(bound, TimeSpan.Zero));
            level = level.With(1, bound, TimeSpan.Zero);
        }
        Assert.False(level.IsOpen(bound, TimeSpan.FromSeconds(59)));
        Assert.True(level.IsOpen(bound, TimeSpan.FromSeconds(60)));
        Assert.False(level.With(1, bound, TimeSpan.FromSeconds(60)).IsOpen(bound, TimeSpan.FromSeconds(61)));
    }
}
