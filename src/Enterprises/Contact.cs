using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>联系人 of an enterprise; the phone lies sealed under the person's own key.</summary>
public sealed class Contact : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The enterprise.</summary>
    public required long EnterpriseKey { get; init; }

    /// <summary>职务 or part played: 行政负责人, 人事, 工会筹备 …</summary>
    public required string Role { get; set; }

    /// <summary>姓名.</summary>
    public required string Name { get; set; }

    /// <summary>The person's key; see <see cref="Vault"/>.</summary>
    public required long SealKeyKey { get; init; }

    /// <summary>电话, sealed; none while unknown.</summary>
    public Sealed? Phone { get; set; }

    /// <summary>Blind hash of the phone's last four digits, keyed per community, for look-up.</summary>
    public long? PhoneTail { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "enterprise";

    long IRecorded.SubjectKey => EnterpriseKey;

    string IRecorded.SubjectPath => Path;

    /// <summary>The hash's domain: equal tails of different communities have different hashes.</summary>
    public static string TailDomain(string path) => $"phone-tail {path}";

    internal static void Map(ModelBuilder model) => model.Entity<Contact>(e =>
    {
        e.ToTable("contact");
        e.HasKey(c => c.Key);
        e.Property(c => c.Name).HasAnnotation(ChangeLog.Naming, true);
        e.Property(c => c.Key).ValueGeneratedNever();
        e.Property(c => c.Role).HasMaxLength(40);
        e.Property(c => c.Name).HasMaxLength(60);
        e.HasIndex(c => c.Id).IsUnique();
        e.HasIndex(c => c.EnterpriseKey);
        e.HasIndex(c => c.PhoneTail);
        e.HasOne<Enterprise>().WithMany().HasForeignKey(c => c.EnterpriseKey);
    });
}
