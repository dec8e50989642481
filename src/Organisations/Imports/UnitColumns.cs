using System.Collections.Frozen;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Organisations.Imports;

/// <summary>What a column of a table of units can hold.</summary>
public enum UnitColumn
{
    /// <summary>代码.</summary>
    Code,

    /// <summary>名称.</summary>
    Name,

    /// <summary>级别.</summary>
    Kind,

    /// <summary>上级代码.</summary>
    AboveCode,

    /// <summary>上级名称, by which a subdistrict is added that has no row of its own.</summary>
    AboveName,

    /// <summary>创建年份.</summary>
    CreationYear,
}

/// <summary>The names that the columns have in tables of units as they come.</summary>
public static class UnitColumns
{
    private static readonly (UnitColumn Column, string Title, string Names)[] Known =
    [
        (UnitColumn.Code, "代码", "code 区划代码 行政区划代码 统计用区划代码 统计用区划代码和城乡划分代码 单位代码 社区代码 组织代码 编码 区划编码 社区编码 unitcode communitycode"),
        (UnitColumn.Name, "名称", "name 单位名称 区划名称 社区 社区名称 居委会 社区居委会 组织名称 unitname community communityname"),
        (UnitColumn.Kind, "级别", "kind 类型 层级 等级 单位级别 单位类型 行政级别 level type"),
        (UnitColumn.AboveCode, "上级代码", "上级区划代码 上级单位代码 所属街道代码 街道代码 街道编码 上级编码 父级代码 parent parentcode streetcode street_code abovecode"),
        (UnitColumn.AboveName, "上级名称", "上级 上级单位 上级单位名称 所属街道 街道 街道名称 街道办 街道办事处 镇街 父级名称 parentname streetname street_name abovename"),
        (UnitColumn.CreationYear, "创建年份", "创建单位 创建年度 创建单位年份 creationyear"),
    ];

    private static readonly FrozenDictionary<string, UnitColumn> ByName = Known
        .SelectMany(k => k.Names.Split(' ').Append(k.Title).Select(name => (Name: HeaderRow.Normalise(name), k.Column)))
        .ToFrozenDictionary(n => n.Name, n => n.Column, StringComparer.Ordinal);

    /// <summary>The Chinese title of a column.</summary>
    public static string Title(UnitColumn column) => Known[(int)column].Title;

    /// <summary>Whether a title, normalised by <see cref="HeaderRow.Normalise"/>, is known.</summary>
    public static bool IsKnown(string key) => ByName.ContainsKey(key);

    /// <summary>Which column of the sheet holds what; the first of a name counts.</summary>
    /// <remarks>
    /// A table of subdistricts alone has 街道代码 and 街道名称, which elsewhere name the unit above: without a column
    /// of codes and one of names they are the unit's own.
    /// </remarks>
    public static IReadOnlyDictionary<UnitColumn, int> Places(HeaderRow header)
    {
        var places = new Dictionary<UnitColumn, int>();
        foreach (var column in header.Columns)
            if (ByName.TryGetValue(column.Key, out var known))
                places.TryAdd(known, column.Position);
        if (!places.ContainsKey(UnitColumn.Code) && !places.ContainsKey(UnitColumn.Name)
            && places.Remove(UnitColumn.AboveCode, out var code) && places.Remove(UnitColumn.AboveName, out var name))
            (places[UnitColumn.Code], places[UnitColumn.Name]) = (code, name);
        return places;
    }
}
