using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

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
        new By<int>("headcount", "ix_enterprise_headcount", e => e.Headcount,
            text => int.Parse(text, CultureInfo.InvariantCulture), covers: true),
        new By<int>("members", "ix_enterprise_members", e => e.Members,
            text => int.Parse(text, CultureInfo.InvariantCulture)),
        new By<DateOnly>("established", "ix_enterprise_established", e => e.EstablishedOn,
            text => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture)),
        new By<DateOnly>("verified", "ix_enterprise_verified", e => e.VerifiedOn,
            text => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture)),
    ];

    private EnterpriseSort(string id, string index, bool covers) => (Id, Index, Covers) = (id, index, covers);

    /// <summary>Id of the column.</summary>
    public string Id { get; }

    internal string Index { get; }

    /// <summary>Whether the index carries the columns of the common filters.</summary>
    internal bool Covers { get; }

    /// <summary>Rows without a value stand at the end, whichever way the list is sorted.</summary>
    internal abstract bool HasBlanks { get; }

    internal abstract IQueryable<Enterprise> Filled(IQueryable<Enterprise> rows);

    internal abstract IQueryable<Enterprise> Blank(IQueryable<Enterprise> rows);

    internal abstract IQueryable<Enterprise> Order(IQueryable<Enterprise> rows, bool descending);

    /// <summary>The rows past a cursor, in order; in pieces where one range of the index would not do.</summary>
    internal abstract IEnumerable<IQueryable<Enterprise>> Past(
        IQueryable<Enterprise> rows, EnterpriseCursor cursor, bool descending);

    internal abstract EnterpriseCursor At(Enterprise row);

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

    private sealed class ByName() : EnterpriseSort("name", "ix_enterprise_name", covers: true)
    {
        internal override bool HasBlanks => false;

        internal override IQueryable<Enterprise> Filled(IQueryable<Enterprise> rows) => rows;

        internal override IQueryable<Enterprise> Blank(IQueryable<Enterprise> rows) => rows.Where(e => false);

        internal override IQueryable<Enterprise> Order(IQueryable<Enterprise> rows, bool descending) => descending
            ? rows.OrderByDescending(e => e.SortKey).ThenByDescending(e => e.Key)
            : rows.OrderBy(e => e.SortKey).ThenBy(e => e.Key);

        // The first comparison is what the index seeks by; the second passes over rows of the same name.
        internal override IEnumerable<IQueryable<Enterprise>> Past(
            IQueryable<Enterprise> rows, EnterpriseCursor cursor, bool descending)
        {
            var (text, key) = (cursor.Value!, cursor.Key);
            var past = descending
                ? rows.Where(e => string.Compare(e.SortKey, text) <= 0 && (string.Compare(e.SortKey, text) < 0 || e.Key < key))
                : rows.Where(e => string.Compare(e.SortKey, text) >= 0 && (string.Compare(e.SortKey, text) > 0 || e.Key > key));
            return [Order(past, descending)];
        }

        internal override EnterpriseCursor At(Enterprise row) => new(row.SortKey, row.Key);

        internal override int Compare(Enterprise one, Enterprise other) => string.CompareOrdinal(one.SortKey, other.SortKey);

        internal override int Compare(Enterprise row, EnterpriseCursor cursor) =>
            string.CompareOrdinal(row.SortKey, cursor.Value);
    }

    private sealed class ByKey() : EnterpriseSort("recorded", "", covers: false)
    {
        internal override bool HasBlanks => false;

        internal override IQueryable<Enterprise> Filled(IQueryable<Enterprise> rows) => rows;

        internal override IQueryable<Enterprise> Blank(IQueryable<Enterprise> rows) => rows.Where(e => false);

        internal override IQueryable<Enterprise> Order(IQueryable<Enterprise> rows, bool descending) =>
            descending ? rows.OrderByDescending(e => e.Key) : rows.OrderBy(e => e.Key);

        internal override IEnumerable<IQueryable<Enterprise>> Past(
            IQueryable<Enterprise> rows, EnterpriseCursor cursor, bool descending)
        {
            var key = cursor.Key;
            return [Order(descending ? rows.Where(e => e.Key < key) : rows.Where(e => e.Key > key), descending)];
        }

        internal override EnterpriseCursor At(Enterprise row) => new("", row.Key);

        internal override int Compare(Enterprise one, Enterprise other) => one.Key.CompareTo(other.Key);

        internal override int Compare(Enterprise row, EnterpriseCursor cursor) => row.Key.CompareTo(cursor.Key);
    }

    private sealed class By<T> : EnterpriseSort
        where T : struct, IComparable<T>, IFormattable
    {
        private readonly Expression<Func<Enterprise, T?>> column;
        private readonly Func<Enterprise, T?> read;
        private readonly Func<string, T> parse;

        public By(string id, string index, Expression<Func<Enterprise, T?>> column, Func<string, T> parse, bool covers = false)
            : base(id, index, covers) => (this.column, read, this.parse) = (column, column.Compile(), parse);

        internal override bool HasBlanks => true;

        internal override IQueryable<Enterprise> Filled(IQueryable<Enterprise> rows) =>
            rows.Where(Test(Expression.NotEqual(column.Body, Nothing)));

        internal override IQueryable<Enterprise> Blank(IQueryable<Enterprise> rows) =>
            rows.Where(Test(Expression.Equal(column.Body, Nothing)));

        internal override IQueryable<Enterprise> Order(IQueryable<Enterprise> rows, bool descending) => descending
            ? rows.OrderByDescending(column).ThenByDescending(e => e.Key)
            : rows.OrderBy(column).ThenBy(e => e.Key);

        // Many rows have the same value: first those, by key, then the values beyond.
        internal override IEnumerable<IQueryable<Enterprise>> Past(
            IQueryable<Enterprise> rows, EnterpriseCursor cursor, bool descending)
        {
            // Held by an object, so that the value becomes a parameter and the query is translated once.
            var value = Expression.Property(Expression.Constant(new Holder(parse(cursor.Value!))), nameof(Holder.Value));
            var key = cursor.Key;
            var same = rows.Where(Test(Expression.Equal(column.Body, value)));
            var beyond = descending ? Expression.LessThan(column.Body, value) : Expression.GreaterThan(column.Body, value);
            return
            [
                descending
                    ? same.Where(e => e.Key < key).OrderByDescending(e => e.Key)
                    : same.Where(e => e.Key > key).OrderBy(e => e.Key),
                Order(rows.Where(Test(beyond)), descending),
            ];
        }

        internal override EnterpriseCursor At(Enterprise row) => new(
            read(row)?.ToString(typeof(T) == typeof(DateOnly) ? "O" : null, CultureInfo.InvariantCulture), row.Key);

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

        private static ConstantExpression Nothing => Expression.Constant(null, typeof(T?));

        private Expression<Func<Enterprise, bool>> Test(Expression body) =>
            Expression.Lambda<Func<Enterprise, bool>>(body, column.Parameters);

        private sealed record Holder(T? Value);
    }
}

