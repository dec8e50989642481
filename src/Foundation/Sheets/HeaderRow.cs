using System.Text;

namespace Gonglian.Foundation.Sheets;

/// <summary>A column of a sheet as its header names it.</summary>
/// <param name="Position">Column counted from 0.</param>
/// <param name="Title">What stands in the header.</param>
/// <param name="Key">The title in the form that is compared; see <see cref="HeaderRow.Normalise"/>.</param>
/// <param name="Group">The heading above, where the header has two rows; otherwise null.</param>
/// <param name="Known">Whether the title was recognised.</param>
public sealed record HeaderColumn(int Position, string Title, string Key, string? Group, bool Known);

/// <summary>表头: the row that names the columns, wherever it stands below titles and notes.</summary>
/// <param name="Index">Place among the rows that were looked at, from 0; the data begin with the next.</param>
/// <param name="Number">Number of the row as the person sees it.</param>
/// <param name="Columns">The columns that have a title.</param>
public sealed record HeaderRow(int Index, int Number, IReadOnlyList<HeaderColumn> Columns)
{
    /// <summary>How many rows from the top are worth looking at.</summary>
    public const int Look = 30;

    /// <summary>Finds the header: the row in which most different titles are known.</summary>
    /// <param name="rows">The first rows of the sheet.</param>
    /// <param name="known">Whether a normalised title is the name of something.</param>
    /// <returns>Null when no row has a known title; then the person must point at it (<see cref="At"/>).</returns>
    /// <remarks>
    /// A merged title repeats one text and so counts once. Of a header in two rows the lower is taken, since merged
    /// titles reach down into it.
    /// </remarks>
    public static HeaderRow? Find(IReadOnlyList<SheetRow> rows, Func<string, bool> known)
    {
        var (best, most) = (-1, 0);
        for (var i = 0; i < Math.Min(rows.Count, Look); i++)
        {
            var score = Score(rows[i], known);
            if (score > most || (score == most && best >= 0 && best == i - 1 && ReachesInto(rows[best], rows[i])))
                (best, most) = (i, score);
        }

        return best < 0 ? null : At(rows, best, known);
    }

    /// <summary>Takes a row for the header because somebody says so.</summary>
    public static HeaderRow At(IReadOnlyList<SheetRow> rows, int index, Func<string, bool> known)
    {
        var row = rows[index];
        var columns = new List<HeaderColumn>();
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var title = row.Cells[i].Text.Trim();
            if (title.Length == 0)
                continue;

            var key = Key(title, known);
            columns.Add(new(i, title, key, Group(rows, index, i), known(key)));
        }

        return new(index, row.Number, columns);
    }

    /// <summary>
    /// The form in which titles are compared: full-width characters narrowed, blanks, line breaks, asterisks and
    /// colons left out, letters small.
    /// </summary>
    public static string Normalise(string title)
    {
        var result = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            var narrow = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
            if (!char.IsWhiteSpace(narrow) && !char.IsControl(narrow) && narrow is not ('*' or ':' or '\uFEFF'))
                result.Append(char.ToLowerInvariant(narrow));
        }

        return result.ToString();
    }

    /// <summary>The title as it is known; a remark in brackets (必填, 人) may be left out.</summary>
    private static string Key(string title, Func<string, bool> known)
    {
        var whole = Normalise(title);
        var bracket = whole.IndexOfAny(['(', '[', '【']);
        return !known(whole) && bracket > 0 && known(whole[..bracket]) ? whole[..bracket] : whole;
    }

    private static int Score(SheetRow row, Func<string, bool> known) =>
        row.Cells.Where(c => !c.IsEmpty).Select(c => Key(c.Text, known)).Distinct(StringComparer.Ordinal).Count(known);

    private static bool ReachesInto(SheetRow upper, SheetRow lower) =>
        upper.Number + 1 == lower.Number
        && lower.Cells.Where((cell, i) => cell.Is(CellMarks.Merged) && cell.Text == upper[i].Text).Any();

    private static string? Group(IReadOnlyList<SheetRow> rows, int index, int column)
    {
        if (index == 0 || !ReachesInto(rows[index - 1], rows[index]))
            return null;

        var heading = rows[index - 1][column];
        return heading.IsEmpty || heading.Text == rows[index][column].Text ? null : heading.Text.Trim();
    }
}
