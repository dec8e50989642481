using System.Runtime.CompilerServices;

namespace Gonglian.Foundation.Sheets;

/// <summary>The attributes of a start tag, one after another.</summary>
internal ref struct XmlAttributes(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> rest = rest;

    /// <summary>Name without its prefix.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Value with entities still unresolved.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next attribute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next()
    {
        var equals = rest.IndexOf((byte)'=');
        if (equals < 0)
            return false;

        var name = rest[..equals];
        while (name.Length > 0 && name[0] <= (byte)' ')
            name = name[1..];
        while (name.Length > 0 && name[^1] <= (byte)' ')
            name = name[..^1];

        Name = name.Length > 1 ? name[(name.IndexOf((byte)':') + 1)..] : name;
        rest = rest[(equals + 1)..];
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
            rest = rest.TrimStart(" \t\r\n"u8);

        var end = rest.IsEmpty ? -1 : rest[1..].IndexOf(rest[0]);
        if (end < 0)
            throw SheetRefusals.Damaged();

        Value = rest.Slice(1, end);
        rest = rest[(end + 2)..];
        return true;
    }

    /// <summary>The value of an attribute; null when the tag does not have it.</summary>
    public static string? Of(XmlAttributes attributes, ReadOnlySpan<byte> name)
    {
        while (attributes.Next())
        {
            if (attributes.Name.SequenceEqual(name))
                return XmlText.Decode(attributes.Value);
        }

        return null;
    }

    /// <summary>The number in an attribute; the alternative when it is missing or no number.</summary>
    public static int Number(XmlAttributes attributes, ReadOnlySpan<byte> name, int alternative) =>
        int.TryParse(Of(attributes, name), out var number) ? number : alternative;
}
