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

    /// <summary>The title of a column by its id; a problem of no column is the whole row's.</summary>
    public static string Column(string id, Texts texts) =>
        Enum.TryParse<RosterColumn>(id, out var column) ? texts[RosterColumns.Title(column)] : texts["整行"];

    public static string Title(DoubleKind kind) => kind switch
    {
        DoubleKind.SameCode => "文件里信用代码重复",
        DoubleKind.SameName => "没有代码,与已建档企业同名",
        DoubleKind.OtherCode => "同名同社区,信用代码不同",
        _ => "文件里同名,有一行没有代码",
    };

    public static string Title(DoubleAnswer answer) => answer switch
    {
        DoubleAnswer.Same => "是同一单位,合并",
        DoubleAnswer.New => "是另一单位,新建",
        _ => "暂不导入",
    };

    /// <summary>What may be answered: one code is one unit.</summary>
    public static IEnumerable<DoubleAnswer> Answers(DoubleKind kind) => kind == DoubleKind.SameCode
        ? [DoubleAnswer.Skip, DoubleAnswer.Same]
        : [DoubleAnswer.Skip, DoubleAnswer.Same, DoubleAnswer.New];

    public static IReadOnlyList<Station> Way(int now, Texts texts) =>
        Station.Way(now, texts["上传"], texts["核对列"], texts["预览"], texts["导入"], texts["结果"]);
}
