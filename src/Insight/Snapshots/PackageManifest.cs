using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Gonglian.Insight.Snapshots;

/// <summary>One file of a package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">SHA-256 of its bytes, hexadecimal.</param>
public sealed record PackageFile(string Name, long Bytes, string Sha256);

/// <summary>What a restatement restates.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Id">Its id.</param>
/// <param name="ManifestSha256">SHA-256 of its manifest, hexadecimal: so the chain cannot be exchanged.</param>
public sealed record PackageRestated(int Number, Guid Id, string ManifestSha256);

/// <summary>清单 of a package: what it is of, what is in it. Its exact bytes are signed.</summary>
public sealed record PackageManifest
{
    /// <summary>The version of the package's format.</summary>
    public const int Newest = 1;

    /// <summary>Names of the files in a package.</summary>
    public const string Rows = "rows.csv", Figures = "figures.csv", Definition = "definition.json", Own = "manifest.json",
        Signature = "signature.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>The version of the format.</summary>
    public required int Format { get; init; }

    /// <summary>Id of the snapshot.</summary>
    public required Guid Id { get; init; }

    /// <summary>Division code of the unit, or the group's name.</summary>
    public required string Scope { get; init; }

    /// <summary>Its name.</summary>
    public required string ScopeName { get; init; }

    /// <summary>Codes of the units that are summed up.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>月末.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The moment of freezing, UTC.</summary>
    public required DateTime KnownOn { get; init; }

    /// <summary>1 for the first one, 2 and more for restatements.</summary>
    public required int Number { get; init; }

    /// <summary>Who froze it.</summary>
    public required string FrozenBy { get; init; }

    /// <summary>The account.</summary>
    public required Guid? FrozenById { get; init; }

    /// <summary>Why it was restated; empty for the first one.</summary>
    public required string Reason { get; init; }

    /// <summary>What it restates; none for the first one.</summary>
    public required PackageRestated? Restates { get; init; }

    /// <summary>Lines of <see cref="Rows"/>, without the header.</summary>
    public required long RowCount { get; init; }

    /// <summary>The sum of every measure over the rows.</summary>
    public required IReadOnlyDictionary<string, long> Sums { get; init; }

    /// <summary>The other files, the signature left out.</summary>
    public required IReadOnlyList<PackageFile> Files { get; init; }

    /// <summary>Fingerprint of the key that signs.</summary>
    public required string KeyId { get; init; }

    /// <summary>A file by its name.</summary>
    public PackageFile? File(string name) => Files.FirstOrDefault(f => f.Name == name);

    /// <summary>The exact text.</summary>
    public override string ToString() => Text(this);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static PackageManifest Read(string text) => Read<PackageManifest>(text);

    /// <summary>Anything of a package as text: UTF-8, two blanks, <c>\n</c>.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Json) + "\n";

    /// <summary>Reads anything of a package.</summary>
    /// <exception cref="JsonException">It is not such a thing.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException();

    /// <summary>SHA-256 of a text's bytes, hexadecimal.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The signature of a manifest, with the key by which anybody can check it.</summary>
/// <param name="Algorithm">How it was signed.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, base64.</param>
/// <param name="Signature">64 bytes (r, s) over the bytes of the manifest, base64.</param>
public sealed record PackageSignature(string Algorithm, string PublicKey, string Signature)
{
    /// <summary>The one way of signing.</summary>
    public const string Ecdsa = "ECDSA P-256 SHA-256";
}
