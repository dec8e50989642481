using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Teams;

/// <summary>岗位: the posts of a community federation's leadership team.</summary>
public enum PostKind
{
    /// <summary>主席, held by the station chief (工作站站长).</summary>
    Chair = 1,

    /// <summary>副主席, held by the deputy chief (副站长).</summary>
    DeputyChair = 2,

    /// <summary>职业化工会工作者.</summary>
    ProfessionalWorker = 3,

    /// <summary>工会专干.</summary>
    Officer = 4,

    /// <summary>女工委员.</summary>
    WomensMember = 5,

    /// <summary>经审委员.</summary>
    AuditMember = 6,
}

/// <summary>任职: one person in one post of a federation's leadership team, for a time.</summary>
public sealed class Post : IScoped, IRecorded, IStamped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; set; }

    /// <summary>The unit whose federation it is.</summary>
    public required long UnitKey { get; init; }

    /// <summary>Which post.</summary>
    public required PostKind Kind { get; init; }

    /// <summary>姓名.</summary>
    public required string Person { get; set; }

    /// <summary>职务 in the station, e.g. 工作站站长; empty where it is of no account.</summary>
    public string Office { get; set; } = "";

    /// <summary>First day in the post.</summary>
    public required DateOnly EffectiveFrom { get; set; }

    /// <summary>First day no longer in the post; none while it lasts.</summary>
    public DateOnly? EffectiveTo { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>Whether it is held on a day; the day of leaving no longer counts.</summary>
    public bool Holds(DateOnly day) => EffectiveFrom <= day && (EffectiveTo is null || day < EffectiveTo);

    /// <summary>离任.</summary>
    /// <param name="day">First day no longer in the post.</param>
    /// <exception cref="Refused">
    /// <c>organisations.post-ended</c>: it has ended; <c>organisations.post-order</c>: not after the first day.
    /// </exception>
    public void End(DateOnly day)
    {
        if (EffectiveTo is not null)
            throw new Refused("organisations.post-ended", "“{0}”已登记离任", Person);
        if (day <= EffectiveFrom)
            throw new Refused("organisations.post-order", "离任日期要晚于任职日期 {0}", EffectiveFrom).At("To");
        EffectiveTo = day;
    }

    string IRecorded.Subject => "unit";

    long IRecorded.SubjectKey => UnitKey;

    string IRecorded.SubjectPath => Path;

    internal static void Map(ModelBuilder model) => model.Entity<Post>(e =>
    {
        e.ToTable("post");
        e.HasKey(p => p.Key);
        e.Property(p => p.Kind).HasAnnotation(ChangeLog.Naming, true);
        e.Property(p => p.Person).HasAnnotation(ChangeLog.Naming, true);
        e.Property(p => p.Key).ValueGeneratedNever();
        e.Property(p => p.Person).HasMaxLength(60);
        e.Property(p => p.Office).HasMaxLength(60);
        e.HasIndex(p => p.Id).IsUnique();
        e.HasIndex(p => p.UnitKey);
        e.HasIndex(p => p.Path);
    });
}
