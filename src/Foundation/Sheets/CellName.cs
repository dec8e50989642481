namespace Gonglian.Foundation.Sheets;

/// <summary>The names of cells and columns: A, Z, AA … and A1.</summary>
public static class CellName
{
    private const int MostColumns = 16_384;

    /// <summary>The letters of a column counted from 0: 0 is A, 26 is AA.</summary>
    public static string Column(int index)
    {
        var letters = string.Empty;
        for (var rest = index; rest >= 0; rest = (rest / 26) - 1)
            letters = (char)('A' + (rest % 26)) + letters;

        return letters;
    }

    /// <summary>Row and column (both from 0) of a name such as B12 or $B$12.</summary>
    public static bool TryParse(string name, out int row, out int column)
    {
        var plain = name.Replace("$", "", StringComparison.Ordinal);
        var letters = plain.AsSpan().IndexOfAnyInRange('0', '9');
        (row, column) = (-1, -1);
        if (letters is < 1 or > 3 || !int.TryParse(plain.AsSpan(letters), out row) || row < 1)
            return false;

        row--;
        Span<byte> bytes = stackalloc byte[3];
        for (var i = 0; i < letters; i++)
            bytes[i] = (byte)plain[i];

        column = ColumnOf(bytes[..letters]);
        return column >= 0;
    }

    /// <summary>The column (from 0) that a cell's name begins with; -1 when it begins with no possible column.</summary>
    internal static int ColumnOf(ReadOnlySpan<byte> name)
    {
        var column = 0;
        var letters = 0;
        foreach (var c in name)
        {
            var letter = (c & ~0x20) - 'A';
            if ((uint)letter > 25)
                break;

            column = (column * 26) + letter + 1;
            if (++letters > 3)
                return -1;
        }

        return column is >= 1 and <= MostColumns ? column - 1 : -1;
    }
}
