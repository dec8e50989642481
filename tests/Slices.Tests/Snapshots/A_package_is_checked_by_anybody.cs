using System.Text;
using Gonglian.Foundation.Vaults;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;
using Gonglian.Host.Commands;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Snapshots;

/// <summary>check indicators --file: the package alone proves its figures, and whatever is changed in it is named.</summary>
public sealed class A_package_is_checked_by_anybody
{
    private static readonly Caller Leader = Stand.Person(Places.District);

    [Theory]
    [OnEveryDatabase]
    public async Task The_lines_are_those_that_the_store_recounts(Database database)
    {
        await using var stand = await Stand.On(database);
        var file = await Frozen(stand);
        var (code, output, error) = await Run("check", "indicators", "--file", file.Name);
        Assert.Equal(
            """
            id,version,scope,as_of,numerator,denominator,value,target,met
            N1,1,440305000000,2026-08-31,1,7,0.14285714285714285,0.97,false
            N2,1,440305000000,2026-08-31,1,1,1,0.854,true
            N3,1,440305000000,2026-08-31,0,,,,
            N4,1,440305000000,2026-08-31,0,7,0,,
            N5,1,440305000000,2026-08-31,12,30,0.4,,
            N6,1,440305000000,2026-08-31,12,48,0.25,,
            N7,1,440305000000,2026-08-31,,,,,
            N7b,1,440305000000,2026-08-31,,,,,
            N8,1,440305000000,2026-08-31,0,1,0,,
            N8b,1,440305000000,2026-08-31,0,,,,

            """, output);
        Assert.Equal(Entry.Done, code);
        Assert.StartsWith("校验值、签名和指标都对。南山区,2026-08-31,第 1 号", error, StringComparison.Ordinal);
        Assert.Contains(file.Key, error, StringComparison.Ordinal);
        await using (var db = stand.Read())
        await using (var store = new StringWriter())
        {
            await IndicatorCheck.Run(db, new IndicatorQuestion(FrozenDistrict.August), store);
            Assert.Equal(store.ToString(), output);
        }
        Assert.Contains("\"numerator\": 12", (await Run("check", "indicators", "--file", file.Name, "--json")).Output);

        Assert.Equal(Entry.Done, (await Run("check", "indicators", "--file", file.Name, "--key", SigningKey.Shown(file.Key).ToUpperInvariant())).Code);
        var other = new string('0', 64);
        Assert.Equal("package.other-key", Why(() => PackageCheck.Run(file.Name, other)));
        Assert.Equal("package.key", Why(() => PackageCheck.Run(file.Name, "gonglian")));
        Assert.Equal(Entry.No, (await Run("check", "indicators", "--file", file.Name, "--key", other)).Code);
        Assert.Equal(Entry.No, (await Run("check", "indicators", "--file", file.Name + ".none")).Code);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_rows_are_plain_csv_that_no_spreadsheet_runs(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        await stand.RegisterEnterprise(Places.Pingshan, "=cmd|' /C calc'!A0,\"甲\"", headcount: 30);
        var snapshot = await stand.Freeze(Leader);
        var rows = Encoding.UTF8.GetString(FrozenDistrict.Unpacked(stand.Package(snapshot))[0].Bytes);
        Assert.Contains(",\"'=cmd|", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", rows, StringComparison.Ordinal);
        Assert.Equal((3, '\n'), (rows.Split('\n').Length, rows[^1]));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Any_one_byte_that_is_changed_in_any_file_is_found(Database database)
    {
        await using var stand = await Stand.On(database);
        var frozen = await Frozen(stand);
        var files = FrozenDistrict.Unpacked(await File.ReadAllBytesAsync(frozen.Name));
        var dice = new Random(1);
        foreach (var (name, bytes) in files)
            for (var at = 0; at < bytes.Length; at += 1 + (name == PackageManifest.Signature ? 0 : bytes.Length / 150))
            {
                var was = bytes[at];
                bytes[at] ^= (byte)dice.Next(1, 256);
                await File.WriteAllBytesAsync(frozen.Name, FrozenDistrict.Packed(files));
                Assert.True(Why(() => PackageCheck.Run(frozen.Name)) is not null, $"{name} byte {at}: {was} → {bytes[at]}");
                bytes[at] = was;
            }
        await File.WriteAllBytesAsync(frozen.Name, FrozenDistrict.Packed(files));
        Assert.NotNull(PackageCheck.Run(frozen.Name));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Any_one_byte_of_the_file_itself_is_found_or_changes_nothing_inside(Database database)
    {
        await using var stand = await Stand.On(database);
        var frozen = await Frozen(stand);
        var bytes = await File.ReadAllBytesAsync(frozen.Name);
        var files = FrozenDistrict.Unpacked(bytes);
        var dice = new Random(2);
        for (var i = 0; i < 400; i++)
        {
            var at = dice.Next(bytes.Length);
            var was = bytes[at];
            bytes[at] ^= (byte)dice.Next(1, 256);
            await File.WriteAllBytesAsync(frozen.Name, bytes);
            if (Why(() => PackageCheck.Run(frozen.Name)) is null)
                Assert.Equal(files.Select(Whole), FrozenDistrict.Unpacked(bytes).Select(Whole));
            bytes[at] = was;
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_repairs_the_hashes_and_signs_anew_is_found_by_the_arithmetic_or_by_the_key(Database database)
    {
        await using var stand = await Stand.On(database);
        var frozen = await Frozen(stand);
        var files = FrozenDistrict.Unpacked(await File.ReadAllBytesAsync(frozen.Name)).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Bytes));
        var forger = SigningKey.New();
        string? Forged(Func<Dictionary<string, string>, Dictionary<string, string>> change, Func<PackageManifest, PackageManifest>? also = null)
        {
            var forged = change(new(files));
            var manifest = PackageManifest.Read(files[PackageManifest.Own]);
            manifest = manifest with
            {
                KeyId = forger.Id,
                Files = [.. manifest.Files.Select(f => new PackageFile(
                    f.Name, Encoding.UTF8.GetByteCount(forged[f.Name]), PackageManifest.Sha256(forged[f.Name])))],
            };
            manifest = also?.Invoke(manifest) ?? manifest;
            forged[PackageManifest.Own] = manifest.ToString();
            forged[PackageManifest.Signature] = PackageManifest.Text(
                new PackageSignature(PackageSignature.Ecdsa, forger.Public, forger.Sign(manifest.ToString())));
            File.WriteAllBytes(frozen.Name, FrozenDistrict.Packed(forged.Select(f => (f.Key, Encoding.UTF8.GetBytes(f.Value)))));
            return Why(() => PackageCheck.Run(frozen.Name, frozen.Key)) == "package.other-key"
                ? Why(() => PackageCheck.Run(frozen.Name)) : "the key is not asked for";
        }

        Assert.Null(Forged(f => f));
        Assert.Equal("package.rows", Forged(f => With(f, PackageManifest.Rows, r => r[..(r[..^1].LastIndexOf('\n') + 1)])));
        Assert.Equal("package.figure", Forged(f => With(f, PackageManifest.Figures, r => r.Replace(",1,7,", ",7,7,"))));
        Assert.Equal("package.sum", Forged(f => f, m => m with { Sums = m.Sums.ToDictionary(s => s.Key, s => s.Key == "covered" ? 7 : s.Value) }));
        Assert.Equal("package.line", Forged(f => With(f, PackageManifest.Rows, r => r.Replace("\nunion,", "\nunion,,"))));
        Assert.Equal("package.figure", Forged(f => With(f, PackageManifest.Definition, d => d.Replace("0.97", "0.10"))));
        Assert.Equal("package.newer", Forged(f => f, m => m with { Format = 2 }));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Hostile_archives_are_refused(Database database)
    {
        await using var stand = await Stand.On(database);
        var frozen = await Frozen(stand);
        var files = FrozenDistrict.Unpacked(await File.ReadAllBytesAsync(frozen.Name)).ToList();
        string? Packed(IEnumerable<(string, byte[])> all)
        {
            File.WriteAllBytes(frozen.Name, FrozenDistrict.Packed(all));
            return Why(() => PackageCheck.Run(frozen.Name));
        }

        Assert.Equal("package.files", Packed([.. files, ("../rows.csv", [])]));
        Assert.Equal("package.files", Packed([.. files, files[0]]));
        Assert.Equal("package.missing", Packed(files[1..]));
        Assert.Equal("package.large", Packed([.. files[..3], (PackageManifest.Own, new byte[PackageCheck.MostOther + 1]), files[4]]));
        Assert.Equal("package.hash", Packed([(PackageManifest.Rows, new byte[50_000_000]), .. files[1..]]));
        await File.WriteAllTextAsync(frozen.Name, "no zip");
        Assert.Equal("package.not-one", Why(() => PackageCheck.Run(frozen.Name)));
    }

    private static string Whole((string Name, byte[] Bytes) file) => $"{file.Name} {Convert.ToHexString(file.Bytes)}";

    private static Dictionary<string, string> With(Dictionary<string, string> files, string name, Func<string, string> change)
    {
        var changed = change(files[name]);
        Assert.NotEqual(files[name], changed);
        files[name] = changed;
        return files;
    }

    private static async Task<(string Name, string Key)> Frozen(Stand stand)
    {
        await FrozenDistrict.Tell(stand);
        var snapshot = await stand.Freeze(Leader);
        var file = Path.Combine(stand.Folder, "given.zip");
        await File.WriteAllBytesAsync(file, stand.Package(snapshot));
        return (file, snapshot.KeyId);
    }

    private static string? Why(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Refused refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
            return refused.Code;
        }
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await Entry.Run(args, new Terminal(output, error, Texts.Chinese));
        return (code, output.ToString(), error.ToString());
    }
}
