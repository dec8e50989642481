using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;

namespace Gonglian.Rules.Tests;

/// <summary>区划代码: twelve digits of the right level below the right unit; never made by counting.</summary>
public sealed class A_division_code_is_checked
{
    [Theory]
    [InlineData(UnitKind.City, "440300000000", "", "4403")]
    [InlineData(UnitKind.District, "440305000000", "440300000000", "05")]
    [InlineData(UnitKind.Subdistrict, "440305008000", "440305000000", "008")]
    [InlineData(UnitKind.Community, "440305008011", "440305008000", "011")]
    public void A_code_of_the_level_gives_its_segment(UnitKind kind, string code, string above, string segment) =>
        Assert.Equal(segment, DivisionCode.Segment(kind, code, above));

    [Theory]
    [InlineData(UnitKind.Community, "44030500801", "440305008000", "organisations.code-digits")]
    [InlineData(UnitKind.Community, "44030500801X", "440305008000", "organisations.code-digits")]
    [InlineData(UnitKind.Community, "440305002011", "440305008000", "organisations.code-parent")]
    [InlineData(UnitKind.Community, "440305008000", "440305008000", "organisations.code-level")]
    [InlineData(UnitKind.Subdistrict, "440305008011", "440305000000", "organisations.code-level")]
    public void Another_code_is_refused_with_a_sentence(UnitKind kind, string code, string above, string refusal)
    {
        var refused = Assert.Throws<Refused>(() => DivisionCode.Segment(kind, code, above));
        Assert.Equal((refusal, "Code"), (refused.Code, refused.Field));
    }

    [Theory]
    [InlineData("NS-P01", true)]
    [InlineData("440305008011", false)]
    [InlineData("P", false)]
    [InlineData("A/B", false)]
    [InlineData("创意园", false)]
    public void A_code_of_ones_own_has_letters(string code, bool passes) =>
        Assert.Equal(passes ? null : "organisations.code-own",
            (Record.Exception(() => DivisionCode.CheckOwn(code)) as Refused)?.Code);
}
