using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>身份证号 — real day, not in the future, check character; other papers are recognised and named.</summary>
public sealed class A_resident_number_is_checked
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    public static TheoryData<string, bool> Known()
    {
        var data = new TheoryData<string, bool>();
        foreach (var row in Vectors.Of("vectors-identifiers.csv", r => r[0] == "resident_id"))
            data.Add(row[1], row[2] == "yes");
        return data;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_published_examples_hold(string id, bool valid) =>
        Assert.Equal(valid, ResidentId.IsValid(id, Today));

    [Theory]
    [InlineData("440305190102290011", "resident-id.birth")]
    [InlineData("440305190002290014", "resident-id.birth")]
    [InlineData("440305209912310018", "resident-id.future")]
    [InlineData("440305190001010018", "resident-id.check")]
    [InlineData("44030519000101001", "resident-id.length")]
    [InlineData("440305000101001", "resident-id.old")]
    [InlineData("4.40305E+17", "resident-id.spreadsheet")]
    [InlineData("440305190001010000", "resident-id.rounded")]
    [InlineData("4403051900010X0017", "resident-id.character")]
    [InlineData("040305190001010017", "resident-id.division")]
    [InlineData("H12345678", "resident-id.permit")]
    [InlineData("M1234567801", "resident-id.permit")]
    [InlineData("12345678", "resident-id.permit")]
    [InlineData("E12345678", "resident-id.passport")]
    [InlineData("EA1234567", "resident-id.passport")]
    [InlineData("", "resident-id.empty")]
    public void A_wrong_number_is_named_by_its_fault(string id, string fault) =>
        Assert.Equal(fault, ResidentId.Check(id, Today)!.Code);

    [Fact]
    public void The_day_of_birth_may_be_today_but_not_tomorrow()
    {
        var newborn = WithCheck("99000020261122001");
        Assert.Null(ResidentId.Check(newborn, Today));
        Assert.Equal("resident-id.future", ResidentId.Check(newborn, Today.AddDays(-1))!.Code);
    }

    [Fact]
    public void Nobody_is_older_than_a_hundred_and_thirty()
    {
        Assert.Null(ResidentId.Check(WithCheck("99000018961122001"), Today));
        Assert.Equal("resident-id.age", ResidentId.Check(WithCheck("99000018961121001"), Today)!.Code);
    }

    [Theory]
    [InlineData("81000019000101001", "港澳台居民居住证(香港)")]
    [InlineData("82000019000101001", "港澳台居民居住证(澳门)")]
    [InlineData("83000019000101001", "港澳台居民居住证(台湾)")]
    [InlineData("91000019000101001", "外国人永久居留身份证")]
    [InlineData("44030519000101001", "居民身份证")]
    public void Residence_permits_share_the_form(string digits, string kind)
    {
        var id = WithCheck(digits);
        Assert.Null(ResidentId.Check(id, Today));
        Assert.Equal(kind, ResidentId.Kind(id));
    }

    [Fact]
    public void It_tells_the_day_of_birth_and_the_sex()
    {
        Assert.Equal(new DateOnly(1949, 12, 31), ResidentId.Birthday("11010519491231002X"));
        Assert.False(ResidentId.IsMale("11010519491231002X"));
        Assert.True(ResidentId.IsMale("440305190001010017"));
    }

    [Fact]
    public void A_small_or_full_width_x_is_the_same() =>
        Assert.Equal("11010519491231002X", ResidentId.Normalise("110105 19491231 002ｘ"));

    [Theory]
    [InlineData("440305190001010017", "440305********0017")]
    [InlineData("H12345678", "*******78")]
    [InlineData("", "")]
    public void Lists_show_it_masked(string id, string shown) => Assert.Equal(shown, ResidentId.Mask(id));

    private static string WithCheck(string digits) => digits + ResidentId.CheckOf(digits);
}
