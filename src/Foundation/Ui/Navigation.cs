namespace Gonglian.Foundation.Ui;

/// <summary>A group of rooms in the navigation; groups are parted by a line.</summary>
/// <param name="Links">The rooms.</param>
/// <param name="Title">A word above the group, or none.</param>
public sealed record NavigationGroup(IReadOnlyList<NavigationLink> Links, string? Title = null);

/// <summary>One room in the navigation.</summary>
/// <param name="Href">Its address, from the root.</param>
/// <param name="Title">The room's word, in the reader's language.</param>
/// <param name="Count">How many things stand in the caller's scope; null to show none.</param>
/// <param name="Also">Other addresses below which the same room lies.</param>
public sealed record NavigationLink(string Href, string Title, long? Count = null, IReadOnlyList<string>? Also = null)
{
    /// <summary>Whether the page at <paramref name="path"/> stands in this room; the root only covers itself.</summary>
    public bool Covers(string path)
    {
        var asked = path.Split('?')[0].Trim('/');
        return (Also ?? []).Prepend(Href).Select(href => href.Trim('/')).Any(own =>
            asked == own || (own.Length > 0 && asked.StartsWith(own + "/", StringComparison.Ordinal)));
    }
}

/// <summary>An address with its words: a tab, a crumb, a switch.</summary>
/// <param name="Title">The words, in the reader's language.</param>
/// <param name="Href">The address; null for the page itself.</param>
/// <param name="Count">A count beside the words; null to show none.</param>
public sealed record PageLink(string Title, string? Href = null, long? Count = null);
