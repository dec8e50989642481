using System.CommandLine;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Imports;

namespace Gonglian.Host.Commands;

/// <summary><c>import-units</c>: the organisation tree from a table; the same table again changes nothing.</summary>
internal static class UnitImporting
{
    private static readonly Caller Line = Caller.System("命令行");

    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("import-units", l["导入街道、社区、园区和楼宇(xlsx、xls、csv);同一张表再导一次什么都不会变"]);
        var file = new Argument<string>("file") { Description = l["组织表,至少有“代码”和“名称”两列"], HelpName = "FILE" };
        var place = new Place.Options(command, l);
        var preview = new Option<bool>("--preview") { Description = l["只说会发生什么,不写入"] };
        command.Add(file);
        command.Add(preview);
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            var table = parsed.GetRequiredValue(file);
            if (!File.Exists(table))
                throw new Refused("command.no-file", "找不到文件 {0}", table);
            using var guard = FolderLock.Take(here, "import-units");
            await using var services = here.Open();
            await services.GetRequiredService<Store>().Migrate();
            var lines = UnitSheet.Read(File.OpenRead(table));
            Say(await Do(services, lines, Path.GetFileName(table), parsed.GetValue(preview)), terminal);
            return Entry.Done;
        });
        return command;
    }

    private static async Task<UnitPlan> Do(
        IServiceProvider services, IReadOnlyList<UnitLine> lines, string file, bool preview)
    {
        var today = await services.GetRequiredService<DayRoll>().Today();
        if (!preview)
            return await services.GetRequiredService<Writes>().Do(Line, db => db.ImportUnits(lines, file, null, today));
        await using var db = services.GetRequiredService<Store>().Read(Line);
        return await db.PlanUnits(lines, today);
    }

    private static void Say(UnitPlan plan, Terminal terminal)
    {
        foreach (var row in plan.Units.Where(u => u.Why is not null))
            terminal.Tell(terminal.L["第 {0} 行 {1}:{2}", row.Line.Number, row.Name, terminal.L[row.Why!]]);
        terminal.Answer(terminal.L["新建 {0},更新 {1},没有变化 {2},不导入 {3}", plan.Count(UnitFate.New),
            plan.Count(UnitFate.Changed), plan.Count(UnitFate.Unchanged), plan.Count(UnitFate.Refused)]);
    }
}
