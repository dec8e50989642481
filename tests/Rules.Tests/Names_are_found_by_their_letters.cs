using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>拼音 — names are typed by their initials and sorted by their readings.</summary>
public sealed class Names_are_found_by_their_letters
{
    [Theory]
    [InlineData("深圳市南山区", "szsnsq")]
    [InlineData("中国银行深圳分行", "zgyhszfh")]
    [InlineData("重庆火锅", "cqhg")]
    [InlineData("重工机械", "zgjx")]
    [InlineData("长城电子", "ccdz")]
    [InlineData("成长教育", "czjy")]
    [InlineData("厦门大厦", "xmds")]
    [InlineData("音乐快乐", "yykl")]
    [InlineData("诚信会计师事务所", "cxkjssws")]
    [InlineData("A1科技(深圳)有限公司", "a1kjszyxgs")]
    [InlineData("ＡＢＣ电子", "abcdz")]
    [InlineData("曾翟", "zz")]
    [InlineData("華為技術", "hwjs")]
    [InlineData("粤海街道·麻岭社区", "yhjdmlsq")]
    [InlineData("", "")]
    public void By_initials(string name, string initials) => Assert.Equal(initials, Pinyin.Initials(name));

    [Fact]
    public void In_the_order_of_a_dictionary() => Assert.Equal(
        ["3M公司", "A公司", "安乐", "大新", "平山", "沙河", "深圳", "西安", "西丽", "先锋", "沿山"],
        new[] { "深圳", "沿山", "西丽", "先锋", "西安", "平山", "安乐", "沙河", "A公司", "3M公司", "大新" }
            .OrderBy(Pinyin.SortKey, StringComparer.Ordinal));

    [Fact]
    public void Different_names_that_sound_alike_have_different_keys() =>
        Assert.NotEqual(Pinyin.SortKey("新心"), Pinyin.SortKey("心新"));

    [Fact]
    public void Nearly_every_character_of_the_basic_block_has_a_reading() =>
        Assert.True(Enumerable.Range(0x4E00, 20902).Count(c => Pinyin.Of((char)c) is not null) > 20_500);

    [Fact]
    public void Every_name_of_the_list_of_communities_becomes_letters() => Assert.All(
        Vectors.Of("nanshan-communities.csv").SelectMany(row => row).Where(cell => cell.Any(c => c > 0x4E00)),
        name => Assert.Matches("^[a-z0-9]+$", Pinyin.Initials(name)));
}
