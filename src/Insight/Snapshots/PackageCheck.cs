using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Insight.Snapshots;

/// <summary>What a package says, when it holds.</summary>
/// <param name="Manifest">What it is of.</param>
/// <param name="Answers">Its figures, recounted from its rows.</param>
/// <param name="KeyId">Fingerprint of the key that signed it.</param>
public sealed record CheckedPackage(PackageManifest Manifest, IReadOnlyList<IndicatorAnswer> Answers, string KeyId);

/// <summary><c>check indicators --file</c>: a package is checked with nothing but itself, and every figure recounted from its rows.</summary>
/// <remarks>The rows stream past; no file unpacks to more than is allowed, whatever the archive declares.</remarks>
public static class PackageCheck
{
    /// <summary>The most bytes of rows.</summary>
    public const long MostRows = 4L << 30;

    /// <summary>The most bytes of any other file.</summary>
    public const int MostOther = 4 << 20;

    private static readonly string[] Names =
    [
        PackageManifest.Rows, PackageManifest.Figures, PackageManifest.Definition, PackageManifest.Own, PackageManifest.Signature,
    ];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a package.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="key">The fingerprint that its key must have; nothing for any.</param>
    /// <exception cref="Refused"><c>package.…</c>: it does not hold; the sentence names the file and the line or figure.</exception>
    public static CheckedPackage Run(string file, string? key = null)
    {
        var wanted = key is null ? null : Fingerprint(key);
        using var stream = File.OpenRead(file);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            return Run(zip, wanted);
        }
        catch (InvalidDataException)
        {
            throw PackageRefusals.NotAPackage(Path.GetFileName(file));
        }
    }

    private static CheckedPackage Run(ZipArchive zip, string? wanted)
    {
        foreach (var (name, times) in zip.Entries.CountBy(e => e.FullName))
            if (times > 1 || !Names.Contains(name))
                throw PackageRefusals.WrongFile(name);
        var own = Text(zip, PackageManifest.Own);
        var keyId = Signed(Text(zip, PackageManifest.Signature), own, wanted);
        var manifest = Manifest(own);
        if (manifest.KeyId != keyId || manifest.Files.Select(f => f.Name).Order().SequenceEqual(Names[..3].Order()) is false)
            throw PackageRefusals.Unreadable(PackageManifest.Own);
        var definition = Read<PackageDefinition>(Hashed(zip, manifest, PackageManifest.Definition), PackageManifest.Definition);
        var figures = Hashed(zip, manifest, PackageManifest.Figures);
        var rows = Rows(zip, manifest, definition);
        if (rows.Lines - 1 != manifest.RowCount)
            throw PackageRefusals.Count(rows.Lines - 1, manifest.RowCount);
        foreach (var (measure, sum) in rows.Sums)
            if (!manifest.Sums.TryGetValue(measure, out var said) || said != sum)
                throw PackageRefusals.Sum(measure, sum, said);
        return new(manifest, Recounted(definition, manifest, rows.Sums, figures), keyId);
    }

    private static string Fingerprint(string key)
    {
        var plain = string.Concat(key.Where(c => !char.IsWhiteSpace(c) && c != ':')).ToLowerInvariant();
        return plain.Length == 64 && plain.All(char.IsAsciiHexDigitLower) ? plain : throw PackageRefusals.NoKey(key);
    }

    // The text of a signature has one form only, so that no byte of it can be changed unseen.
    private static string Signed(string text, string own, string? wanted)
    {
        var signature = Read<PackageSignature>(text, PackageManifest.Signature);
        if (PackageManifest.Text(signature) != text || signature.Algorithm != PackageSignature.Ecdsa || !IsCanonical(signature))
            throw PackageRefusals.Unreadable(PackageManifest.Signature);
        var keyId = SigningKey.IdOf(signature.PublicKey);
        if (wanted is not null && wanted != keyId)
            throw PackageRefusals.OtherKey(keyId);
        return SigningKey.Holds(signature.PublicKey, own, signature.Signature) ? keyId : throw PackageRefusals.Signature();
    }

    private static bool IsCanonical(PackageSignature signature) =>
        new[] { signature.PublicKey, signature.Signature }.All(t =>
        {
            var bytes = new byte[t.Length];
            return Convert.TryFromBase64String(t, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == t;
        });

    private static PackageManifest Manifest(string own)
    {
        var format = Read<JsonElement>(own, PackageManifest.Own);
        if (format.ValueKind != JsonValueKind.Object || !format.TryGetProperty("format", out var version) || !version.TryGetInt64(out var number))
            throw PackageRefusals.Unreadable(PackageManifest.Own);
        return number is < 1 or > PackageManifest.Newest
            ? throw PackageRefusals.Newer(number) : Read<PackageManifest>(own, PackageManifest.Own);
    }

    private static T Read<T>(string text, string name)
    {
        try
        {
            return PackageManifest.Read<T>(text);
        }
        catch (JsonException)
        {
            throw PackageRefusals.Unreadable(name);
        }
    }

    private static string Hashed(ZipArchive zip, PackageManifest manifest, string name)
    {
        var text = Text(zip, name);
        return PackageManifest.Sha256(text) == manifest.File(name)!.Sha256 ? text : throw PackageRefusals.Hash(name);
    }

    private static string Text(ZipArchive zip, string name)
    {
        using var bytes = new MemoryStream();
        Unpack(zip, name, MostOther, (buffer, count) => bytes.Write(buffer, 0, count));
        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            throw PackageRefusals.Unreadable(name);
        }
    }

    // The hash is compared before what the lines say is believed: so a changed byte is called that, and no line is blamed for it.
    private static RowsReader Rows(ZipArchive zip, PackageManifest manifest, PackageDefinition definition)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new RowsReader(definition);
        Refused? wrong = null;
        Unpack(zip, PackageManifest.Rows, Math.Min(MostRows, manifest.File(PackageManifest.Rows)!.Bytes), (buffer, count) =>
        {
            hash.AppendData(buffer, 0, count);
            try
            {
                if (wrong is null)
                    reader.Read(buffer.AsSpan(0, count));
            }
            catch (Refused refused)
            {
                wrong = refused;
            }
        });
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != manifest.File(PackageManifest.Rows)!.Sha256)
            throw PackageRefusals.Hash(PackageManifest.Rows);
        if (wrong is not null)
            throw wrong;
        reader.End();
        return reader;
    }

    private static void Unpack(ZipArchive zip, string name, long most, Action<byte[], int> take)
    {
        var entry = zip.GetEntry(name) ?? throw PackageRefusals.Missing(name);
        var (buffer, total) = (new byte[64 << 10], 0L);
        try
        {
            using var content = entry.Open();
            for (int count; (count = content.Read(buffer)) > 0;)
            {
                total += count;
                if (total > most)
                    throw name == PackageManifest.Rows && most < MostRows ? PackageRefusals.Hash(name) : PackageRefusals.TooLarge(name);
                take(buffer, count);
            }
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw PackageRefusals.Unreadable(name);
        }
    }

    private static List<IndicatorAnswer> Recounted(
        PackageDefinition definition, PackageManifest manifest, IReadOnlyDictionary<string, long> sums, string written)
    {
        List<(IndicatorAnswer Answer, long? Unknown)> figures;
        try
        {
            figures = [.. PackageDefinition.Figures(
                definition.Indicators.Select(i => i.AsIndicator()), manifest.Scope, manifest.AsOf, sums)];
        }
        catch (Exception wrong) when (wrong is FormatException or OverflowException)
        {
            throw PackageRefusals.Unreadable(PackageManifest.Definition);
        }
        var counted = PackageDefinition.FiguresCsv(figures);
        if (counted != written)
            throw Different(counted.Split('\n'), written.Split('\n'));
        return figures.ConvertAll(f => f.Answer);
    }

    private static Refused Different(string[] counted, string[] written)
    {
        var line = 0;
        while (line < counted.Length && line < written.Length && counted[line] == written[line])
            line++;
        var (here, there) = (counted.ElementAtOrDefault(line) ?? "", written.ElementAtOrDefault(line) ?? "");
        return PackageRefusals.Figure(line + 1, (here.Length > 0 ? here : there).Split(',')[0], there, here);
    }
}
