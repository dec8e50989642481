using System.Collections.Frozen;

namespace Gonglian.Host.Demo;

/// <summary>What kind of trades work in a place.</summary>
public enum Character
{
    /// <summary>Homes, shops, schools.</summary>
    Homes,

    /// <summary>Software and research.</summary>
    Technology,

    /// <summary>Factories.</summary>
    Factories,

    /// <summary>Port and warehouses.</summary>
    Port,

    /// <summary>Offices and commerce.</summary>
    Commerce,
}

/// <summary>A subdistrict of the demonstration.</summary>
/// <param name="Code">Nine digits.</param>
/// <param name="Name">With 街道.</param>
/// <param name="Column">Place on the map.</param>
/// <param name="Row">Place on the map.</param>
public sealed record Street(string Code, string Name, int Column, int Row)
{
    /// <summary>The path in the tree.</summary>
    public string Path => $"4403/05/{Code[6..]}/";
}

/// <summary>A community of the demonstration.</summary>
/// <param name="Code">Twelve digits.</param>
/// <param name="Name">With 社区.</param>
/// <param name="Street">Its subdistrict.</param>
/// <param name="IsCreation">One of the sixteen units of the 2020 programme.</param>
/// <param name="IsNamed">Named in the report; the other eleven are examples.</param>
/// <param name="Character">What works there.</param>
/// <param name="Weight">How many enterprises, as a weight among the sixteen; 0 for the others.</param>
public sealed record Community(
    string Code, string Name, Street Street, bool IsCreation, bool IsNamed, Character Character, double Weight)
{
    /// <summary>The name without 社区.</summary>
    public string Plain => Name[..^2];

    /// <summary>The path in the tree.</summary>
    public string Path => $"{Street.Path}{Code[9..]}/";

    /// <summary>Its parks and buildings.</summary>
    public IReadOnlyList<Park> Parks { get; init; } = [];
}

/// <summary>A park or building of a community.</summary>
/// <param name="Name">名称.</param>
/// <param name="Segment">Its segment of the path, e.g. <c>p01</c>.</param>
/// <param name="IsBuilding">A building, not a park.</param>
/// <param name="IsNamed">A real one named in public; the others are examples.</param>
public sealed record Park(string Name, string Segment, bool IsBuilding, bool IsNamed);

/// <summary>地名: the district of the demonstration: real subdistricts and communities, and parks that are mostly examples.</summary>
public static class Gazetteer
{
    private static readonly FrozenDictionary<string, (int Column, int Row)> Map =
        new Dictionary<string, (int, int)>(StringComparer.Ordinal)
        {
            ["西丽街道"] = (0, 0),
            ["桃源街道"] = (1, 0),
            ["南头街道"] = (0, 1),
            ["粤海街道"] = (1, 1),
            ["沙河街道"] = (2, 1),
            ["南山街道"] = (0, 2),
            ["蛇口街道"] = (1, 2),
            ["招商街道"] = (2, 2),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    // The five named in the 2020 report first; the others are examples, two in each subdistrict.
    private static readonly FrozenDictionary<string, (bool Named, Character Character, double Weight)> Creation =
        new Dictionary<string, (bool, Character, double)>(StringComparer.Ordinal)
        {
            ["440305001013"] = (true, Character.Homes, 275),
            ["440305008011"] = (true, Character.Technology, 320),
            ["440305009006"] = (true, Character.Technology, 356),
            ["440305009012"] = (true, Character.Factories, 262),
            ["440305006005"] = (true, Character.Commerce, 248),
            ["440305001007"] = (false, Character.Factories, 341),
            ["440305002010"] = (false, Character.Port, 232),
            ["440305002013"] = (false, Character.Port, 214),
            ["440305003015"] = (false, Character.Factories, 279),
            ["440305003012"] = (false, Character.Commerce, 226),
            ["440305005002"] = (false, Character.Commerce, 251),
            ["440305005008"] = (false, Character.Port, 268),
            ["440305006004"] = (false, Character.Port, 287),
            ["440305007023"] = (false, Character.Technology, 494),
            ["440305007025"] = (false, Character.Technology, 438),
            ["440305008004"] = (false, Character.Factories, 283),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Code, string Name, bool IsBuilding, bool IsNamed)[] Parks =
    [
        ("440305008011", "新视艺创客公园", false, true),
        ("440305008011", "平山科创大厦(示例)", true, false),
        ("440305009006", "松坪山科技园(示例)", false, false),
        ("440305009012", "阳光工业园(示例)", false, false),
        ("440305001007", "马家龙工业园(示例)", false, false),
        ("440305003015", "高发产业园(示例)", false, false),
        ("440305005008", "南水大厦(示例)", true, false),
        ("440305006004", "赤湾物流园(示例)", false, false),
        ("440305007023", "高新软件园(示例)", false, false),
        ("440305007023", "高新创业大厦(示例)", true, false),
        ("440305007025", "麻岭科技大厦(示例)", true, false),
        ("440305008004", "塘朗智造园(示例)", false, false),
        ("440305007011", "后海商务大厦(示例)", true, false),
        ("440305007003", "科技园创新楼(示例)", true, false),
    ];

    /// <summary>The subdistricts, by code.</summary>
    public static IReadOnlyList<Street> Streets { get; } = [.. Lines()
        .Select(f => (Code: f[2], Name: f[3])).Distinct()
        .Select(s => new Street(s.Code, s.Name, Map[s.Name].Column, Map[s.Name].Row))];

    /// <summary>The communities, by code.</summary>
    public static IReadOnlyList<Community> Communities { get; } = [.. Lines().Select(Read)];

    private static Community Read(string[] fields)
    {
        var street = Streets.Single(s => s.Code == fields[2]);
        var creation = Creation.TryGetValue(fields[0], out var found);
        var parks = Parks.Where(p => p.Code == fields[0])
            .Select((p, i) => new Park(p.Name, $"p{i + 1:00}", p.IsBuilding, p.IsNamed));
        return new Community(
            fields[0], fields[1], street, creation, found.Named, creation ? found.Character : Of(fields[0]), found.Weight)
        {
            Parks = [.. parks],
        };
    }

    private static Character Of(string code) => code[6..9] switch
    {
        "007" => Character.Technology,
        "009" => Character.Factories,
        "005" or "006" => Character.Commerce,
        _ => Character.Homes,
    };

    private static IEnumerable<string[]> Lines()
    {
        using var stream = typeof(Gazetteer).Assembly.GetManifestResourceStream("Demo.Data.nanshan-communities.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
            yield return line.Split(',');
    }
}
