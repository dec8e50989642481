namespace Gonglian.Foundation.Apis;

/// <summary>What a value of the API is.</summary>
public enum ApiKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A share between 0 and 1, unrounded.</summary>
    Share,

    /// <summary>A day, as 2026-09-15.</summary>
    Day,

    /// <summary>An instant in UTC, as 2026-09-15T02:00:00Z.</summary>
    Instant,

    /// <summary>A UUID.</summary>
    Id,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>A parameter or a field, as the document of the API describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, in a sentence.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Values">The values it can have; nothing when they are not few.</param>
public sealed record ApiField(string Name, string Description, ApiKind Kind = ApiKind.Text, IReadOnlyCollection<string>? Values = null)
{
    /// <summary>Whether it must be given.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it may be given several times; in an answer, whether it is a list.</summary>
    public bool Repeated { get; init; }

    /// <summary>Its own fields, where it is an object.</summary>
    public IReadOnlyList<ApiField> Parts { get; init; } = [];

    /// <summary>The least number that can be asked for; 0 when nothing is said.</summary>
    public long? Least { get; init; }

    /// <summary>The greatest number that can be asked for.</summary>
    public long? Most { get; init; }

    /// <summary>Whether a place in a list can be read; nothing where any text can.</summary>
    public Func<string, bool>? Reads { get; init; }
}

/// <summary>What the document of the API says of an endpoint beside its summary; lies in the endpoint's metadata.</summary>
/// <remarks>Rooms describe with this; the host puts it into OpenAPI words, so that a list's columns are named once only.</remarks>
public sealed record ApiDoc
{
    /// <summary>What stands in the query.</summary>
    public IReadOnlyList<ApiField> Query { get; init; } = [];

    /// <summary>What stands in the headers.</summary>
    public IReadOnlyList<ApiField> Headers { get; init; } = [];

    /// <summary>What is sent.</summary>
    public IReadOnlyList<ApiField> Body { get; init; } = [];

    /// <summary>The fields of the answer, or of one row of it.</summary>
    public IReadOnlyList<ApiField> Answer { get; init; } = [];

    /// <summary>Whether what is asked for may not be there, beside what stands in the address itself.</summary>
    public bool MayMiss { get; init; }

    /// <summary>Whether the answer is a page of rows.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether a page of rows says how many there are, and where the page before is.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Media type of the answer where it is a file.</summary>
    public string? File { get; init; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = 200;
}
