using System.IO.Compression;
using System.Text;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Insight.Snapshots;

/// <summary>Writes a package: the rows as they come, then the figures, the definition, the manifest and its signature.</summary>
/// <param name="definition">口径.</param>
/// <param name="knownOn">The moment of freezing; the time of every file inside.</param>
internal sealed class PackageWriter(PackageDefinition definition, DateTime knownOn)
{
    private readonly List<PackageFile> files = [];

    /// <summary>The exact text of the definition.</summary>
    public string DefinitionText { get; } = PackageManifest.Text(definition);

    /// <summary>Writes everything.</summary>
    /// <param name="target">Takes the package.</param>
    /// <param name="rows">Writes the rows.</param>
    /// <param name="about">Says in the manifest what it is of.</param>
    /// <param name="key">Signs.</param>
    /// <returns>The manifest and its signature.</returns>
    public async Task<(PackageManifest Manifest, string Signature)> Write(
        Stream target, Func<RowsWriter, Task> rows, Func<PackageManifest, PackageManifest> about, SigningKey key)
    {
        await using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var lines = await Rows(zip, rows);
        var manifest = about(new PackageManifest
        {
            Format = PackageManifest.Newest,
            Id = Guid.Empty,
            Scope = "",
            ScopeName = "",
            Units = [],
            AsOf = default,
            KnownOn = knownOn,
            Number = 0,
            FrozenBy = "",
            FrozenById = null,
            Reason = "",
            Restates = null,
            RowCount = lines.Count,
            Sums = lines.Sums,
            Files = files,
            KeyId = key.Id,
        });
        await Put(zip, PackageManifest.Figures, PackageDefinition.FiguresCsv(PackageDefinition.Figures(
            definition.Indicators.Select(i => i.AsIndicator()), manifest.Scope, manifest.AsOf, manifest.Sums)));
        await Put(zip, PackageManifest.Definition, DefinitionText);
        manifest = manifest with { Files = [.. files] };
        var signature = key.Sign(manifest.ToString());
        await Put(zip, PackageManifest.Own, manifest.ToString());
        await Put(zip, PackageManifest.Signature, PackageManifest.Text(new PackageSignature(PackageSignature.Ecdsa, key.Public, signature)));
        return (manifest, signature);
    }

    private async Task<RowsWriter> Rows(ZipArchive zip, Func<RowsWriter, Task> write)
    {
        await using var stream = new HashedStream(await Entry(zip, PackageManifest.Rows).OpenAsync());
        var rows = new RowsWriter(stream, [.. definition.Measures.Select(m => m.Name)]);
        rows.Begin(definition.Header);
        await write(rows);
        files.Add(new(PackageManifest.Rows, stream.Length, stream.Hash()));
        return rows;
    }

    private async Task Put(ZipArchive zip, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await using var stream = await Entry(zip, name).OpenAsync();
        await stream.WriteAsync(bytes);
        files.Add(new(name, bytes.Length, PackageManifest.Sha256(text)));
    }

    private ZipArchiveEntry Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(China.Time(knownOn), TimeSpan.FromHours(8));
        return entry;
    }
}
