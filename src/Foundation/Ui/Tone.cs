namespace Gonglian.Foundation.Ui;

/// <summary>What a mark says about the matter, beside its words; never by colour alone.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Plain,

    /// <summary>Reached, in order, done.</summary>
    Good,

    /// <summary>Nearly there, or soon due.</summary>
    Warn,

    /// <summary>Missed, overdue, wrong.</summary>
    Bad,

    /// <summary>Worth knowing.</summary>
    Info,
}

/// <summary>标签: a word with its tone, as a cell's value.</summary>
/// <param name="Text">The word, already in the reader's language.</param>
/// <param name="Tone">Its tone.</param>
public sealed record Mark(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>The word alone, as a spreadsheet has it.</summary>
    public override string ToString() => Text;
}

/// <summary>Names of tones in the style sheets.</summary>
public static class Tones
{
    /// <summary>The class of a tone; empty for <see cref="Tone.Plain"/>.</summary>
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        Tone.Info => "info",
        _ => "",
    };
}
