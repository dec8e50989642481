using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Host.Operations;

namespace Gonglian.Host.Commands;

/// <summary><c>doctor</c>: everything that can be wrong before and while the program runs, each with what to do.</summary>
internal static class Doctoring
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("doctor",
            l["体检:目录、磁盘、数据库、密钥、备份、审计链、时钟、任务和端口;只读。退出码 0 全好,1 有要看的,2 有坏的"]);
        var place = new Place.Options(command, l);
        var urls = new Option<string>("--urls")
        {
            Description = l["将要监听的地址,看是否被占用"],
            HelpName = "URLS",
            DefaultValueFactory = _ => Serving.DefaultUrls,
        };
        var json = new Option<bool>("--json") { Description = l["写 JSON"] };
        command.Add(urls);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            var here = place.Of(parsed);
            var found = await Look(here, parsed.GetValue(urls)!, stop);
            var worst = found.Max(f => f.Grade);
            if (parsed.GetValue(json))
                terminal.Answer(JsonSerializer.Serialize(new
                {
                    grade = Word(worst),
                    findings = found.Select(f => new { code = f.Code, grade = Word(f.Grade), what = f.Said(l), @do = f.Told(l) }),
                }, Json));
            else
                Say(terminal, found, worst);
            return (int)worst;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> Look(Place here, string urls, CancellationToken stop)
    {
        var found = new List<Finding>();
        if (here.Exists)
        {
            await using var services = here.Open();
            found.AddRange(await services.GetRequiredService<Doctor>().Look(isThorough: true, stop));
        }
        else
        {
            found.AddRange(Doctor.Folder(here.Data));
            found.AddRange(Doctor.Room(here.Data));
            if (Directory.Exists(here.Data))
                found.Add(Finding.Warn("no-store", "目录 {0} 中还没有数据", here.Data).Do("运行 serve 建立第一位管理员,或用 demo 建立示例"));
        }
        found.AddRange(Doctor.Ports(urls, FolderLock.IsTaken(here)));
        return [.. found.OrderByDescending(f => f.Grade)];
    }

    private static void Say(Terminal terminal, IReadOnlyList<Finding> found, Grade worst)
    {
        var l = terminal.L;
        foreach (var finding in found)
        {
            terminal.Answer($"{l[Title(finding.Grade)]}  {finding.Said(l)}");
            if (finding.Told(l) is { } cure)
                terminal.Answer($"    → {cure}");
        }
        terminal.Tell(worst switch
        {
            Grade.Good => l["一切正常"],
            Grade.Warn => l["有 {0} 项要看", found.Count(f => f.Grade == Grade.Warn)],
            _ => l["有 {0} 项坏了,请先处理", found.Count(f => f.Grade == Grade.Bad)],
        });
    }

    private static string Word(Grade grade) => grade switch { Grade.Good => "good", Grade.Warn => "warn", _ => "bad" };

    private static string Title(Grade grade) => grade switch { Grade.Good => "好", Grade.Warn => "看", _ => "坏" };
}
