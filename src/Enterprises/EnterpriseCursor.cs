using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Gonglian.Enterprises;

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
            var cursor = new EnterpriseCursor(parts[2][0] == '-' && sort.HasBlanks ? null : parts[2][1..], key);
            _ = cursor.Value is null ? "" : sort.Parse(cursor.Value);
            return cursor;
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            return null;
        }
    }
}
