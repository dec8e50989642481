using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Teams;

/// <summary>党组织: the party organisation paired with a unit's federation (党建带工建).</summary>
public sealed class PartyOrganisation : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The unit it is paired with.</summary>
    public required long UnitKey { get; init; }

    /// <summary>名称, e.g. 平山社区党委.</summary>
    public required string Name { get; set; }

    /// <summary>书记; empty while unknown.</summary>
    public string Secretary { get; set; } = "";

    /// <summary>阵地: the shared place, e.g. 党群服务中心; empty while there is none.</summary>
    public string Venue { get; set; } = "";

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "unit";

    long IRecorded.SubjectKey => UnitKey;

    string IRecorded.SubjectPath => Path;

    internal static void Map(ModelBuilder model) => model.Entity<PartyOrganisation>(e =>
    {
        e.ToTable("party_organisation");
        e.HasKey(p => p.Key);
        e.Property(p => p.Key).ValueGeneratedNever();
        e.Property(p => p.Name).HasMaxLength(100);
        e.Property(p => p.Secretary).HasMaxLength(60);
        e.Property(p => p.Venue).HasMaxLength(100);
        e.HasIndex(p => p.Id).IsUnique();
        e.HasIndex(p => p.UnitKey).IsUnique();
        e.HasIndex(p => p.Path);
    });
}
