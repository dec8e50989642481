using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Sheets;

/// <summary>读表: the rows of an xlsx, xls or csv file, one after another, whatever the format.</summary>
/// <remarks>
/// Only one row is held at a time. Formulas are never evaluated, links to other files never followed.
/// The rows may be read again and again; a reader serves one thread.
/// </remarks>
public abstract class SheetReader : IDisposable
{
    static SheetReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Name of the sheet that is read: the first that holds something, unless another was chosen.</summary>
    public abstract string Name { get; }

    /// <summary>Names of all sheets in their order; a csv file has one with an empty name.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Part of the chosen sheet that has been read so far, between 0 and 1, for a progress bar.</summary>
    public abstract double Progress { get; }

    /// <summary>Opens a file by its content; its name is not looked at.</summary>
    /// <param name="file">The content, in which one can go back and forth; the reader closes it.</param>
    /// <param name="limits">How much it may hold; null for <see cref="SheetLimits.Default"/>.</param>
    /// <exception cref="Refused">
    /// <c>sheets.…</c>: the file is no spreadsheet, damaged, encrypted, empty or hostile; the sentence says which.
    /// </exception>
    public static SheetReader Open(Stream file, SheetLimits? limits = null)
    {
        limits ??= SheetLimits.Default;
        try
        {
            return file.Length > limits.FileBytes
                ? throw SheetRefusals.TooLarge(limits.FileBytes)
                : FileKind.Reader(file, limits);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Chooses the sheet that <see cref="Rows"/> reads.</summary>
    /// <exception cref="Refused"><c>sheets.no-such-sheet</c>: no sheet has this name.</exception>
    public abstract void Choose(string name);

    /// <summary>The rows of the chosen sheet that hold something, from the top.</summary>
    /// <exception cref="Refused">
    /// <c>sheets.cell-too-long</c>, <c>sheets.too-many-rows</c>, <c>sheets.too-many-columns</c>,
    /// <c>sheets.damaged</c>, <c>sheets.bomb</c>: found while reading, at the row where it stands.
    /// </exception>
    public abstract IEnumerable<SheetRow> Rows();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}
