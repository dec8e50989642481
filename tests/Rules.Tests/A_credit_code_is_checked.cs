using FsCheck;
using FsCheck.Fluent;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>统一社会信用代码 — every slip of a pen is caught, and the sentence says which one it was.</summary>
public sealed class A_credit_code_is_checked
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    public static TheoryData<string, bool> Known()
    {
        var data = new TheoryData<string, bool>();
        foreach (var row in Vectors.Of("vectors-identifiers.csv", r => r[0] == "uscc"))
            data.Add(row[1], row[2] == "yes");
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_published_examples_hold(string code, bool valid) =>
        Assert.Equal(valid, CreditCode.IsValid(code));

    [Theory]
    [InlineData("914403007954257495")]
    [InlineData("9144030027939873X7")]
    [InlineData("91440300708461136T")]
    [InlineData("81440305MC00003A5R")]
    [InlineData("89440305MC1000014R")]
    [InlineData("51440305MJ00000263")]
    [InlineData("12440305000000019Q")]
    public void Codes_in_force_pass_without_a_word(string code) => Assert.Null(CreditCode.Check(code));

    [Theory]
    [InlineData("", "credit-code.empty")]
    [InlineData("9.14403E+17", "credit-code.spreadsheet")]
    [InlineData("9.14403e17", "credit-code.spreadsheet")]
    [InlineData("914403001922038000", "credit-code.rounded")]
    [InlineData("91440305MA5TXU012", "credit-code.length")]
    [InlineData("91440305MA5TXU012NN", "credit-code.length")]
    [InlineData("440301103011111", "credit-code.registration-number")]
    [InlineData("71526726-X", "credit-code.organisation-code")]
    [InlineData("91440305MA5TXS012N", "credit-code.letter")]
    [InlineData("91440305MA5TXO012N", "credit-code.letter")]
    [InlineData("91440305MA5T深U012N", "credit-code.character")]
    [InlineData("91440305MA5TXU012M", "credit-code.check")]
    public void A_wrong_code_is_named_by_its_fault(string code, string fault) =>
        Assert.Equal(fault, CreditCode.Check(code)!.Code);

    [Fact]
    public void A_letter_that_does_not_exist_is_named_with_its_place_and_the_likely_digit() =>
        Assert.Equal("第14位是字母S,统一社会信用代码不使用字母I、O、S、V、Z,请核对是否为5",
            CreditCode.Check("91440305MA5TXS012N")!.Sentence);

    [Fact]
    public void A_code_whose_old_inner_check_fails_is_kept_with_a_warning()
    {
        var problem = Enumerable.Range(0, 31).Select(i => "91440305MA5TXU013" + Alphabet[i])
            .Select(CreditCode.Check).Single(p => p is null or { IsWarning: true });
        Assert.Equal("credit-code.inner-check", problem!.Code);
    }

    [Theory]
    [InlineData("９１４４０３０５ＭＡ５ＴＸＵ００４Ｕ")]
    [InlineData(" 91440305-ma5txu004-u\u200B")]
    [InlineData("9144 0305 MA5T XU00 4U")]
    public void However_it_was_typed_it_is_kept_in_one_way(string typed) =>
        Assert.Equal("91440305MA5TXU004U", CreditCode.Normalise(typed));

    [Theory]
    [InlineData("81440305MC00000126", "基层工会")]
    [InlineData("91440305MA5TXU004U", "企业")]
    [InlineData("52440305MJ00000185", "民办非企业单位")]
    [InlineData("92440305MA5TXU020E", "个体工商户")]
    public void The_first_two_characters_tell_the_kind(string code, string kind) =>
        Assert.Equal(kind, CreditCode.Kind(code));

    [Fact]
    public void Every_single_wrong_character_is_caught()
    {
        foreach (var row in Vectors.Of("vectors-identifiers.csv", r => r[0] == "uscc" && r[2] == "yes"))
        {
            var code = row[1];
            var wrong = from at in Enumerable.Range(0, 18)
                        from c in Alphabet
                        where c != code[at]
                        select code[..at] + c + code[(at + 1)..];
            Assert.All(wrong, w => Assert.False(CreditCode.IsValid(w)));
        }
    }

    [Fact]
    public void Made_codes_pass_both_checks_and_differ() =>
        Prop.ForAll(Gen.Choose(0, 31 * 31 * 31 * 31 * 31).Two().ToArbitrary(), pair =>
        {
            var (a, b) = (CreditCode.Make("91440305MA5", pair.Item1), CreditCode.Make("91440305MA5", pair.Item2));
            return CreditCode.Check(a) is null && CreditCode.Check(b) is null && (a == b) == (pair.Item1 == pair.Item2);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_that_does_not_fit_is_not_cut_short() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CreditCode.Make("91440305MA5TXU0", 31));
}
