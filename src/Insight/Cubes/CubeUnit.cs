using System.Runtime.InteropServices;

namespace Gonglian.Insight.Cubes;

/// <summary>One enterprise as the cube keeps it: what the dimensions ask, packed into sixteen bytes.</summary>
/// <param name="Bits">Flags and codes; see <see cref="CubeField"/>.</param>
/// <param name="Headcount">Employees, 0 while unknown.</param>
/// <param name="Members">Members, 0 while unknown.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CubeUnit(ulong Bits, int Headcount, int Members);

/// <summary>A field in the bits of a <see cref="CubeUnit"/>, with the column that fills it.</summary>
/// <param name="Shift">Bits below it.</param>
/// <param name="Width">Its own bits.</param>
/// <param name="Column">What the database gives for it, never nothing.</param>
public sealed record CubeField(int Shift, int Width, string Column)
{
    /// <summary>The flags of <see cref="Enterprises.Rules.Counted"/>.</summary>
    public static CubeField Counted { get; } = new(0, 16, "\"Counted\"");

    /// <summary>规模段.</summary>
    public static CubeField Size { get; } = After(Counted, 3, "\"SizeBand\"");

    /// <summary>行业门类: 1 for A; 0 while unknown.</summary>
    public static CubeField Section { get; } = After(
        Size, 5, "CASE WHEN \"Section\" = '' THEN 0 ELSE LETTER(\"Section\") - 64 END");

    /// <summary>建会形式; 0 for none.</summary>
    public static CubeField Form { get; } = After(Section, 3, "coalesce(\"UnionForm\", 0)");

    /// <summary>排除代码; 9 in the base set, 0 neither.</summary>
    public static CubeField Exclusion { get; } = After(
        Form, 4, "CASE WHEN (\"Counted\" & 1) <> 0 THEN 9 ELSE coalesce(\"Exclusion\", 0) END");

    /// <summary>职工人数来源; 0 for none.</summary>
    public static CubeField Source { get; } = After(Exclusion, 4, "coalesce(\"HeadcountSource\", 0)");

    /// <summary>经营状态.</summary>
    public static CubeField Status { get; } = After(Source, 4, "\"Status\"");

    /// <summary>成立年份; 0 while unknown.</summary>
    public static CubeField Year { get; } = After(Status, 14, "coalesce(YEAR(\"EstablishedOn\"), 0)");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CubeField> All { get; } = [Counted, Size, Section, Form, Exclusion, Source, Status, Year];

    /// <summary>How many values it can have.</summary>
    public int Values => 1 << Width;

    /// <summary>Its value for a unit.</summary>
    public int Of(ulong bits) => (int)(bits >> Shift) & (Values - 1);

    private static CubeField After(CubeField field, int width, string column) => new(field.Shift + field.Width, width, column);
}

/// <summary>The enterprises of one place of the tree, not of those below it, as they were at one turn of it.</summary>
/// <param name="Path">The place.</param>
/// <param name="Turn">Its <see cref="Foundation.Figures.Counter.Turn"/> when they were read.</param>
/// <param name="Unit">Key of the unit at the path then: a path that was moved away may be given to another one.</param>
/// <param name="Units">The enterprises, in no order.</param>
public sealed record CubePlace(string Path, long Turn, long Unit, CubeUnit[] Units)
{
    /// <summary>成立年份 that occur, rising; 0 where one is unknown.</summary>
    public IReadOnlyList<int> Years { get; } = [.. Units.Select(u => CubeField.Year.Of(u.Bits)).Distinct().Order()];
}
