namespace Gonglian.Foundation.Sheets;

/// <summary>What stands at the reader's place.</summary>
internal enum XmlPiece
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>A start tag.</summary>
    Start,

    /// <summary>An end tag.</summary>
    End,

    /// <summary>Characters, with entities still unresolved.</summary>
    Text,

    /// <summary>Characters of a CDATA section, to be taken literally.</summary>
    Literal,
}
