using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Host.Commands;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Demo;

/// <summary>命令行出错: exit code 2, nothing on the result's stream, and one sentence, whatever was wrong.</summary>
public sealed class What_goes_wrong_on_the_line_is_one_sentence : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gonglian-line-").FullName;

    [Theory]
    [InlineData("命令写得不对", "frobnicate")]
    [InlineData("命令写得不对", "import")]
    [InlineData("命令写得不对", "import", "--bogus", "x.csv")]
    [InlineData("命令写得不对", "demo")]
    [InlineData("--scale 应在", "demo", "--data", "@new", "--scale", "0")]
    [InlineData("", "demo", "--data", "@new", "--anchor", "2026-02-30")]
    [InlineData("中没有数据", "import", "roster.csv", "--data", "@new")]
    [InlineData("中没有数据", "export", "--data", "@new")]
    [InlineData("中没有数据", "check", "indicators", "--data", "@new")]
    [InlineData("找不到文件", "import", "no-such.csv", "--data", "@store")]
    [InlineData("没有区划代码为 999 的单位", "import", "@roster", "--data", "@store", "--community", "999")]
    [InlineData("", "import", "@broken", "--data", "@store")]
    [InlineData("", "check", "indicators", "--data", "@store", "--as-of", "yesterday")]
    [InlineData("", "check", "indicators", "--data", "@store", "--known-on", "yesterday")]
    [InlineData("", "check", "indicators", "--data", "@store", "--scope", "999")]
    [InlineData("找不到文件", "check", "clock", "no-such.csv")]
    [InlineData("--scale 要写整数,写的是“many”", "demo", "--data", "@new", "--scale", "many")]
    [InlineData("--seed 要写整数", "demo", "--data", "@new", "--seed", "1.5")]
    [InlineData("未识别命令或参数", "frobnicate")]
    [InlineData("--out 的文件名要以 .xlsx / .csv 结尾", "export", "--data", "@store", "--out", "x.pdf")]
    [InlineData("--left 的文件名要以 .xlsx 结尾", "import", "@roster", "--data", "@store", "--left", "x.csv")]
    [InlineData("名册的日期不能晚于今天", "import", "@roster", "--data", "@store", "--day", "2999-01-01")]
    [InlineData("名册的日期不能早于 2000 年", "import", "@roster", "--data", "@store", "--day", "1900-01-01")]
    [InlineData("没有名为“untion”的参数", "export", "--data", "@store", "--view", "untion=none")]
    [InlineData("参数“sort”不能是“foo”", "export", "--data", "@store", "--view", "sort=foo")]
    [InlineData("没有区划代码为 999 的单位", "export", "--data", "@store", "--community", "999")]
    [InlineData("没有区划代码为 999 的单位", "export", "--data", "@store", "--view", "place=999")]
    [InlineData("中没有数据", "migrate", "--data", "@new")]
    [InlineData("中没有数据", "import-units", "units.csv", "--data", "@new")]
    [InlineData("找不到文件", "import-units", "no-such.csv", "--data", "@store")]
    [InlineData("没有找到列名", "import-units", "@roster", "--data", "@store")]
    [InlineData("文件或网络读写出错", "serve", "--data", "@file")]
    [InlineData("文件或网络读写出错", "serve", "--data", "/proc/gonglian")]
    [InlineData("数据库出错", "migrate", "--data", "@new", "--connection", "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2")]
    [InlineData("连接串写得不对", "migrate", "--data", "@new", "--connection", "nonsense")]
    [InlineData("--urls 写得不对", "serve", "--data", "@store", "--urls", "nonsense")]
    [InlineData("文件或网络读写出错", "serve", "--data", "@store", "--urls", "http://192.0.2.1:5080")]
    public async Task In(string begins, params string[] command)
    {
        var (code, output, error) = await Run([.. await Task.WhenAll(command.Select(Meant))]);
        Assert.True(code == Entry.No, $"{code}: {error}");
        Assert.Equal("", output);
        Assert.Contains(begins, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var urls = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var (code, output, error) = await Run(["serve", "--data", await Meant("@store"), "--urls", urls]);
        Assert.Equal((Entry.No, ""), (code, output));
        Assert.Equal($"地址 {urls} 已被别的程序占用,请停止它或用 --urls 换一个\n", error);
    }

    [Fact]
    public async Task A_demonstration_that_is_refused_leaves_no_folder()
    {
        var (code, _, error) = await Run(["demo", "--data", await Meant("@new"), "--anchor", "2999-01-01"]);
        Assert.Equal(Entry.No, code);
        Assert.Contains("不能晚于今天", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(await Meant("@new")));
    }

    [Fact]
    public async Task A_folder_in_use_is_refused_to_every_command_that_writes()
    {
        var store = await Meant("@store");
        using var first = FolderLock.Take(new Place(store, null), "serve http://localhost:5080");
        foreach (var command in new[] { "serve", "migrate", "demo", "import", "import-units" })
        {
            string[] rest = command.StartsWith("import", StringComparison.Ordinal) ? [await Meant("@roster")] : [];
            var (code, _, error) = await Run([command, .. rest, "--data", store]);
            Assert.Equal(Entry.No, code);
            Assert.Contains("serve http://localhost:5080", error, StringComparison.Ordinal);
        }
        var another = Directory.CreateDirectory(Path.Combine(folder, "another")).FullName;
        await Databases.Fresh(Database.Sqlite, another);
        Assert.Equal(Entry.Done, (await Run(["migrate", "--data", another])).Code);
    }

    // Who is root may write everywhere: then the program runs without that power.
    [Theory]
    [InlineData("migrate", true)]
    [InlineData("demo", false)]
    [InlineData("serve", true)]
    public async Task A_folder_that_may_not_be_written_is_named(string command, bool itself)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        var closed = Directory.CreateDirectory(Path.Combine(folder, "closed")).FullName;
        if (command == "migrate")
            await Databases.Fresh(Database.Sqlite, closed);
        var before = Directory.GetFileSystemEntries(closed);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var data = itself ? closed : Path.Combine(closed, "data");
        string[] line = ["dotnet", typeof(Entry).Assembly.Location, command, "--data", data];
        if (Environment.IsPrivilegedProcess)
            line = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", .. line];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LANG"] = "zh_CN.UTF-8";
        using var program = Process.Start(start)!;
        var said = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.Equal(
            $"没有权限写目录 {data}。请用 --data 换一个目录,或让管理员把它的写权限给运行本程序的账号\n", said);
        Assert.Equal(Entry.No, program.ExitCode);
        Assert.Equal(before, Directory.GetFileSystemEntries(closed));
    }

    [Fact]
    public async Task Who_only_reads_leaves_no_key_and_who_stops_leaves_one_file()
    {
        var store = await Meant("@store");
        await using (var services = new Place(store, null).Open())
        {
            await services.GetRequiredService<Writes>().Do(Caller.System("测试"), Places.Plant);
            await using var db = services.GetRequiredService<Store>().Read(Caller.System("测试"));
            Assert.True(await db.Database.CanConnectAsync());
        }
        Assert.Equal(["gonglian.db"], Directory.GetFileSystemEntries(store).Select(Path.GetFileName));
        Assert.Equal(Entry.Done, (await Run(["check", "indicators", "--data", store])).Code);
        Assert.False(Directory.Exists(Path.Combine(store, "keys")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // What a word of the command stands for: a store, an empty folder, a file.
    private async Task<string> Meant(string word)
    {
        var path = Path.Combine(folder, word.TrimStart('@'));
        switch (word)
        {
            case "@store" when !Directory.Exists(path):
                Directory.CreateDirectory(path);
                await Databases.Fresh(Database.Sqlite, path);
                break;
            case "@roster":
                await File.WriteAllTextAsync(path += ".csv", "企业名称,社区\n甲公司,平山\n");
                break;
            case "@broken":
                await File.WriteAllTextAsync(path += ".xlsx", "no workbook");
                break;
            case "@file":
                await File.WriteAllTextAsync(path, "");
                break;
        }
        return word.StartsWith('@') ? path : word;
    }

    private static async Task<(int Code, string Output, string Error)> Run(IReadOnlyList<string> command)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Entry.Run(command, new Terminal(output, error, Texts.Chinese));
        return (code, output.ToString(), error.ToString());
    }
}
