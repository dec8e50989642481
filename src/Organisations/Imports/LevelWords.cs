using Gonglian.Organisations.Tree;

namespace Gonglian.Organisations.Imports;

/// <summary>The words by which a table says which level a unit has.</summary>
internal static class LevelWords
{
    private static readonly (UnitKind Kind, string[] Words)[] Known =
    [
        (UnitKind.City, ["市", "地级市", "市级", "city"]),
        (UnitKind.District, ["区", "县", "区县", "区级", "县级", "县级市", "district"]),
        (UnitKind.Subdistrict, ["街道", "镇", "乡", "镇街", "街道办", "街道办事处", "街道级", "subdistrict"]),
        (UnitKind.Community, ["社区", "村", "居委会", "村委会", "社区居委会", "社区级", "community"]),
        (UnitKind.Park, ["园区", "工业园", "产业园", "科技园", "park"]),
        (UnitKind.Building, ["楼宇", "大厦", "写字楼", "building"]),
    ];

    /// <summary>The level that a word names; none where it names none.</summary>
    public static UnitKind? Find(string word) =>
        Known.Where(k => k.Words.Contains(word, StringComparer.OrdinalIgnoreCase)).Select(k => (UnitKind?)k.Kind).FirstOrDefault();
}
