namespace Gonglian.Organisations.Teams;

/// <summary>班子应有的一个岗位: how many people it takes, and which office its holder must have in the station.</summary>
/// <param name="Kind">岗位.</param>
/// <param name="AtLeast">How many people.</param>
/// <param name="Office">How the holder's office must end, e.g. 站长; nothing where any will do.</param>
public sealed record Seat(PostKind Kind, int AtLeast = 1, string? Office = null);

/// <summary>What is wrong with one post of a team: nobody holds it, too few do, or the wrong person does.</summary>
/// <param name="Kind">Which post.</param>
/// <param name="Missing">How many people are missing; 0 when the holder has another office than asked.</param>
/// <param name="Person">The holder with the other office; nothing for a vacancy.</param>
/// <param name="Office">The office asked for; nothing for a vacancy.</param>
public sealed record Vacancy(PostKind Kind, int Missing, string? Person = null, string? Office = null);

/// <summary>配齐配强: whom the leadership team of a community federation must have.</summary>
/// <remarks>
/// Counting convention: a post counts on a day when it has begun and not ended (the day of leaving no longer counts).
/// One person may hold several posts; each post is filled by itself. The make-up is the district's own rule, so it is a
/// parameter (setting <see cref="Setting"/>).
/// </remarks>
/// <param name="Seats">The posts, in the order in which vacancies are named.</param>
public sealed record TeamRules(IReadOnlyList<Seat> Seats)
{
    /// <summary>The setting: this record as JSON.</summary>
    public const string Setting = "organisations.team";

    /// <summary>主席由站长担任, 副主席由副站长担任, and one each of worker, officer, women's and audit member.</summary>
    public static TeamRules Default { get; } = new(
    [
        new(PostKind.Chair, 1, "站长"),
        new(PostKind.DeputyChair, 1, "副站长"),
        new(PostKind.ProfessionalWorker),
        new(PostKind.Officer),
        new(PostKind.WomensMember),
        new(PostKind.AuditMember),
    ]);

    /// <summary>What a team lacks on a day; nothing when it is complete.</summary>
    /// <param name="posts">All posts of the federation, past ones included.</param>
    /// <param name="day">The day, China time.</param>
    public IReadOnlyList<Vacancy> Check(IEnumerable<Post> posts, DateOnly day)
    {
        var holders = posts.Where(p => p.Holds(day)).ToLookup(p => p.Kind);
        var found = new List<Vacancy>();
        foreach (var seat in Seats)
        {
            var missing = seat.AtLeast - holders[seat.Kind].Count();
            if (missing > 0)
                found.Add(new Vacancy(seat.Kind, missing));
            if (seat.Office is { } office)
                found.AddRange(holders[seat.Kind].Where(p => !Has(p.Office, office))
                    .Select(p => new Vacancy(seat.Kind, 0, p.Person, office)));
        }
        return found;
    }

    // 副站长 ends with 站长 and is another office.
    private static bool Has(string office, string asked) => office.EndsWith(asked, StringComparison.Ordinal)
        && (office.Length == asked.Length || office[^(asked.Length + 1)] != '副');
}