/// <summary>Where a page ends: the sorted value and the key of its last row.</summary>
/// <param name="Value">The value as text; nothing for a row without one.</param>
/// <param name="Key">The row's key.</param>
public sealed record EnterpriseCursor(string? Value, long Key)
{
    /// <summary>The cursor as it stands in an address; it belongs to one sort.</summary>
    public string Token(EnterpriseSort sort) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{sort.Id}\n{Key}\n{(Value is null ? '-' : '+')}{Value}")));

    /// <summary>Reads a cursor; nothing when it is none or of another sort, and then the list begins anew.</summary>
    public static EnterpriseCursor? Read(string? token, EnterpriseSort sort)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token)).Split('\n', 3);
            if (parts.Length != 3 || parts[0] != sort.Id || parts[2].Length == 0
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var key))
                return null;
            var cursor = new EnterpriseCursor(parts[2][0] == '-' ? null : parts[2][1..], key);
            _ = cursor.Value is null || sort.Compare(Nobody, cursor) != int.MinValue;
            return cursor;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static readonly Enterprise Nobody = new()
    {
        Key = 0,
        Id = Guid.Empty,
        Path = "",
        Name = "",
        SortKey = "",
        Headcount = 0,
        Members = 0,
        EstablishedOn = default(DateOnly),
        VerifiedOn = default(DateOnly),
    };
}
