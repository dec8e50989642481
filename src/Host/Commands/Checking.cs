using System.CommandLine;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;

namespace Gonglian.Host.Commands;

/// <summary><c>check</c>: the product's own rules on a table from outside, for whoever wants to check our arithmetic.</summary>
internal static class Checking
{
    public static Command Command(Terminal terminal)
    {
        var command = new Command("check", terminal.L["用本系统自己的规则计算外部给出的表,结果写到标准输出"]);
        command.Add(Indicators(terminal));
        command.Add(Clock(terminal));
        return command;
    }

    private static Command Indicators(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("indicators", l["指标:从事实重新计算,只读,服务运行时也可以使用"]);
        var place = new Place.Options(command, l);
        var scope = Text("--scope", l["区划代码,或 creation-units(创建单位);默认全区"], "CODE");
        var asOf = Text("--as-of", l["统计日 YYYY-MM-DD,默认今天(北京时间)"], "DATE");
        var knownOn = Text("--known-on", l["只用这一时刻之前已记录的事实,ISO 8601"], "INSTANT");
        var json = new Option<bool>("--json") { Description = l["写 JSON 而不是 CSV"] };
        var file = Text("--file", l["核对一个快照文件:不需要数据库;核对每个校验值和签名,并从逐行数据重算每个指标"], "PACKAGE.zip");
        var key = Text("--key", l["与 --file 一起用:签名钥的指纹,应与证据单上印的相同"], "FINGERPRINT");
        foreach (var option in new Option[] { scope, asOf, knownOn, file, key, json })
            command.Add(option);
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(file) is { } package)
                return Package(terminal, package, parsed.GetValue(key), parsed.GetValue(json));
            var here = place.Of(parsed);
            here.MustExist();
            var question = new IndicatorQuestion(
                Days.Read(parsed.GetValue(asOf)), parsed.GetValue(scope), Days.Instant(parsed.GetValue(knownOn)),
                parsed.GetValue(json));
            await using var services = here.Open();
            await using var db = services.GetRequiredService<Store>().Read(Caller.System("check"));
            await IndicatorCheck.Run(db, question, terminal.Output);
            return Entry.Done;
        });
        return command;
    }

    private static int Package(Terminal terminal, string file, string? key, bool json)
    {
        if (!File.Exists(file))
            throw NoFile(file);
        var package = PackageCheck.Run(file, key);
        terminal.Output.Write(IndicatorCheck.Written(package.Answers, json));
        var manifest = package.Manifest;
        terminal.Tell(terminal.L["校验值、签名和指标都对。{0},{1},第 {2} 号,{3} 于 {4} 冻结;签名钥 {5}",
            manifest.ScopeName, manifest.AsOf, manifest.Number, manifest.FrozenBy,
            China.Time(manifest.KnownOn).ToString("yyyy-MM-dd HH:mm:ss"), package.KeyId]);
        if (key is null)
            terminal.Tell(terminal.L["请把签名钥的指纹与证据单或系统页面上的比对,或用 --key 指明"]);
        return Entry.Done;
    }

    private static Option<string?> Text(string name, string description, string what) =>
        new(name) { Description = description, HelpName = what };

    private static Command Clock(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("clock", l["时限:列 id,timezone,calendar,start,duration,unit,pauses 得出 id,result"]);
        var file = new Argument<string>("file") { Description = l["CSV 文件,UTF-8;calendar 列的写法:{0}", ClockCheck.CalendarForms], HelpName = "FILE.csv" };
        command.Add(file);
        command.SetAction(parsed =>
        {
            using var cases = Open(parsed.GetRequiredValue(file));
            ClockCheck.Run(cases, terminal.Output);
            return Entry.Done;
        });
        return command;
    }

    private static StreamReader Open(string file) => File.Exists(file)
        ? new StreamReader(file)
        : throw NoFile(file);

    private static Refused NoFile(string file) => new("command.no-file", "找不到文件 {0}", file);
}
