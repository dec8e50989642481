using System.Security.Cryptography;
using System.Text;
using Gonglian.Foundation.Rules;

namespace Gonglian.Access.SigningIn;

/// <summary>泄露名单: passwords that stand in a published list are tried first by whoever guesses.</summary>
/// <remarks>
/// The list is a file of the operator's: SHA-1 in hexadecimal, ascending, a line each, with or without a count behind a
/// colon (the form in which Pwned Passwords is handed out), searched by halving; or plain passwords, a line each, read
/// through. It is never loaded as a whole, and no password leaves the machine.
/// </remarks>
public sealed class BreachedPasswords
{
    /// <summary>The file's name in the data folder, where no other is named.</summary>
    public const string FileName = "breached-passwords.txt";

    private const int Hash = 40;
    private const int Longest = 512;
    private const int Probes = 200;
    private readonly string? file;
    private readonly bool hashed;

    /// <summary>Takes up a list.</summary>
    /// <param name="file">The file; nothing for no list.</param>
    /// <exception cref="Refused">
    /// <c>access.breached-file</c>: it cannot be read; <c>access.breached-order</c>: its hashes do not ascend.
    /// </exception>
    public BreachedPasswords(string? file)
    {
        if (file is null)
            return;
        this.file = file;
        try
        {
            using var list = Open();
            hashed = HashOf(LineAt(list, 0).Text).Length == Hash;
            if (hashed && !Ascends(list))
                throw new Refused("access.breached-order", "泄露密码名单 {0} 要按散列值从小到大排列", file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new Refused("access.breached-file", "读不到泄露密码名单 {0}", file);
        }
    }

    /// <summary>The list of a store: the one that is named, or the one that lies in its folder, or none.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="named">The file that the settings name.</param>
    public static BreachedPasswords Of(string data, string? named) => new(
        !string.IsNullOrWhiteSpace(named) ? named
        : Path.Combine(data, FileName) is var inside && File.Exists(inside) ? inside
        : null);

    /// <summary>Whether there is a list.</summary>
    public bool IsThere => file is not null;

    /// <summary>Demands that a new password stands in no list.</summary>
    /// <exception cref="Refused"><c>access.password-breached</c>: it does.</exception>
    public void Check(string? password)
    {
        if (Holds(password ?? ""))
            throw new Refused("access.password-breached", "这个密码在已泄露的密码名单里,别人会先猜它,请换一个").At("password");
    }

    /// <summary>Whether a password stands in the list.</summary>
    public bool Holds(string password)
    {
        if (file is null)
            return false;
        if (!hashed)
            return File.ReadLines(file).Contains(password, StringComparer.Ordinal);
#pragma warning disable CA5350 // The published lists are made with SHA-1; it protects nothing here, it is a place to look at.
        var wanted = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore CA5350
        using var list = Open();
        return Find(list, wanted);
    }

    private static bool Find(FileStream list, string wanted)
    {
        var (low, high) = (0L, list.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (text, start, end) = LineAt(list, middle);
            var order = start >= high ? 1 : string.CompareOrdinal(HashOf(text), wanted);
            if (order == 0)
                return true;
            (low, high) = order < 0 ? (end, high) : (low, middle);
        }
        return false;
    }

    private static bool Ascends(FileStream list)
    {
        var last = "";
        for (var i = 0; i < Probes; i++)
        {
            var hash = HashOf(LineAt(list, list.Length / Probes * i).Text);
            if (hash.Length == 0)
                continue;
            if (string.CompareOrdinal(last, hash) > 0)
                return false;
            last = hash;
        }
        return true;
    }

    // The first line that begins at or after a place, where it begins, and where the next one does.
    private static (string Text, long Start, long End) LineAt(FileStream list, long place)
    {
        Span<byte> bytes = stackalloc byte[Longest];
        var from = Math.Max(0, place - 1);
        list.Position = from;
        bytes = bytes[..list.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false)];
        var start = place == 0 ? 0 : bytes.IndexOf((byte)'\n') + 1;
        if (place > 0 && start == 0)
            return ("", list.Length, list.Length);
        var line = bytes[start..];
        var length = line.IndexOf((byte)'\n');
        var end = length < 0 ? list.Length : from + start + length + 1;
        return (Encoding.UTF8.GetString(length < 0 ? line : line[..length]), from + start, end);
    }

    private static string HashOf(string line)
    {
        var hash = line.Trim().Trim('\ufeff');
        hash = hash[..Math.Min(hash.Length, Hash)];
        return hash.Length == Hash && hash.All(char.IsAsciiHexDigit) ? hash.ToUpperInvariant() : "";
    }

    private FileStream Open() => new(file!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.RandomAccess);
}
