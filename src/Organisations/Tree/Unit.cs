using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Tree;

/// <summary>层级: what kind of node a unit of the tree is.</summary>
public enum UnitKind
{
    /// <summary>市.</summary>
    City = 1,

    /// <summary>区.</summary>
    District = 2,

    /// <summary>街道.</summary>
    Subdistrict = 3,

    /// <summary>社区.</summary>
    Community = 4,

    /// <summary>园区.</summary>
    Park = 5,

    /// <summary>楼宇.</summary>
    Building = 6,
}

/// <summary>组织树的一级: city, district, subdistrict, community, park or building.</summary>
/// <remarks>
/// The division code (12 digits, GB/T 10114; parks and buildings have codes of the district's own) is a name, never
/// computed by counting: 440305004 does not exist. The path is made of the segments from the root.
/// </remarks>
public sealed class Unit : ITurns, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The unit above; none for the root.</summary>
    public long? ParentKey { get; set; }

    /// <summary>区划代码: 12 digits, or the district's own code of a park or building.</summary>
    public required string Code { get; set; }

    /// <summary>名称.</summary>
    public required string Name { get; set; }

    /// <summary>Which level.</summary>
    public required UnitKind Kind { get; init; }

    /// <summary>统计用: exists in statistics only, without an administration of its own.</summary>
    public bool Statistical { get; set; }

    /// <summary>First day on which the division exists.</summary>
    public required DateOnly ValidFrom { get; set; }

    /// <summary>First day on which it no longer exists; none while it does.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Place on the schematic map, column; none when it is not on the map.</summary>
    public int? MapColumn { get; set; }

    /// <summary>Place on the schematic map, row.</summary>
    public int? MapRow { get; set; }

    /// <summary>创建单位: chosen for the programme of this year; none when it is not.</summary>
    public int? CreationYear { get; set; }

    /// <summary>示例: made up for the demonstration, not a fact about the real place.</summary>
    public bool Sample { get; init; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "unit";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    /// <summary>The path of the unit above; empty for the root.</summary>
    public static string PathAbove(string path) => path[..(path[..^1].LastIndexOf('/') + 1)];

    internal static void Map(ModelBuilder model) => model.Entity<Unit>(e =>
    {
        e.ToTable("unit");
        e.HasKey(u => u.Key);
        e.Property(u => u.Key).ValueGeneratedNever();
        // Where it lies is told by name (see Moving), in the record of the move.
        e.Property(u => u.Path).HasAnnotation(ChangeLog.Derived, true);
        e.Property(u => u.ParentKey).HasAnnotation(ChangeLog.Derived, true);
        e.Property(u => u.Code).HasMaxLength(20);
        e.Property(u => u.Name).HasMaxLength(100);
        e.HasIndex(u => u.Id).IsUnique();
        e.HasIndex(u => u.Path).IsUnique();
        e.HasIndex(u => u.Code).IsUnique();
    });
}
