using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>Waits for a free hand.</summary>
    Waiting,

    /// <summary>Is being done; goes on after a restart where its last piece ended.</summary>
    Running,

    /// <summary>Is done.</summary>
    Done,

    /// <summary>Could not be done; the message says why.</summary>
    Failed,
}

/// <summary>后台任务: long work that goes on when the page is closed.</summary>
public sealed class Job : IScoped
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required string Path { get; init; }

    /// <summary>Which kind of work; see <see cref="JobKind.Name"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The key of what it works on.</summary>
    public required long SubjectKey { get; init; }

    /// <summary>Who asked for it.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The name of who asked, as it was then.</summary>
    public required string By { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTime At { get; init; }

    /// <summary>How far it is.</summary>
    public JobState State { get; set; }

    /// <summary>Units of work done, e.g. rows; work goes on behind them after a restart.</summary>
    public long Done { get; set; }

    /// <summary>Units of work in all; 0 while unknown.</summary>
    public long Total { get; set; }

    /// <summary>What went wrong, in a sentence.</summary>
    public string? Message { get; set; }

    /// <summary>How often it was taken up; whoever took it up earlier writes nothing more.</summary>
    public int Turn { get; set; }

    /// <summary>Until when the node that does it has it; another node takes over afterwards.</summary>
    public DateTime? LeasedUntil { get; set; }

    /// <summary>When it ended.</summary>
    public DateTime? EndedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Job>(e =>
    {
        e.ToTable("job");
        e.HasKey(j => j.Key);
        e.Property(j => j.Key).ValueGeneratedNever();
        e.Property(j => j.Kind).HasMaxLength(40);
        e.Property(j => j.Turn).IsConcurrencyToken();
        e.HasIndex(j => j.Id).IsUnique();
        e.HasIndex(j => new { j.State, j.Key });
    });
}
