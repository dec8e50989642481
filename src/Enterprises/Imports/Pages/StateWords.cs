using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation;
using Gonglian.Foundation.Ui;

namespace Gonglian.Enterprises.Imports.Pages;

/// <summary>The words of an import's state and of its doubles.</summary>
internal static class StateWords
{
    public static Mark Mark(ImportState state, Texts texts) => state switch
    {
        ImportState.Uploaded => new(texts["待核对列"], Tone.Warn),
        ImportState.Checking => new(texts["检查中"], Tone.Info),
        ImportState.Checked => new(texts["待开始"], Tone.Warn),
        ImportState.Writing => new(texts["导入中"], Tone.Info),
        ImportState.Done => new(texts["已导入"], Tone.Good),
        ImportState.Refused => new(texts["不能读取"], Tone.Bad),
        ImportState.Undoing => new(texts["撤销中"], Tone.Info),
        _ => new(texts["已撤销"]),
    };

    /// <summary>What an import that waits would do; empty for all others.</summary>
    public static string Would(Import i, Texts texts) => i.State == ImportState.Checked
        ? texts["将新建 {0},更新 {1},不导入 {2}", Cells.Count(i.New), Cells.Count(i.Changed), Cells.Count(i.Left)]
        : "";

    /// <summary>The title of a column by its id; a problem of no column is the whole row's.</summary>
    public static string Column(string id, Texts texts) =>
        Enum.TryParse<RosterColumn>(id, out var column) ? texts[RosterColumns.Title(column)] : texts["整行"];

    public static string Title(DoubleKind kind) => kind switch
    {
        DoubleKind.SameCode => "文件里信用代码重复",
        DoubleKind.SameName => "没有代码,与已建档企业同名",
        DoubleKind.OtherCode => "同名同社区,信用代码不同",
        DoubleKind.OtherName => "信用代码相同,名称完全不同",
        DoubleKind.Fall => "人数减少过半",
        _ => "文件里同名,有一行没有代码",
    };

    public static string Title(DoubleAnswer answer, DoubleKind kind) => answer switch
    {
        DoubleAnswer.Same when kind is DoubleKind.OtherName => "确是同一单位,更新",
        DoubleAnswer.Same when kind is DoubleKind.Fall => "数字属实,更新",
        DoubleAnswer.Same when kind.IsInFile() => "是同一单位,合并(只补前一行没有的)",
        DoubleAnswer.Same => "是同一单位,合并",
        DoubleAnswer.New => "是另一单位,新建",
        _ => "暂不导入",
    };

    /// <summary>What may be answered: one code is one unit.</summary>
    public static IEnumerable<DoubleAnswer> Answers(DoubleKind kind) => kind.IsOneUnit()
        ? [DoubleAnswer.Skip, DoubleAnswer.Same]
        : [DoubleAnswer.Skip, DoubleAnswer.Same, DoubleAnswer.New];

    /// <summary>Why nothing can be started.</summary>
    public static string Nothing(Import i, Texts texts) => i switch
    {
        { Left: 0 } => texts["名册里的内容系统里都已经有了,不用导入。"],
        { Unchanged: > 0 } => texts["没有新的内容:{0} 行系统里已经有了,{1} 行不能导入。", Cells.Count(i.Unchanged), Cells.Count(i.Left)],
        _ => texts["没有可以导入的行;请先在下面修正,或下载全部问题行改好后再上传。"],
    };

    /// <summary>How many units newly count as covered, with what makes one look twice.</summary>
    public static string Covered(NewlyCovered covered, RosterSettings settings, Texts texts)
    {
        var said = new List<string> { texts["导入后新计入覆盖 {0} 家。", Cells.Count(covered.Units)] };
        if (covered.Empty > 0)
            said.Add(texts["其中会员为 0 的 {0} 家。", Cells.Count(covered.Empty)]);
        if (covered.Unknown > 0)
            said.Add(texts["其中会员人数不详的 {0} 家。", Cells.Count(covered.Unknown)]);
        if (covered.Undated > 0)
            said.Add(settings.Day is { } day
                ? texts["{0} 家没有建会日期,工会从名册的日期 {1} 起算。", Cells.Count(covered.Undated), Cells.Day(day)]
                : texts["{0} 家没有建会日期,工会从导入当天起算。", Cells.Count(covered.Undated)]);
        return string.Join(' ', said);
    }

    public static IReadOnlyList<Station> Way(int now, Texts texts) =>
        Station.Way(now, texts["上传"], texts["核对列"], texts["预览"], texts["导入"], texts["结果"]);
}
