using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>What a note of an import is about.</summary>
public enum NoteKind
{
    /// <summary>A cell for which the row is refused.</summary>
    Problem = 1,

    /// <summary>A cell that somebody should look at; the row is taken.</summary>
    Warning = 2,

    /// <summary>A row that may be a double: <see cref="ImportNote.Twin"/> says how.</summary>
    Twin = 3,

    /// <summary>What could not be put back when the import was taken back.</summary>
    Rest = 4,

    /// <summary>A cell that somebody typed anew; see <see cref="Corrections"/>.</summary>
    Given = 5,

    /// <summary>A field of a standing file that the import would change; see <see cref="FieldChange"/>.</summary>
    Change = 6,

    /// <summary>待核实: a row that says only 是 of its union, for which none is registered.</summary>
    Unproven = 7,
}

/// <summary>Why somebody should decide about a row: it may be a double, or it would change a file beyond belief.</summary>
public enum DoubleKind
{
    /// <summary>The same credit code stands in an earlier row of the file.</summary>
    SameCode = 1,

    /// <summary>No credit code, and a file of the same name stands already.</summary>
    SameName = 2,

    /// <summary>A file of the same name and place stands already, with another credit code or without one.</summary>
    OtherCode = 3,

    /// <summary>No credit code on one of two rows of the same name in the file.</summary>
    SameNameInFile = 4,

    /// <summary>The credit code of a standing file, and a name that shares almost nothing with it; see <see cref="UpdateDoubts"/>.</summary>
    OtherName = 5,

    /// <summary>Employees or members of a standing file would fall by more than half; see <see cref="UpdateDoubts"/>.</summary>
    Fall = 6,
}

/// <summary>What follows from the kind of a doubt.</summary>
public static class DoubleKinds
{
    /// <summary>Whether both are one unit for certain, since they have one credit code: then nothing new can be opened.</summary>
    public static bool IsOneUnit(this DoubleKind kind) => kind is DoubleKind.SameCode or DoubleKind.OtherName or DoubleKind.Fall;

    /// <summary>Whether the row meets an earlier row of its own file: merged, it only fills in what that row left open.</summary>
    public static bool IsInFile(this DoubleKind kind) => kind is DoubleKind.SameCode or DoubleKind.SameNameInFile;
}

/// <summary>What shall become of a row that may be a double.</summary>
public enum DoubleAnswer
{
    /// <summary>Leave the row out; it stands in the workbook of refused rows.</summary>
    Skip = 1,

    /// <summary>It is the same unit: its cells go into that file.</summary>
    Same = 2,

    /// <summary>It is another unit: a new file.</summary>
    New = 3,
}

/// <summary>A cell or row of an import that somebody should see: at most some thousands; all are in the workbook.</summary>
public sealed class ImportNote
{
    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>The import.</summary>
    public required long ImportKey { get; init; }

    /// <summary>What it is about.</summary>
    public required NoteKind Kind { get; init; }

    /// <summary>Number of the row as the person sees it; 0 where there is none.</summary>
    public required int Row { get; init; }

    /// <summary>The column's id (see <see cref="Reading.RosterColumns"/>); empty for the whole row.</summary>
    public string Column { get; init; } = "";

    /// <summary>The name in the row.</summary>
    public string Name { get; init; } = "";

    /// <summary>What stands in the cell; a telephone number only masked.</summary>
    public string Value { get; init; } = "";

    /// <summary>What is wrong, as <see cref="Sentence"/>.</summary>
    public required string Sentence { get; init; }

    /// <summary>The repair that would help; empty where none does.</summary>
    public string Repair { get; init; } = "";

    /// <summary>How the row is a double.</summary>
    public DoubleKind? Twin { get; init; }

    /// <summary>The enterprise it meets; none for a double inside the file.</summary>
    public Guid? EnterpriseId { get; init; }

    /// <summary>What somebody decided; nothing while the safe way stands.</summary>
    public DoubleAnswer? Answer { get; set; }

    /// <summary>What somebody typed for the cell, sealed; none once it is written.</summary>
    public Sealed? Given { get; init; }

    /// <summary>The key of <see cref="Given"/>.</summary>
    public long? SealKeyKey { get; init; }

    /// <summary>Who typed it; nobody where nothing was typed.</summary>
    public string? By { get; init; }

    internal static void Map(ModelBuilder model) => model.Entity<ImportNote>(e =>
    {
        e.ToTable("import_note");
        e.HasKey(n => n.Key);
        e.Property(n => n.Key).ValueGeneratedNever();
        e.Property(n => n.Column).HasMaxLength(40);
        e.Property(n => n.Name).HasMaxLength(120);
        e.Property(n => n.Value).HasMaxLength(200);
        e.Property(n => n.Repair).HasMaxLength(40);
        e.HasIndex(n => new { n.ImportKey, n.Kind, n.Row });
        e.HasOne<Import>().WithMany().HasForeignKey(n => n.ImportKey);
    });
}
