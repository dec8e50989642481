using Gonglian.Foundation;
using Gonglian.Foundation.Rules;

namespace Gonglian.Rules.Tests;

/// <summary>拒绝 — what a person reads when a rule says no, in parts that can be translated.</summary>
public sealed class A_refusal_is_a_sentence
{
    [Fact]
    public void It_reads_as_one_sentence_and_keeps_its_parts()
    {
        var no = new Refused("org.full", "{0}最多{1}人", "委员会", 7).At("Members");
        Assert.Equal("委员会最多7人", no.Message);
        Assert.Equal("{0}最多{1}人", no.Template);
        Assert.Equal(["委员会", 7], no.Arguments);
        Assert.Equal("Members", no.Field);
    }

    [Fact]
    public void Braces_in_a_sentence_without_places_stay_as_they_are() =>
        Assert.Equal("格式为 {年}", new Refused("x", "格式为 {年}").Message);

    [Fact]
    public void A_day_is_written_as_days_are_whatever_the_machine_speaks()
    {
        var (day, at) = (new DateOnly(2026, 11, 1), new DateTime(2026, 11, 1, 8, 30, 0, DateTimeKind.Utc));
        Assert.Equal("从 2026-11-01 到 2026-11-01 08:30,占 0.5", new Refused("x", "从 {0} 到 {1},占 {2}", day, at, 0.5m).Message);
        Assert.Equal("自 2026-11-01 起", Texts.Chinese["自 {0} 起", day]);
    }

    [Fact]
    public void A_problem_becomes_a_refusal_with_the_same_words() =>
        Assert.Equal("少3位", new Refused(Problem.Error("x", "少{0}位", 3)).Message);
}
