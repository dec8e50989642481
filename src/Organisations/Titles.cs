using Gonglian.Foundation.Ui;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Organisations;

/// <summary>The field's words for the values of this room, in Chinese; pages look them up in the reader's language.</summary>
public static class Titles
{
    /// <summary>层级.</summary>
    public static string Title(this UnitKind kind) => kind switch
    {
        UnitKind.City => "市",
        UnitKind.District => "区",
        UnitKind.Subdistrict => "街道",
        UnitKind.Community => "社区",
        UnitKind.Park => "园区",
        _ => "楼宇",
    };

    /// <summary>岗位.</summary>
    public static string Title(this PostKind kind) => kind switch
    {
        PostKind.Chair => "主席",
        PostKind.DeputyChair => "副主席",
        PostKind.ProfessionalWorker => "职业化工会工作者",
        PostKind.Officer => "工会专干",
        PostKind.WomensMember => "女工委员",
        _ => "经审委员",
    };

    /// <summary>建会形式.</summary>
    public static string Title(this UnionForm form) => form switch
    {
        UnionForm.Own => "独立工会",
        UnionForm.Joint => "联合工会",
        UnionForm.Group => "工会小组",
        UnionForm.Organiser => "组织员",
        _ => "工会联合会",
    };

    /// <summary>届情.</summary>
    public static string Title(this UnionState state) => state switch
    {
        UnionState.InTerm => "届内",
        UnionState.Expiring => "90 天内届满",
        UnionState.Expired => "已届满",
        UnionState.Unknown => "任期不详",
        UnionState.NoTerm => "无任期",
        _ => "已撤销",
    };

    /// <summary>How a state is marked.</summary>
    public static Tone Tone(this UnionState state) => state switch
    {
        UnionState.InTerm => Foundation.Ui.Tone.Good,
        UnionState.Expiring => Foundation.Ui.Tone.Warn,
        UnionState.Expired => Foundation.Ui.Tone.Bad,
        _ => Foundation.Ui.Tone.Plain,
    };
}
