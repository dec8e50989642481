using System.CommandLine;
using System.Globalization;
using Gonglian.Enterprises.Imports;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary><c>import</c>: a roster from a file, without questions.</summary>
internal static class Importing
{
    private static readonly Caller Line = Caller.System("命令行");

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("import", l["导入企业名册(xlsx、xls、csv),不经询问;有疑问的行不导入"]);
        var file = new Argument<string>("file") { Description = l["名册文件"], HelpName = "FILE" };
        var place = new Place.Options(command, l);
        var community = new Option<string?>("--community")
        {
            Description = l["未写社区的行归入这个社区、园区或楼宇(区划代码)"],
            HelpName = "CODE",
        };
        var day = new Option<string?>("--day") { Description = l["名册的统计日 YYYY-MM-DD,默认今天(北京时间)"], HelpName = "DAY" };
        var leftOut = new Option<string?>("--left") { Description = l["把未导入的行连同原因写到这个 .xlsx 文件"], HelpName = "FILE" };
        command.Add(file);
        command.Add(community);
        command.Add(day);
        command.Add(leftOut);
        command.SetAction(async (parsed, stop) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            var roster = parsed.GetRequiredValue(file);
            if (!File.Exists(roster))
                throw new Refused("command.no-file", "找不到文件 {0}", roster);
            Named.Check(parsed.GetValue(leftOut), "--left", ".xlsx");
            using var guard = FolderLock.Take(here, "import");
            await using var services = here.Open();
            var settings = new RosterSettings
            {
                Place = parsed.GetValue(community) is { } code
                    ? await Named.PathOf(services.GetRequiredService<Store>(), Line, code)
                    : null,
                Day = Days.Read(parsed.GetValue(day)),
            };
            return await Run(services, roster, settings, parsed.GetValue(leftOut), terminal, stop);
        });
        return command;
    }

    private static async Task<int> Run(
        IServiceProvider services, string roster, RosterSettings settings, string? leftOut, Terminal terminal,
        CancellationToken stop)
    {
        await services.GetRequiredService<Store>().Migrate();
        var importer = services.GetRequiredService<Importer>();
        var done = await importer.Run(Line, roster, settings, Tell, stop);
        terminal.Answer(terminal.L[
            "共 {0} 行:新建 {1},更新 {2},没有变化 {3},未导入 {4},提出排除 {5}",
            done.Rows, done.New, done.Changed, done.Unchanged, done.Left, done.Proposed]);
        if (ImportSummary.Read(done.Summary).Bare is var bare and > 0)
            terminal.Answer(terminal.L["{0} 行只写“是”,没有写明建会形式:没有登记工会,不计入覆盖,列为待核实", bare]);
        if (!RosterSettings.Read(done.Settings).Columns.Values.Contains(nameof(RosterColumn.CreditCode)))
            terminal.Answer(terminal.L["没有认出统一社会信用代码列:这些企业都没有代码,只能按名称认"]);
        if (done.Left == 0)
            return Entry.Done;
        if (leftOut is null)
        {
            terminal.Tell(terminal.L["未导入的行和原因在网页“导入”中可以下载"]);
            return Entry.Done;
        }
        await using var workbook = File.Create(leftOut);
        await LeftFile.Workbook(importer.LeftOf(done), workbook, terminal.L, stop);
        return Entry.Done;

        void Tell(ImportProgress progress) => terminal.Tell(
            string.Create(CultureInfo.InvariantCulture, $"{progress.Share,6:0 %}  {progress.Rows:N0}"));
    }
}
