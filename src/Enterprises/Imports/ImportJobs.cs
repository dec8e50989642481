using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports;

/// <summary>Checks an upload in the background; killed, it begins anew.</summary>
public sealed class ImportCheck(Importer importer) : JobKind
{
    /// <inheritdoc/>
    public override string Name => Importer.CheckJob;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        try
        {
            await importer.Check(job, null, stop);
        }
        catch (Refused refused)
        {
            await importer.Break(job, ImportState.Refused, refused);
            throw;
        }
    }
}

/// <summary>Writes an import in the background; killed, it goes on behind the last piece.</summary>
public sealed class ImportWrite(Importer importer) : JobKind
{
    /// <inheritdoc/>
    public override string Name => Importer.WriteJob;

    /// <inheritdoc/>
    public override Task Run(Job job, CancellationToken stop) => importer.Write(job, null, stop);
}

/// <summary>Takes an import back in the background; killed, it goes on behind the last piece.</summary>
public sealed class ImportUndo(Undo undo) : JobKind
{
    /// <inheritdoc/>
    public override string Name => Importer.UndoJob;

    /// <inheritdoc/>
    public override Task Run(Job job, CancellationToken stop) => undo.Run(job, stop);
}
