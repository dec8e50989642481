using System.CommandLine;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary><c>check</c>: the product's own rules on a table from outside, for whoever wants to check our arithmetic.</summary>
internal static class Checking
{
    public static Command Command(Terminal terminal)
    {
        var command = new Command("check", terminal.L["用本系统自己的规则计算外部给出的表,结果写到标准输出"]);
        command.Add(Clock(terminal));
        return command;
    }

    private static Command Clock(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("clock", l["时限:列 id,timezone,calendar,start,duration,unit,pauses 得出 id,result"]);
        var file = new Argument<string>("file") { Description = l["CSV 文件,UTF-8"], HelpName = "FILE.csv" };
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
        : throw new Refused("command.no-file", "找不到文件 {0}", file);
}
