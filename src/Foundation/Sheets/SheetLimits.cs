namespace Gonglian.Foundation.Sheets;

/// <summary>How much a file may hold before it is refused; the defaults are those of the spreadsheet programs.</summary>
public sealed record SheetLimits
{
    /// <summary>The limits unless somebody says otherwise.</summary>
    public static SheetLimits Default { get; } = new();

    /// <summary>Bytes of the file on disk.</summary>
    public long FileBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of all parts of a workbook once unpacked.</summary>
    public long UnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Unpacked bytes for each packed byte, judged once a part is larger than 8 MiB.</summary>
    /// <remarks>Real sheets reach 10 to 50; a bomb reaches 1,000.</remarks>
    public int Ratio { get; init; } = 200;

    /// <summary>Parts (files) in a workbook.</summary>
    public int Parts { get; init; } = 5_000;

    /// <summary>Bytes of all distinct texts of a workbook, which must be held in memory.</summary>
    public int SharedTextBytes { get; init; } = 192 << 20;

    /// <summary>Distinct texts of a workbook.</summary>
    public int SharedTexts { get; init; } = 8_000_000;

    /// <summary>Number of the last row.</summary>
    public int Rows { get; init; } = 1_048_576;

    /// <summary>Columns that hold something.</summary>
    public int Columns { get; init; } = 200;

    /// <summary>Characters in one cell.</summary>
    public int CellCharacters { get; init; } = 32_767;

    /// <summary>Merged blocks in one sheet.</summary>
    public int Merges { get; init; } = 200_000;
}
