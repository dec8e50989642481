using System.CommandLine;
using Gonglian.Enterprises;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
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
            var wanted = EnterpriseView.Read(new QueryCollection(QueryHelpers.ParseQuery(parsed.GetValue(view))));
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
        var day = await services.GetRequiredService<DayRoll>().Today();
        await using var beside = services.GetRequiredService<Store>().Read(Line);
        await using var db = services.GetRequiredService<Store>().Read(Line);
        var taken = new TakenList();
        var rows = Counted(services.GetRequiredService<EnterpriseList>().All(db, view.Ask(QueryCollection.Empty)).WithBeside(beside, view.Columns, day), taken);
        var l = terminal.L;
        var options = new SheetOptions<EnterpriseRow> { SheetName = l["企业名单"], Title = title => l[title] };
        var columns = view.Columns.In(l);
        await using var stream = target is null ? new MemoryStream() : (Stream)File.Create(target);
        await (xlsx
            ? SheetWriter.WriteXlsxAsync(stream, columns, rows, options, stop)
            : SheetWriter.WriteCsvAsync(stream, columns, rows, options, stop));
        await services.GetRequiredService<Writes>().Do(Line, change =>
        {
            change.Note(null, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, taken, "export",
                after: new Dictionary<string, object?> { ["Rows"] = taken.Rows, ["Filter"] = view.Address("") });
            return Task.CompletedTask;
        });
        if (stream is MemoryStream memory)
            await terminal.Output.WriteAsync(new System.Text.UTF8Encoding(false).GetString(memory.ToArray()).TrimStart('\uFEFF'));
        else
            terminal.Answer(l["已导出 {0} 家企业到 {1}", taken.Rows, target]);
    }

    private static async IAsyncEnumerable<EnterpriseRow> Counted(IAsyncEnumerable<EnterpriseRow> rows, TakenList taken)
    {
        await foreach (var row in rows)
        {
            taken.Rows++;
            yield return row;
        }
    }

    /// <summary>The list as what was taken, for the change records.</summary>
    private sealed class TakenList : IRecorded
    {
        public long Rows { get; set; }

        public string Subject => "enterprises";

        public long SubjectKey => 0;

        public string SubjectPath => "";
    }
}
