using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Backups;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>备份与恢复 — one encrypted file, taken while people work, from which everything comes back, or nothing does.</summary>
public sealed class A_backup_brings_everything_back : IAsyncLifetime
{
    private const string Phone = "13812341234";
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-backup-").FullName;
    private readonly List<string> databases = [];

    private string Key => In("backup.key");

    public async ValueTask InitializeAsync() => await Line.Done("backup", "new-key", Key);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases)
            await Databases.Drop(database);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task The_drill(Database database)
    {
        await using var stand = await Lived(database);
        var written = 0;
        using var evening = new CancellationTokenSource();
        var work = Task.Run(async () =>
        {
            while (!evening.IsCancellationRequested)
                await stand.RegisterEnterprise(Places.Pingshan, $"第{Interlocked.Increment(ref written)}公司");
        });
        while (Volatile.Read(ref written) < 20)
            await Task.Delay(5);
        var before = Volatile.Read(ref written);
        await Make(stand, "busy.backup");
        var after = Volatile.Read(ref written);
        Assert.True(after > before, "Nobody could work while the backup was made");
        await evening.CancelAsync();
        await work;
        await Make(stand, "quiet.backup");
        var wanted = await Line.Everything(stand.Place);

        var (busy, quiet) = (await Empty(database), await Empty(database));
        await Line.Done(["restore", "--file", In("busy.backup"), "--key-file", Key, .. Line.At(busy)]);
        Assert.InRange((await Line.Everything(busy))["enterprise"].Count, before, after + 1);
        var said = await Line.Done(["restore", "--file", In("quiet.backup"), "--key-file", Key, .. Line.At(quiet)]);
        Assert.Contains("审计链完好", said, StringComparison.Ordinal);
        Assert.Contains("密钥与数据库是一套", said, StringComparison.Ordinal);
        var found = await Line.Everything(quiet);
        Assert.Equal(wanted.Keys, found.Keys);
        foreach (var (table, rows) in wanted.Where(t => t.Key != "__EFMigrationsHistory"))
            Assert.True(rows.SequenceEqual(found[table]), $"{table}: {rows.Count} rows became {found[table].Count}, or others");
        foreach (var place in new[] { busy, quiet })
            await Works(place);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Whoever_verifies_restores_elsewhere(Database database)
    {
        await using var stand = await Lived(database);
        await Make(stand, "one.backup");
        var scratch = await Empty(database);
        string[] server = scratch.Connection is { } connection ? ["--connection", connection] : [];
        for (var time = 0; time < 2; time++)
            Assert.Contains("逐表比对一致",
                await Line.Done(["backup", "verify", In("one.backup"), "--key-file", Key, .. server]), StringComparison.Ordinal);
        Assert.Empty((scratch.IsSqlite ? [] : await Line.Everything(scratch)).SelectMany(t => t.Value));
        if (database == Database.Postgres)
            Assert.Contains("每个字节都已核对",
                await Line.Done("backup", "verify", In("one.backup"), "--key-file", Key), StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_not_whole_is_refused_and_leaves_nothing(Database database)
    {
        await using var stand = await Lived(database);
        await Make(stand, "one.backup");
        var good = await File.ReadAllBytesAsync(In("one.backup"));
        var place = await Empty(database);
        var bad = In("bad.backup");
        foreach (var (at, sentence) in new[]
                 {
                     (0, "不是工联的备份文件"), (8, "更新的版本"), (15, "要用口令打开"), (25, "口令或密钥文件不对"), (60, "已损坏"),
                     (good.Length / 2, "已损坏"), (good.Length - 1, "已损坏"),
                 })
        {
            var changed = good.ToArray();
            changed[at] ^= at == 15 ? (byte)3 : (byte)1;
            await File.WriteAllBytesAsync(bad, changed);
            await Line.No(sentence, ["restore", "--file", bad, "--key-file", Key, .. Line.At(place)]);
            await Line.No(sentence, "backup", "verify", bad, "--key-file", Key);
            Assert.False(Directory.Exists(place.Data));
        }
        foreach (var length in new[] { 0, 30, good.Length / 2, good.Length - 20, good.Length - 1 })
        {
            await File.WriteAllBytesAsync(bad, good[..length]);
            await Line.No("备份", ["restore", "--file", bad, "--key-file", Key, .. Line.At(place)]);
        }
        await Line.Done("backup", "new-key", In("other.key"));
        await Line.No("口令或密钥文件不对",
            ["restore", "--file", In("one.backup"), "--key-file", In("other.key"), .. Line.At(place)]);
        await Line.Done(["restore", "--file", In("one.backup"), "--key-file", Key, .. Line.At(place)]);
        await Line.No("不是空的", ["restore", "--file", In("one.backup"), "--key-file", Key, .. Line.At(place)]);
        if (place.Connection is { } server)
            await Line.No("不是空的", "restore", "--file", In("one.backup"), "--key-file", Key, "--data", In("new"), "--connection", server);
        Assert.False(Directory.Exists(In("new")));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task No_half_backup_bears_the_name(Database database)
    {
        await using var stand = await Lived(database);
        // What a backup that was killed leaves.
        await File.WriteAllTextAsync(In("one.backup.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(stand.Folder, "gonglian.copy"), "half");
        await Make(stand, "one.backup");
        Assert.Empty(Directory.GetFiles(folder, "*.part"));
        Assert.False(File.Exists(Path.Combine(stand.Folder, "gonglian.copy")) && database == Database.Sqlite);
        Assert.Equal("one.backup", LastBackup.Of(stand.Folder)!.File);
        string[] backup = ["backup", "--key-file", Key, .. Line.At(stand.Place), "--out"];
        await Line.No("不会覆盖", [.. backup, In("one.backup")]);
        await Line.No("不能放在数据目录里", [.. backup, Path.Combine(stand.Folder, "two.backup")]);
        Directory.Move(Path.Combine(stand.Folder, "keys"), In("keys"));
        await Line.No("没有 keys", [.. backup, In("two.backup")]);
        Directory.Move(In("keys"), Path.Combine(stand.Folder, "keys"));
        await Line.No("不能放在数据目录里", ["backup", "--key-file", Path.Combine(stand.Folder, "keys", "blind.key"),
            .. Line.At(stand.Place), "--out", In("two.backup")]);
        Assert.Equal(["backup.key", "one.backup"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In("one.backup")));
    }

    [Fact]
    public async Task A_passphrase_opens_what_it_closed_and_a_short_one_is_none()
    {
        const string Variable = "GONGLIAN_BACKUP_PASSPHRASE";
        await using var stand = await Lived(Database.Sqlite);
        string[] backup = ["backup", .. Line.At(stand.Place), "--out", In("one.backup")];
        try
        {
            Environment.SetEnvironmentVariable(Variable, "horse");
            await Line.No("至少 12 个字符", backup);
            Environment.SetEnvironmentVariable(Variable, "correct horse battery");
            await Line.Done(backup);
            await Line.Done("backup", "verify", In("one.backup"));
            Environment.SetEnvironmentVariable(Variable, "correct horse batterY");
            await Line.No("口令或密钥文件不对", "backup", "verify", In("one.backup"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    private string In(string name) => Path.Combine(folder, name);

    private Task<string> Make(Stand stand, string name) =>
        Line.Done(["backup", "--out", In(name), "--key-file", Key, .. Line.At(stand.Place)]);

    private async Task<Place> Empty(Database database)
    {
        if (database == Database.Sqlite)
            return new(In($"place{databases.Count}-{Guid.CreateVersion7():N}"), null);
        databases.Add(await Databases.Empty());
        return new(In($"place{databases.Count}"), databases[^1]);
    }

    // A house with a sealed phone, a stored paper, records and a root.
    private static async Task<Stand> Lived(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", headcount: 40);
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/contacts/new");
        await browser.Post("form[data-guard]", ("Name", "王某"), ("Role", "行政负责人"), ("Phone", Phone));
        await browser.Open($"/enterprises/{enterprise.Id}/documents");
        await browser.Upload("批复.pdf", "%PDF-1.7"u8.ToArray());
        await stand.Services.GetServices<Gonglian.Foundation.Jobs.JobKind>().OfType<TrailRootJob>().Single().Run(null!, default);
        return stand;
    }

    // The sealed phone opens, and new rows get keys of their own.
    private static async Task Works(Place place)
    {
        await using var services = place.Open();
        await using (var db = services.GetRequiredService<Store>().Read(Caller.System("测试")))
        {
            var contact = await db.Contacts.SingleAsync();
            var key = await db.Set<SealKey>().SingleAsync(k => k.Key == contact.SealKeyKey);
            Assert.Equal(Phone, services.GetRequiredService<Vault>().Open(key, contact.Phone!));
        }
        var paper = Assert.Single(Directory.GetFiles(Path.Combine(place.Data, "documents")));
        new SealedFile(services.GetRequiredService<Vault>(), paper).Check();
        await services.GetRequiredService<Writes>().Do(Caller.System("测试"), db =>
        {
            db.Add(services.GetRequiredService<Vault>().NewKey(db.NextKey()));
            return Task.CompletedTask;
        });
    }
}
