using Microsoft.AspNetCore.Components;

namespace Gonglian.Foundation.Ui;

/// <summary>动态: one thing that happened.</summary>
/// <param name="Title">What happened, in the reader's language.</param>
/// <param name="By">Who, when, with what result: one line in small type.</param>
/// <param name="Tone">How it went.</param>
public sealed record TimelineEntry(string Title, string By, Tone Tone = Tone.Plain)
{
    /// <summary>A word beside the title.</summary>
    public Mark? Tag { get; init; }

    /// <summary>The page of the thing.</summary>
    public string? Href { get; init; }

    /// <summary>More below the title: values before (del) and after (ins).</summary>
    public RenderFragment? Body { get; init; }
}
