using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>比率 — rates decide about people, so they are compared as counts and rounded only for the eye.</summary>
public sealed class A_rate_is_two_counts
{
    [Fact]
    public void What_prints_as_the_target_may_still_miss_it()
    {
        var share = new Share(2424, 2500);
        Assert.Equal("97.0%", share.Percent());
        Assert.False(share.Meets(0.97m));
        Assert.Equal(1, share.Missing(0.97m));
        Assert.True(new Share(2425, 2500).Meets(0.97m));
    }

    [Theory]
    [InlineData(1709, 2000, 1, "85.5%")] // 85.45: the banker's rounding would say 85.4
    [InlineData(427, 500, 1, "85.4%")]
    [InlineData(1, 3, 2, "33.33%")]
    [InlineData(2, 3, 0, "67%")]
    [InlineData(5, 5, 1, "100.0%")]
    [InlineData(0, 7, 1, "0.0%")]
    public void The_eye_sees(long n, long d, int digits, string shown) =>
        Assert.Equal(shown, new Share(n, d).Percent(digits));

    [Fact]
    public void Nothing_to_count_is_neither_nought_nor_a_hundred_per_cent()
    {
        var share = new Share(0, 0);
        Assert.Null(share.Value);
        Assert.Equal("—", share.Percent());
        Assert.Equal("", share.Raw);
        Assert.False(share.Meets(0));
        Assert.Equal(0, share.Missing(0.97m));
        Assert.Equal(0, share.Spare(0.97m));
    }

    [Theory]
    [InlineData(427, 500, "0.854")]
    [InlineData(1, 3, "0.3333333333333333")]
    [InlineData(3, 3, "1")]
    public void The_raw_value_is_the_shortest_that_reads_back(long n, long d, string raw) =>
        Assert.Equal(raw, new Share(n, d).Raw);

    [Fact]
    public void The_rate_of_the_whole_is_not_the_mean_of_the_rates() =>
        Assert.Equal("60.0%", (new Share(1, 10) + new Share(59, 90)).Percent());

    [Fact]
    public void With_what_is_missing_the_target_is_met_and_with_one_less_it_is_not()
    {
        for (var d = 1; d <= 300; d++)
        {
            for (var n = 0; n <= d; n += 7)
                Holds(new Share(n, d), 0.854m);
        }
    }

    private static void Holds(Share share, decimal target)
    {
        var (missing, spare) = (share.Missing(target), share.Spare(target));
        Assert.True((share with { Numerator = share.Numerator + missing - spare }).Meets(target));
        Assert.False((share with { Numerator = share.Numerator + missing - spare - 1 }).Meets(target));
        Assert.Equal(share.Meets(target), missing == 0);
    }
}
