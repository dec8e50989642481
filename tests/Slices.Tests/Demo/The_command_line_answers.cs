using Gonglian.Foundation;
using Gonglian.Foundation.Data;
using Gonglian.Host.Commands;
using Gonglian.Host.Demo;
using Gonglian.Organisations.Tree;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Demo;

/// <summary>命令行 — results on the standard output, one sentence on the other, and an exit code that scripts can use.</summary>
public sealed class The_command_line_answers : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-line-").FullName;

    [Fact]
    public async Task A_misspelt_command_is_told_in_a_sentence()
    {
        var (code, output, error) = await Run("serve", "--bogus");
        Assert.Equal((Entry.No, ""), (code, output));
        Assert.StartsWith("命令写得不对:", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    [InlineData("migrate")]
    [InlineData("import")]
    [InlineData("import-units")]
    [InlineData("export")]
    [InlineData("check")]
    [InlineData("check", "indicators")]
    [InlineData("check", "clock")]
    [InlineData("backup")]
    [InlineData("backup", "verify")]
    [InlineData("backup", "new-key")]
    [InlineData("restore")]
    [InlineData("doctor")]
    [InlineData("user")]
    [InlineData("user", "add")]
    [InlineData("user", "grant")]
    [InlineData("role")]
    public async Task Every_command_explains_itself(params string[] command)
    {
        var (code, output, _) = await Run([.. command, "--help"]);
        Assert.Equal(Entry.Done, code);
        Assert.Contains("--help", output, StringComparison.Ordinal);
        Assert.All(new[] { "Usage", "Description", "default", "Show" }, w => Assert.DoesNotContain(w, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Figures_of_no_store_are_refused()
    {
        var (code, output, error) = await Run("check", "indicators", "--data", folder);
        Assert.Equal((Entry.No, ""), (code, output));
        Assert.Equal($"目录 {folder} 中没有数据,请先运行 serve 或 demo,或用 --data 指明目录\n", error);
    }

    [Fact]
    public async Task A_tree_is_imported_once_and_its_faults_are_named()
    {
        await Databases.Fresh(Database.Sqlite, folder);
        var place = new Place(folder, null);
        await using (var services = place.Open())
            await services.GetRequiredService<Writes>().Do(District.Tester, Places.Plant);
        var table = Path.Combine(folder, "units.csv");
        await File.WriteAllTextAsync(table, "代码,名称\n440305008013,新社区\n440305008011,平山社区\n4403050080,坏代码\n");
        string[] command = ["import-units", table, "--data", folder];
        Assert.Equal("新建 1,更新 0,没有变化 1,不导入 1\n", (await Run([.. command, "--preview"])).Output);
        var (code, output, error) = await Run(command);
        Assert.Equal((Entry.Done, "新建 1,更新 0,没有变化 1,不导入 1\n"), (code, output));
        Assert.Equal("第 4 行 坏代码:区划代码应为 12 位数字,请照官方代码表填写\n", error);
        Assert.Equal("新建 0,更新 0,没有变化 2,不导入 1\n", (await Run(command)).Output);
    }

    [Fact]
    public async Task A_second_writer_is_told_who_has_the_folder()
    {
        await Databases.Fresh(Database.Sqlite, folder);
        using var first = FolderLock.Take(new Place(folder, null), "serve http://localhost:5080");
        var (code, _, error) = await Run("migrate", "--data", folder);
        Assert.Equal(Entry.No, code);
        Assert.Contains($"serve http://localhost:5080 ({Environment.ProcessId})", error, StringComparison.Ordinal);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_demonstration_is_refused_where_somebody_works(Database database)
    {
        var place = new Place(folder, await Databases.Fresh(database, folder));
        await using (var services = place.Open())
            await services.GetRequiredService<Writes>().Do(District.Tester, db =>
            {
                db.Add(new Unit
                {
                    Key = db.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = "4403/",
                    Code = "440300000000",
                    Name = "深圳市",
                    Kind = UnitKind.City,
                    ValidFrom = new DateOnly(2000, 1, 1),
                });
                return Task.CompletedTask;
            });
        Assert.Equal(StoreKind.Real, await Demonstration.KindOf(place));
        string[] command = ["demo", "--data", folder, .. place.Connection is { } c ? ["--connection", c] : Array.Empty<string>()];
        var (code, _, error) = await Run(command);
        Assert.Equal(Entry.No, code);
        Assert.Contains("中已有真实数据", error, StringComparison.Ordinal);
        if (place.Connection is { } connection)
            await Databases.Drop(connection);
    }

    // Small numbers deal out some communities with nothing, one or two: nobody falls over that.
    [Fact]
    public void Any_scale_can_be_planned()
    {
        var steps = new Steps(new DateOnly(2026, 9, 15));
        foreach (var seed in new[] { 1, 2, 3 })
            foreach (var count in Enumerable.Range(1, 300).Append(500).Append(1_000))
            {
                var planner = new Planner(seed, steps, new Names());
                var scale = Math.Max(count * 1.02, count + 4.0) / Quota.Usual;
                var firms = Quota.Of(seed, scale).Index().Sum(q => planner.Of(q.Item, q.Index, beside: false).Count());
                Assert.True(firms >= count, $"{firms} of {count} with seed {seed}");
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task A_small_demonstration_is_made(int scale)
    {
        var data = Path.Combine(folder, "small");
        var (code, _, error) = await Run("demo", "--data", data, "--scale", $"{scale}");
        Assert.True(code == Entry.Done, error);
        var (_, output, _) = await Run("export", "--data", data);
        Assert.Equal(scale + 1, output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task A_day_to_come_is_no_anchor()
    {
        var (code, _, error) = await Run("demo", "--data", folder, "--anchor", "2999-01-01");
        Assert.Equal(Entry.No, code);
        Assert.Contains("示例的基准日 2999-01-01 不能晚于今天", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_answers_in_the_order_of_its_cases()
    {
        var cases = Path.Combine(folder, "cases.csv");
        await File.WriteAllTextAsync(cases, """
            id,timezone,calendar,start,duration,unit,pauses
            b,UTC,mon-fri 09:00-17:00,2026-01-30T16:30:00Z,1,hour,
            a,Europe/Berlin,mon-fri 09:00-17:00,2013-03-21T09:30:00Z,60,minute,
            """);
        var (code, output, _) = await Run("check", "clock", cases);
        Assert.Equal(Entry.Done, code);
        Assert.Equal("id,result\nb,2026-02-02T09:30:00Z\na,2013-03-21T10:30:00Z\n", output);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(int Code, string Output, string Error)> Run(params string[] command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Entry.Run(command, new Terminal(output, error, Texts.Chinese));
        return (code, output.ToString(), error.ToString());
    }
}
