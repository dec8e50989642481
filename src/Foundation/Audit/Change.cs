namespace Gonglian.Foundation.Audit;

/// <summary>变更记录: who changed what, when, from what to what, for which reason.</summary>
public sealed class Change : Data.IScoped
{
    /// <summary>Integer key; grows with time.</summary>
    public required long Key { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The account, or none for the program itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The name as it was then.</summary>
    public required string By { get; init; }

    /// <summary>From where: the network address of who asked; nothing for jobs and the command line, which <see cref="By"/> names.</summary>
    public string? Origin { get; init; }

    /// <summary>What it tells of, e.g. <c>enterprise</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The key of what it tells of.</summary>
    public required long SubjectKey { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>What was done: <c>add</c>, <c>edit</c>, <c>remove</c>, <c>reveal</c>, <c>refuse</c> …</summary>
    public required string Action { get; init; }

    /// <summary>The kind of row that changed, e.g. <c>Enterprise</c> or <c>Contact</c>.</summary>
    public required string Row { get; init; }

    /// <summary>The values before, as a JSON object of the changed fields; sealed fields as ciphertext.</summary>
    public string? Before { get; init; }

    /// <summary>The values after, likewise.</summary>
    public string? After { get; init; }

    /// <summary>Why, where a reason was asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The import that brought it, where one did.</summary>
    public long? ImportKey { get; init; }
}
