using Gonglian.Foundation.Apis;

namespace Gonglian.Foundation.Sheets;

/// <summary>What a column holds: decides its alignment on the page and its type in a spreadsheet.</summary>
public enum ColumnKind
{
    /// <summary>Words and codes; in a spreadsheet always text, so that long codes keep their digits.</summary>
    Text,

    /// <summary>A number, aligned right.</summary>
    Number,

    /// <summary>By how much a number went up or down, with its sign, aligned right.</summary>
    Difference,

    /// <summary>A day.</summary>
    Date,

    /// <summary>An instant in UTC; people read it in China time.</summary>
    Instant,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A share between 0 and 1, shown as a percentage.</summary>
    Percent,

    /// <summary>One word out of few (a state, a form), shown as a tag.</summary>
    Tag,
}

/// <summary>What programs get of a cell that says several things in words: codes, or objects.</summary>
/// <param name="Of">The data of a row; null for none.</param>
/// <param name="Many">Whether it is a list.</param>
/// <param name="Parts">The fields of an object; none where they are codes.</param>
/// <typeparam name="T">The row.</typeparam>
public sealed record CellData<T>(Func<T, object?> Of, bool Many, params IReadOnlyList<ApiField> Parts);

/// <summary>列: one column of a list. The same column feeds the page, the API and the spreadsheet.</summary>
/// <param name="Id">Stable name: saved views, the API and column choice use it.</param>
/// <param name="Title">The Chinese title, translated where it is shown.</param>
/// <param name="Value">The value of a row: text, number, day, instant, yes/no, or null for empty.</param>
/// <typeparam name="T">The row.</typeparam>
public sealed record Column<T>(string Id, string Title, Func<T, object?> Value)
{
    /// <summary>What the column holds.</summary>
    public ColumnKind Kind { get; init; } = ColumnKind.Text;

    /// <summary>What programs get in place of the word: a stable code, or null for none. Nothing where the value serves both.</summary>
    public Func<T, string?>? Code { get; init; }

    /// <summary>Likewise, where the words say several things.</summary>
    public CellData<T>? Data { get; init; }

    /// <summary>All codes that <see cref="Code"/> or <see cref="Data"/> can give, where they are few.</summary>
    public IReadOnlyCollection<string>? Codes { get; init; }

    /// <summary>Where the cell leads, as a path inside the application; null when it leads nowhere.</summary>
    public Func<T, string?>? Link { get; init; }

    /// <summary>Shown unless the person hides it; otherwise hidden until chosen.</summary>
    public bool Default { get; init; } = true;

    /// <summary>Stays on one line: codes and numbers of which no digit may stand alone.</summary>
    public bool Whole { get; init; }

    /// <summary>Stays on a narrow screen (390 px), where the others give way.</summary>
    public bool Narrow { get; init; }

    /// <summary>Left out on paper: a drawing of what other columns say in numbers.</summary>
    public bool ScreenOnly { get; init; }
}
