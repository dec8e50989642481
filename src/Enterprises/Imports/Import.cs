using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>How far an import is.</summary>
public enum ImportState
{
    /// <summary>The file is here; its columns wait to be confirmed.</summary>
    Uploaded = 1,

    /// <summary>The whole file is being checked.</summary>
    Checking = 2,

    /// <summary>Checked: what would happen can be seen.</summary>
    Checked = 3,

    /// <summary>Is being written.</summary>
    Writing = 4,

    /// <summary>Written.</summary>
    Done = 5,

    /// <summary>The file cannot be read; <see cref="Import.Message"/> says why.</summary>
    Refused = 6,

    /// <summary>Is being taken back.</summary>
    Undoing = 7,

    /// <summary>Taken back.</summary>
    Undone = 8,
}

/// <summary>导入: one roster on its way into the files, from the upload to the result, and back within seven days.</summary>
public sealed class Import : IScoped, IStamped
{
    /// <summary>Days within which an import can be taken back.</summary>
    public const int UndoDays = 7;

    /// <summary>The action of the record that it was written.</summary>
    internal const string Written = "import";

    /// <summary>The action of the record that it was taken back.</summary>
    internal const string TakenBack = "undo";

    /// <summary>The action of the record that its upload was removed before anything was written.</summary>
    internal const string Removed = "remove";

    /// <summary>Integer key; stands in the change records of everything the import did.</summary>
    public required long Key { get; init; }

    /// <summary>Public id; the name of the file on disk.</summary>
    public required Guid Id { get; init; }

    /// <summary>The part of the tree it is made for: the highest place of who imports.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name as the person has it; never used as a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Digest of the file under the vault's key: the same file takes over the day it was imported for before.</summary>
    public required string Hash { get; init; }

    /// <summary>Who imports; none for the program itself.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The name of who imports, as it was then.</summary>
    public required string By { get; init; }

    /// <summary>Where that person may import, as <see cref="ImportScope"/>: what the job may touch.</summary>
    public required string Scope { get; set; }

    /// <summary>Columns, day, repairs and answers, as <see cref="RosterSettings"/>.</summary>
    public required string Settings { get; set; }

    /// <summary>What the check found, by classes, as <see cref="ImportSummary"/>; empty before.</summary>
    public string Summary { get; set; } = "";

    /// <summary>How far it is.</summary>
    public ImportState State { get; set; } = ImportState.Uploaded;

    /// <summary>Why it was refused or broke off, as <see cref="Sentence"/>; empty while all is well.</summary>
    public string Message { get; set; } = "";

    /// <summary>Number of the last row of the sheet that is written; a restart goes on behind it.</summary>
    public int Position { get; set; }

    /// <summary>Rows with content.</summary>
    public int Rows { get; set; }

    /// <summary>New enterprises.</summary>
    public int New { get; set; }

    /// <summary>Enterprises of which something was told or changed.</summary>
    public int Changed { get; set; }

    /// <summary>Rows that say what is known already.</summary>
    public int Unchanged { get; set; }

    /// <summary>Rows that cannot be taken, doubles left out included.</summary>
    public int Left { get; set; }

    /// <summary>Rows that may be doubles, and about which somebody may decide.</summary>
    public int Doubles { get; set; }

    /// <summary>Exclusions proposed; each waits for a second person.</summary>
    public int Proposed { get; set; }

    /// <summary>Name of the file of refused rows; whoever takes the work up has one of its own. Empty while there is none.</summary>
    public string LeftName { get; set; } = "";

    /// <summary>Bytes of the file of refused rows that belong to what is written.</summary>
    public long LeftBytes { get; set; }

    /// <summary>Enterprises put back by taking the import back.</summary>
    public int Undone { get; set; }

    /// <summary>What could not be put back, because it has been changed since.</summary>
    public int Rest { get; set; }

    /// <summary>Key of the last enterprise or union that taking back has put back.</summary>
    public long UndoneTo { get; set; }

    /// <summary>When the file came, UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public DateTime? DoneAt { get; set; }

    /// <summary>When it was taken back, UTC.</summary>
    public DateTime? UndoneAt { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    /// <summary>A record of the import as a whole: who, which file, how many. Those of its rows name it by its key.</summary>
    /// <param name="key">Key of the record.</param>
    /// <param name="now">When it was done, UTC.</param>
    /// <param name="action">What was done.</param>
    /// <param name="userId">Who did it; none for the program itself.</param>
    /// <param name="by">The name of who did it.</param>
    internal Change Record(long key, DateTime now, string action, Guid? userId, string by) => new()
    {
        Key = key,
        At = now,
        UserId = userId,
        By = by,
        Subject = "import",
        SubjectKey = Key,
        Path = Path,
        Action = action,
        Row = nameof(Import),
        After = ChangeLog.Text(action switch
        {
            Written => new()
            {
                [nameof(FileName)] = FileName,
                [nameof(Rows)] = Rows,
                [nameof(New)] = New,
                [nameof(Changed)] = Changed,
                [nameof(Left)] = Left,
            },
            TakenBack => new() { [nameof(FileName)] = FileName, [nameof(Undone)] = Undone, [nameof(Rest)] = Rest },
            _ => new Dictionary<string, object?> { [nameof(FileName)] = FileName },
        }),
    };

    /// <summary>Whether it can still be taken back.</summary>
    public bool CanUndo(DateTime now) => State == ImportState.Done && DoneAt is { } done && now < done.AddDays(UndoDays);

    /// <summary>Whether nothing of it was ever written, so that it can be removed with its file.</summary>
    public bool CanBeRemoved =>
        State is ImportState.Uploaded or ImportState.Checked or ImportState.Refused && Position == 0 && DoneAt is null;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Import>(e =>
        {
            e.ToTable("import");
            e.HasKey(i => i.Key);
            e.Property(i => i.Key).ValueGeneratedNever();
            e.Property(i => i.Path).HasMaxLength(60);
            e.Property(i => i.FileName).HasMaxLength(200);
            e.Property(i => i.Hash).HasMaxLength(64);
            e.Property(i => i.LeftName).HasMaxLength(100);
            e.HasIndex(i => i.Id).IsUnique();
            e.HasIndex(i => new { i.Path, i.Key });
        });
        ImportNote.Map(model);
    }
}
