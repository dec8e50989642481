using FsCheck;
using FsCheck.Fluent;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>双字索引 — whatever part of a name somebody types, the row that holds it is among the candidates.</summary>
public sealed class Any_two_characters_find_a_name
{
    [Fact]
    public void A_name_is_cut_into_pairs_and_single_characters() =>
        Assert.Equal(["南山", "山区", "南", "山", "区"], Bigrams.Of("南山区"));

    [Fact]
    public void Latin_words_stay_whole_as_well() =>
        Assert.Equal(["ab", "bc", "a", "b", "c", "abc", "公司", "公", "司"], Bigrams.Of("ＡＢＣ公司"));

    [Theory]
    [InlineData("南山", "南山")]
    [InlineData("山", "山")]
    [InlineData("南山区", "南山 山区")]
    [InlineData("A公", "a 公")]
    [InlineData("Tencent", "te en nc ce en nt")]
    [InlineData("（）", "")]
    public void A_query_asks_for_pairs_where_it_has_them(string query, string tokens) => Assert.Equal(
        tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(), Bigrams.OfQuery(query));

    [Fact]
    public void Pairs_do_not_reach_across_what_parts_the_words() =>
        Assert.DoesNotContain("圳有", Bigrams.Of("科技(深圳)有限公司"));

    [Fact]
    public void A_character_of_the_rare_planes_is_one_character() =>
        Assert.Equal(["𠮷野", "𠮷", "野"], Bigrams.Of("𠮷野"));

    [Fact]
    public void Every_part_of_a_name_finds_it()
    {
        var letters = Gen.Elements("深圳市南山区科技Ab1 -（）Ａ有限公司".ToCharArray());
        Prop.ForAll(letters.ArrayOf().Select(c => new string(c)).ToArbitrary(), ArbMap.Default.ArbFor<int>(), (name, cut) =>
        {
            var from = name.Length == 0 ? 0 : Math.Abs(cut % name.Length);
            var part = name[from..Math.Min(name.Length, from + 3)];
            return Bigrams.OfQuery(part).All(Bigrams.Of(name).Contains);
        }).QuickCheckThrowOnFailure();
    }
}
