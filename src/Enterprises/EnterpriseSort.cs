using System.Globalization;

namespace Gonglian.Enterprises;

/// <summary>排序: a column by which enterprises can be sorted, each with an index that keeps pages at any depth equally quick.</summary>
public abstract class EnterpriseSort
{
    /// <summary>By name, in the order of the pinyin.</summary>
    public static EnterpriseSort Name { get; } = new ByName();

    /// <summary>The latest registered first: the order of what a search finds, which costs nothing whatever the word.</summary>
    public static EnterpriseSort Newest { get; } = new ByKey();

    /// <summary>All that can be sorted by.</summary>
    public static IReadOnlyList<EnterpriseSort> All { get; } =
    [
        Name,
        Newest,
        new By<int>("headcount", "Headcount", e => e.Headcount, r => r.Headcount, Number, covers: true),
        new By<int>("members", "Members", e => e.Members, r => r.Members, Number),
        new By<DateOnly>("established", "EstablishedOn", e => e.EstablishedOn, r => r.EstablishedOn, Day),
        new By<DateOnly>("verified", "VerifiedOn", e => e.VerifiedOn, r => r.VerifiedOn, Day),
    ];

    private EnterpriseSort(string id, string index, string column, bool covers = false) =>
        (Id, Index, Column, Covers) = (id, index, $"e.\"{column}\"", covers);

    /// <summary>Id of the column.</summary>
    public string Id { get; }

    internal string Index { get; }

    /// <summary>Whether the index carries the columns of the common filters.</summary>
    internal bool Covers { get; }

    /// <summary>The column in the text of a query.</summary>
    internal string Column { get; }

    /// <summary>Whether there is anything to sort by beside the key.</summary>
    internal virtual bool HasValue => true;

    /// <summary>Rows without a value stand at the end, whichever way the list is sorted.</summary>
    internal virtual bool HasBlanks => false;

    /// <summary>The value of a cursor as the database takes it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal abstract object Parse(string text);

    internal abstract EnterpriseCursor At(EnterpriseRow row);

    internal abstract bool IsBlank(Enterprise row);

    /// <summary>The order of two rows in hand, blanks at the end; for the sample.</summary>
    internal abstract int Compare(Enterprise one, Enterprise other);

    internal abstract int Compare(Enterprise row, EnterpriseCursor cursor);

    /// <summary>The sort of an address, such as <c>name</c> or <c>-headcount</c>.</summary>
    /// <param name="text">The words; when there is no such sort, by name, or what a search finds from the newest.</param>
    /// <param name="searching">Whether something is searched.</param>
    public static (EnterpriseSort Sort, bool Descending) Read(string? text, bool searching = false) =>
        All.FirstOrDefault(s => s.Id == text?.TrimStart('-')) is { } sort ? (sort, text![0] == '-')
        : searching ? (Newest, true)
        : (Name, false);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private sealed class ByName() : EnterpriseSort("name", "ix_enterprise_name", "SortKey", covers: true)
    {
        internal override object Parse(string text) => text;

        internal override EnterpriseCursor At(EnterpriseRow row) => new(row.SortKey, row.Key);

        internal override bool IsBlank(Enterprise row) => false;

        internal override int Compare(Enterprise one, Enterprise other) => string.CompareOrdinal(one.SortKey, other.SortKey);

        internal override int Compare(Enterprise row, EnterpriseCursor cursor) =>
            string.CompareOrdinal(row.SortKey, cursor.Value);
    }

    private sealed class ByKey() : EnterpriseSort("recorded", "", "Key")
    {
        internal override bool HasValue => false;

        internal override object Parse(string text) => text;

        internal override EnterpriseCursor At(EnterpriseRow row) => new("", row.Key);

        internal override bool IsBlank(Enterprise row) => false;

        internal override int Compare(Enterprise one, Enterprise other) => one.Key.CompareTo(other.Key);

        internal override int Compare(Enterprise row, EnterpriseCursor cursor) => row.Key.CompareTo(cursor.Key);
    }

    private sealed class By<T>(
        string id, string column, Func<Enterprise, T?> read, Func<EnterpriseRow, T?> shown, Func<string, T> parse, bool covers = false)
        : EnterpriseSort(id, $"ix_enterprise_{id}", column, covers)
        where T : struct, IComparable<T>, IFormattable
    {
        internal override bool HasBlanks => true;

        internal override object Parse(string text) => parse(text);

        internal override EnterpriseCursor At(EnterpriseRow row) => new(
            shown(row)?.ToString(typeof(T) == typeof(DateOnly) ? "O" : null, CultureInfo.InvariantCulture), row.Key);

        internal override bool IsBlank(Enterprise row) => read(row) is null;

        internal override int Compare(Enterprise one, Enterprise other) => (read(one), read(other)) switch
        {
            ({ } a, { } b) => a.CompareTo(b),
            (null, null) => 0,
            (null, _) => 1,
            _ => -1,
        };

        internal override int Compare(Enterprise row, EnterpriseCursor cursor) => (read(row), cursor.Value) switch
        {
            ({ } a, { } b) => a.CompareTo(parse(b)),
            (null, null) => row.Key.CompareTo(cursor.Key),
            (null, _) => 1,
            _ => -1,
        };
    }
}
