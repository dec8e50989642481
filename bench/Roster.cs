using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Bench;

/// <summary>A roster as a district sends it: fourteen columns, every name and code its own, in no order.</summary>
/// <remarks>Names and codes that rose with the rows would be kind to every index.</remarks>
internal static class Roster
{
    private static readonly string[] Communities =
        ["440305008011", "440305008012", "440305001007", "440305001013", "440305007023", "440305009006", "440305006005"];

    private const int Characters = 100;

    private const string Given =
        "安邦宝昌晨诚驰达德鼎东方飞丰福富冠光广贵国海航浩和恒弘宏鸿华汇惠佳嘉坚健江捷金锦晶景久聚君凯康科兰乐力立利联亮" +
        "林龙隆茂美铭明诺鹏启强庆荣瑞润森尚胜盛世思泰腾天通旺威伟文祥翔信兴雄旭轩雅亚阳耀业益优宇远";

    public static async Task<string> Write(string folder, int rows)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"roster-{rows}.xlsx");
        if (File.Exists(file))
            return file;
        await using var stream = File.Create(file);
        await SheetWriter.WriteXlsxAsync(stream, Columns, Numbers(rows));
        return file;
    }

    private static IReadOnlyList<Column<int>> Columns { get; } =
    [
        new("name", "企业名称", n => $"深圳示例{Own(n)}{Trade(n)}有限公司"),
        new("code", "统一社会信用代码", n => CreditCode.Make("91440307", Mixed(n))),
        new("community", "社区", n => Communities[n % Communities.Length]),
        new("address", "经营地址", n => $"示例路 {n % 900} 号 {n % 30} 层"),
        new("industry", "行业", n => n % 3 == 0 ? "C39" : n % 3 == 1 ? "I65" : "F52"),
        new("established", "成立日期", n => new DateOnly(2001 + (n % 23), 1 + (n % 12), 1 + (n % 28))) { Kind = ColumnKind.Date },
        new("headcount", "职工人数", n => n % 97) { Kind = ColumnKind.Number },
        new("headcount-on", "职工人数日期", _ => new DateOnly(2025, 6, 30)) { Kind = ColumnKind.Date },
        new("source", "人数来源", _ => "社保"),
        new("members", "会员人数", n => n % 13) { Kind = ColumnKind.Number },
        new("contact", "联系人", n => $"示例{n % 1000}"),
        new("post", "职务", _ => "人事"),
        new("phone", "电话", n => $"1990000{n % 10000:0000}"),
        new("status", "经营状态", _ => "在营"),
    ];

    // Three characters, and the number of the million where there is more than one.
    private static string Own(int n)
    {
        var mixed = Mixed(n);
        var million = mixed / (Characters * Characters * Characters);
        return $"{Given[mixed % Characters]}{Given[mixed / Characters % Characters]}"
            + $"{Given[mixed / (Characters * Characters) % Characters]}{(million > 0 ? million : "")}";
    }

    // Every number below ten million once, in no order.
    private static int Mixed(int n) => (int)(n * 387_420_489L % 10_000_000);

    private static string Trade(int n) => (n % 5) switch { 0 => "光电", 1 => "科技", 2 => "食品", 3 => "物流", _ => "文化" };

    private static async IAsyncEnumerable<int> Numbers(int rows)
    {
        for (var n = 0; n < rows; n++)
        {
            if (n % 4096 == 0)
                await Task.Yield();
            yield return n;
        }
    }
}
