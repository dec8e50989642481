using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Vaults;
using Gonglian.Host.Operations;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Operations;

/// <summary>体检 — whatever can be wrong is said in a sentence with what to do, and an exit code that a script understands.</summary>
public sealed class The_doctor_says_what_is_wrong
{
    [Theory]
    [OnEveryDatabase]
    public async Task A_store_that_is_well_is_said_to_be_well(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        stand.Clock.Advance(TimeProvider.System.GetUtcNow().UtcDateTime - stand.Clock.Now);
        var key = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7():N}.key");
        await Line.Done("backup", "new-key", key);
        await Line.Done(["backup", "--key-file", key, "--out", key + ".backup", .. Line.At(stand.Place)]);
        File.Delete(key + ".backup");
        File.Delete(key);
        var found = await Look(stand);
        Assert.Contains("doctor.backup", found.Keys);
        Assert.Contains("doctor.schema", found.Keys);
        Assert.Contains("doctor.keys", found.Keys);
        // The servers of the tests may be set to forget at a power cut; that is what is said of them.
        Assert.DoesNotContain(found, f => f.Value == Grade.Bad && f.Key != "doctor.server-unsafe");
        if (database == Database.Sqlite)
            Assert.Contains(found, f => f is { Key: "doctor.sqlite-whole", Value: Grade.Good });
    }

    [Theory]
    [OnEveryDatabase]
    public async Task What_is_wrong_is_found(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司");
        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises/{enterprise.Id}/contacts/new");
        await browser.Post("form[data-guard]", ("Name", "王某"), ("Role", "行政负责人"), ("Phone", "13812341234"));
        await stand.Do(db =>
        {
            db.Enqueue("nobody's", 0, "", stand.Clock.Now.AddHours(-2));
            var failed = db.Enqueue("nobody's", 1, "", stand.Clock.Now.AddHours(-2));
            (failed.State, failed.EndedAt) = (JobState.Failed, stand.Clock.Now.AddHours(-1));
            return Task.CompletedTask;
        });
        await stand.Get<SigningKeys>().Get();
        Directory.Move(Path.Combine(stand.Folder, "keys"), Path.Combine(stand.Folder, "away"));
        stand.Clock.Advance(TimeSpan.FromDays(-1));
        var found = Graded(await Fresh(stand).Look(isThorough: true));
        Assert.Equal(Grade.Bad, found["doctor.keys-other"]);
        Assert.Equal(Grade.Bad, found["doctor.signing-lost"]);
        Assert.Equal(Grade.Bad, found["doctor.clock-back"]);
        Assert.Equal(Grade.Warn, found["doctor.backup-none"]);
        Assert.Equal(Grade.Warn, found["doctor.jobs-failed"]);
        stand.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Grade.Warn, (await Look(stand))["doctor.jobs-wait"]);
        await stand.Sql("DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = 'S0025Operations'");
        Assert.Equal(Grade.Warn, (await Look(stand))["doctor.schema-older"]);
        await stand.Sql("INSERT INTO \"__EFMigrationsHistory\" VALUES ('S0025Operations', '10'), ('S9999', '10')");
        Assert.Equal(Grade.Bad, (await Look(stand))["doctor.schema-newer"]);
        await stand.Sql("ALTER TABLE \"__EFMigrationsHistory\" RENAME TO gone");
        Assert.Equal(Grade.Bad, (await Look(stand))["doctor.database"]);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_server_that_may_forget_what_was_answered_is_named(Database database)
    {
        await using var stand = await Stand.On(database);
        IReadOnlyList<string> off = database == Database.Sqlite
            ? []
            : await stand.Store.ReadPastScope(
                "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'",
                r => r.Text(0));
        var found = await stand.Get<Doctor>().Look(isThorough: false);
        Assert.Equal(off.Order(), found.Where(f => f.Code == "doctor.server-unsafe").Select(f => $"{f.What.Arguments[0]}").Order());
    }

    [Fact]
    public async Task The_command_answers_a_script()
    {
        var folder = Directory.CreateTempSubdirectory("gonglian-doctor-").FullName;
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
            var (code, output, _) = await Line.Run("doctor", "--data", folder, "--urls", url, "--json");
            Assert.Equal((int)Grade.Bad, code);
            var said = JsonDocument.Parse(output).RootElement;
            Assert.Equal("bad", said.GetProperty("grade").GetString());
            Assert.Equal("doctor.port-taken", said.GetProperty("findings")[0].GetProperty("code").GetString());
            Assert.Contains("--urls", said.GetProperty("findings")[0].GetProperty("do").GetString(), StringComparison.Ordinal);
            listener.Stop();
            (code, output, var error) = await Line.Run("doctor", "--data", folder, "--urls", url);
            Assert.Equal((int)Grade.Warn, code);
            Assert.Contains("还没有数据", output, StringComparison.Ordinal);
            Assert.Equal("有 1 项要看\n", error);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("3.50.4", true)]
    [InlineData("3.50.7", false)]
    [InlineData("3.51.0", true)]
    [InlineData("3.51.2", true)]
    [InlineData("3.51.3", false)]
    [InlineData("3.46.1", true)]
    [InlineData("3.53.0", false)]
    public void The_library_with_the_fault_is_known(string version, bool hasFault) =>
        Assert.Equal(hasFault, Doctor.HasKnownFault(version));

    [Fact]
    public async Task Keys_that_others_can_read_are_found()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var stand = await Stand.On(Database.Sqlite);
        await stand.Get<SigningKeys>().Get();
        Assert.DoesNotContain("doctor.keys-open", (await Look(stand)).Keys);
        var key = Directory.GetFiles(Path.Combine(stand.Folder, "keys"))[0];
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(Grade.Bad, (await Look(stand))["doctor.keys-open"]);
    }

    // With keys that are read anew, as after a start.
    private static Doctor Fresh(Stand stand)
    {
        var vault = new Vault(Path.Combine(stand.Folder, "keys"));
        return new(stand.Store, vault, new SigningKeys(stand.Store, stand.Writes, vault), stand.Clock);
    }

    private static async Task<Dictionary<string, Grade>> Look(Stand stand) =>
        Graded(await stand.Get<Doctor>().Look(isThorough: true));

    // One fault may be found at several things, each with its own sentence.
    private static Dictionary<string, Grade> Graded(IEnumerable<Finding> found) =>
        found.GroupBy(f => f.Code).ToDictionary(g => g.Key, g => g.Max(f => f.Grade));
}
