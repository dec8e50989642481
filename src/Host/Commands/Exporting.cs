using System.CommandLine;
using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.WebUtilities;

namespace Gonglian.Host.Commands;

/// <summary><c>export</c>: the list of enterprises as a file, the same columns and filters as on the page; who took it is recorded.</summary>
internal static class Exporting
{
    private static readonly Caller Line = Caller.System("命令行");

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("export", l["导出企业名单;列和筛选与网页相同,导出会留下记录"]);
        var place = new Place.Options(command, l);
        var target = new Option<string?>("--out") { Description = l["写到 .xlsx 或 .csv 文件;不写时以 CSV 写到标准输出"], HelpName = "FILE" };
        var community = new Option<string?>("--community")
        {
            Description = l["只要这个街道、社区、园区或楼宇(区划代码)"],
            HelpName = "CODE",
        };
        var view = new Option<string?>("--view")
        {
            Description = l["名单页地址中问号后面的部分,例如 union=none&sort=-headcount"],
            HelpName = "QUERY",
        };
        command.Add(target);
        command.Add(community);
        command.Add(view);
        command.SetAction(async (parsed, stop) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            Named.Check(parsed.GetValue(target), "--out", ".xlsx", ".csv");
            using var guard = FolderLock.Take(here, "export");
            await using var services = here.Open();
            await services.GetRequiredService<Store>().Migrate();
            var wanted = EnterpriseView.Demand(new QueryCollection(QueryHelpers.ParseQuery(parsed.GetValue(view))));
            if (parsed.GetValue(community) is { } code)
                wanted = wanted.Of(wanted.Filter with { Place = code });
            var tree = await services.GetRequiredService<UnitTree>().Now();
            if (wanted.Filter.Place is { } named && tree.PathsOf(named, Line) is null)
                throw new Refused("command.no-unit", "没有区划代码为 {0} 的单位", named);
            await Write(services, wanted, parsed.GetValue(target), terminal, stop);
            return Entry.Done;
        });
        return command;
    }

    private static async Task Write(
        IServiceProvider services, EnterpriseView view, string? target, Terminal terminal, CancellationToken stop)
    {
        var xlsx = target?.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) == true;
        var l = terminal.L;
        await using var db = services.GetRequiredService<Store>().Read(Line);
        await using var stream = target is null ? new MemoryStream() : (Stream)File.Create(target);
        var rows = await ActivatorUtilities.CreateInstance<EnterpriseExport.Exporter>(services, db, Line, l)
            .Write(view, xlsx, stream, stop);
        if (stream is MemoryStream memory)
            await terminal.Output.WriteAsync(new System.Text.UTF8Encoding(false).GetString(memory.ToArray()).TrimStart('\uFEFF'));
        else
            terminal.Answer(l["已导出 {0} 家企业到 {1}", rows, target]);
    }
}
