using Gonglian.Organisations.Teams;

namespace Gonglian.Rules.Tests;

/// <summary>配齐配强: who is missing in the leadership team of a community federation.</summary>
public sealed class A_team_is_complete_or_names_its_vacancy
{
    private static readonly DateOnly Day = new(2026, 9, 15);

    [Fact]
    public void Six_posts_with_chief_and_deputy_chief_are_complete() => Assert.Empty(Check(Complete()));

    [Theory]
    [InlineData(PostKind.Chair)]
    [InlineData(PostKind.DeputyChair)]
    [InlineData(PostKind.ProfessionalWorker)]
    [InlineData(PostKind.Officer)]
    [InlineData(PostKind.WomensMember)]
    [InlineData(PostKind.AuditMember)]
    public void A_post_that_nobody_holds_is_named(PostKind kind) =>
        Assert.Equal([new Vacancy(kind, 1)], Check(Complete().Where(p => p.Kind != kind)));

    [Fact]
    public void Of_an_empty_team_every_post_is_named_in_order() =>
        Assert.Equal(Enum.GetValues<PostKind>(), Check([]).Select(v => v.Kind));

    [Theory]
    [InlineData("工作站副站长")]
    [InlineData("干事")]
    [InlineData("")]
    public void A_chair_who_is_not_the_station_chief_is_named(string office)
    {
        var posts = Complete().Where(p => p.Kind != PostKind.Chair).Append(Of(PostKind.Chair, "李明", office));
        Assert.Equal([new Vacancy(PostKind.Chair, 0, "李明", "站长")], Check(posts));
    }

    [Fact]
    public void A_deputy_chair_who_is_the_chief_is_named() => Assert.Equal(
        [new Vacancy(PostKind.DeputyChair, 0, "王芳", "副站长")],
        Check(Complete().Where(p => p.Kind != PostKind.DeputyChair).Append(Of(PostKind.DeputyChair, "王芳", "工作站站长"))));

    [Theory]
    [InlineData("2026-09-15", 1)] // the day of leaving no longer counts
    [InlineData("2026-09-16", 0)]
    public void The_last_day_in_a_post_still_counts(string leaves, int vacancies)
    {
        var posts = Complete().ToList();
        posts.Find(p => p.Kind == PostKind.AuditMember)!.End(DateOnly.Parse(leaves));
        Assert.Equal(vacancies, Check(posts).Count);
    }

    [Fact]
    public void Somebody_who_begins_tomorrow_does_not_count_today()
    {
        var posts = Complete().Where(p => p.Kind != PostKind.Officer)
            .Append(Of(PostKind.Officer, "赵强", "", Day.AddDays(1)));
        Assert.Equal([new Vacancy(PostKind.Officer, 1)], Check(posts));
    }

    [Fact]
    public void The_make_up_is_a_parameter()
    {
        var rules = new TeamRules([new Seat(PostKind.Officer, 3), new Seat(PostKind.Chair)]);
        Assert.Equal([new Vacancy(PostKind.Officer, 2)],
            rules.Check([Of(PostKind.Officer, "赵强"), Of(PostKind.Chair, "李明", "干事")], Day));
    }

    private static IReadOnlyList<Vacancy> Check(IEnumerable<Post> posts) => TeamRules.Default.Check(posts, Day);

    private static IEnumerable<Post> Complete() => Enum.GetValues<PostKind>().Select(k => Of(k, "某人", k switch
    {
        PostKind.Chair => "工作站站长",
        PostKind.DeputyChair => "工作站副站长",
        _ => "",
    }));

    private static Post Of(PostKind kind, string person, string office = "", DateOnly? from = null) => new()
    {
        Key = 1,
        Id = Guid.CreateVersion7(),
        Path = "4403/05/008/011/",
        UnitKey = 1,
        Kind = kind,
        Person = person,
        Office = office,
        EffectiveFrom = from ?? Day.AddYears(-1),
    };
}
