namespace Gonglian.Enterprises.Rules;

/// <summary>覆盖状态: whether a unit of the base set is covered, and whether by a union that is more than a name.</summary>
public static class CoverageStates
{
    /// <summary>Code and words of each state; every unit has exactly one.</summary>
    public static IReadOnlyList<(string Code, string Title)> All { get; } =
    [
        ("effective", "有效覆盖"), ("unknown", "已覆盖,是否有效未知"), ("weak", "已覆盖,未达有效"), ("none", "未覆盖"),
        ("outside", "不在统计基数内"),
    ];

    /// <summary>Flags that a unit of the state has, and flags that it has not; nothing asks for none.</summary>
    public static (Counted All, Counted None) Flags(string? code) => code switch
    {
        "effective" => (Counted.Base | Counted.Effective, Counted.None),
        "unknown" => (Counted.Base | Counted.VitalityUnknown, Counted.None),
        "weak" => (Counted.Base | Counted.Covered, Counted.Effective | Counted.VitalityUnknown),
        "none" => (Counted.Base, Counted.Covered),
        "outside" => (Counted.None, Counted.Base),
        _ => (Counted.None, Counted.None),
    };

    /// <summary>The state of a unit, as its place in <see cref="All"/>.</summary>
    public static int Of(Counted counted)
    {
        for (var state = 0; state < All.Count; state++)
        {
            var (all, none) = Flags(All[state].Code);
            if ((counted & all) == all && (counted & none) == Counted.None)
                return state;
        }
        throw new InvalidOperationException($"No state of coverage for {counted}");
    }
}
