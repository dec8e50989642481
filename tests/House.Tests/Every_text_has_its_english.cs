using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gonglian.House.Tests;

/// <summary>
/// 双语 — every Chinese text of the compiled program, in code and in markup, has its English in the room's own
/// <c>Texts.en.resx</c> or in that of a room it stands on. What is data and not a text stands below with its reason.
/// </summary>
public sealed partial class Every_text_has_its_english
{
    // Types (or namespaces, ending in a dot) whose Chinese is no text of the interface.
    private static readonly Dictionary<string, string> NoText = new()
    {
        ["Gonglian.Foundation.Rules.Pinyin"] = "a table of characters",
        ["Gonglian.Foundation.Rules.Plain"] = "characters that are normalised",
        ["Gonglian.Foundation.Rules.CreditCode"] = "names of registrars as the national standard has them",
        ["Gonglian.Foundation.Rules.ResidentId"] = "names of provinces",
        ["Gonglian.Host.Demo."] = "the demonstration's own made-up data",
        ["Gonglian.Enterprises.EnterpriseApiDoc"] = "the API's English document, which names the field's words",
        ["Gonglian.Enterprises.Imports.Reading.RosterColumns"] = "words by which a roster's columns are recognised",
        ["Gonglian.Enterprises.Imports.Reading.Words"] = "words by which a roster's values are recognised",
        ["Gonglian.Enterprises.Imports.Reading.Places"] = "endings of community names that are cut off",
        ["Gonglian.Insight.Snapshots.PackageDefinition"] = "titles of the columns in the signed file, which has one language",
        ["Gonglian.Organisations.Imports.UnitColumns"] = "words by which the columns of a table of units are recognised",
        ["Gonglian.Organisations.Imports.LevelWords"] = "words by which a unit's level is recognised",
        ["Gonglian.Enterprises.Imports.Reading.Industries"] = "words by which a roster's industries are recognised",
    };

    // Single texts that are data: names that stand in records and files.
    private static readonly Dictionary<string, string> Data = new()
    {
        ["系统"] = "the program's own name in change records",
        ["日结"] = "the program's own name in change records",
        ["复算"] = "the program's own name in change records",
        ["中文"] = "the name of the language, in the language",
        ["后台任务"] = "the program's own name in change records",
        ["抽样"] = "the program's own name in change records",
        ["组织树"] = "the program's own name in change records",
        ["命令行"] = "the program's own name in change records",
        ["密钥轮换"] = "the program's own name in change records",
        ["审计链"] = "the program's own name in change records",
        ["签名"] = "the program's own name in change records",
        ["首个管理员"] = "the program's own name in change records",
        ["导入组织表 "] = "stands in the reason of a change record",
        ["撤销导入 "] = "stands in the reason of a change record",
        ["名册载明:已吊销"] = "stands in the reason of an exclusion",
        ["名册载明:已注销"] = "stands in the reason of an exclusion",
        ["名册载明:已迁出"] = "stands in the reason of an exclusion",
        ["名册载明:职工 0 人"] = "stands in the reason of an exclusion",
        ["工会委员会"] = "the ending of a union's name",
        ["工会组织员"] = "the ending of an organiser's name",
        ["Gonglian 工联"] = "the product's name",
    };

    // English that rightly holds Chinese: what somebody shall type is a Chinese name.
    private static readonly HashSet<string> Names =
    [
        "中文", "e.g. 南山区", "e.g. 深圳市", "Take the number out of the words (约30人 → 30)",
        "Read dates in the usual ways (2020.3.5, 20200305, 2020年3月, spreadsheet serial numbers)",
    ];

    // Words that a roster's foot and empty cells are recognised by.
    private static readonly HashSet<string> Recognised =
        ["共计", "制表", "合计", "填报", "填表", "备注", "审核", "小计", "总计", "无", "未建", "注", "联系"];

    public static TheoryData<string> Rooms() => [.. Tree.Assemblies.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void In_the_room_or_below_it(string room)
    {
        var assembly = Tree.Assemblies.Single(a => a.GetName().Name == room);
        var known = Below(assembly).SelectMany(English).Select(e => e.Key).ToHashSet();
        var missing = Chinese(assembly)
            .Where(t => !known.Contains(t.Text) && !Data.ContainsKey(t.Text) && !Recognised.Contains(t.Text));
        Tree.Nothing($"Chinese without English in {room}", missing
            .GroupBy(t => t.Text).Select(g => $"{g.First().Where}: {g.Key}").Order());
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void With_the_same_places_for_arguments(string room)
    {
        var assembly = Tree.Assemblies.Single(a => a.GetName().Name == room);
        Tree.Nothing($"English of {room} with other places than the Chinese", English(assembly)
            .Where(e => !Places(e.Key).SetEquals(Places(e.Value))).Select(e => $"{e.Key} ≠ {e.Value}"));
        Tree.Nothing($"English of {room} with Chinese in it", English(assembly)
            .Where(e => Han().IsMatch(e.Value) && !Names.Contains(e.Value)).Select(e => e.Value));
        Tree.Nothing($"English of {room} that is empty", English(assembly)
            .Where(e => string.IsNullOrWhiteSpace(e.Value)).Select(e => e.Key));
    }

    [Fact]
    public void One_text_has_one_english() => Tree.Nothing("Texts with two translations", Tree.Assemblies
        .SelectMany(English).GroupBy(e => e.Key).Where(g => g.Select(e => e.Value).Distinct().Count() > 1)
        .Select(g => $"{g.Key}: {string.Join(" | ", g.Select(e => e.Value).Distinct())}"));

    // The room and the rooms it stands on: a word that a lower room has is not translated again.
    private static IEnumerable<Assembly> Below(Assembly assembly) => Tree.Assemblies.Where(a => a == assembly
        || assembly.GetReferencedAssemblies().Any(r => r.Name == a.GetName().Name));

    private static IEnumerable<(string Where, string Text)> Chinese(Assembly assembly) =>
        from method in Code.Methods(assembly)
        let type = Code.Outermost(method.DeclaringType!).FullName!
        where type.StartsWith("Gonglian.", StringComparison.Ordinal) // what generators write is no text of ours
        where !NoText.Keys.Any(n => n.EndsWith('.') ? type.StartsWith(n, StringComparison.Ordinal) : type == n)
        from text in Code.Strings(method)
        where Han().IsMatch(text)
        select (type, text);

    private static List<KeyValuePair<string, string>> English(Assembly assembly)
    {
        var file = $"src/{assembly.GetName().Name!.Split('.')[1]}/Texts.en.resx";
        return !File.Exists(Path.Combine(Tree.Root, file)) ? [] : [.. XDocument.Parse(Tree.Read(file)).Descendants("data")
            .Select(d => KeyValuePair.Create(d.Attribute("name")!.Value, d.Element("value")!.Value))];
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex(@"\{(\d+)(?:[,:][^}]*)?\}")]
    private static partial Regex Place();
}
