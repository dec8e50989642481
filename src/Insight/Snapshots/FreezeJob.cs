using System.IO.Pipelines;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>Makes a snapshot of a request: one pass over the facts, the rows streamed into the sealed package. Killed, it begins anew.</summary>
public sealed class FreezeJob(Store store, Writes writes, Vault vault, SigningKeys keys, TimeProvider clock) : JobKind
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "figures.freeze";

    private const int Beat = 20_000;
    private static readonly Caller Freezer = Caller.System("冻结");

    /// <inheritdoc/>
    public override string Name => Kind;

    /// <inheritdoc/>
    public override async Task Run(Job job, CancellationToken stop)
    {
        await using var db = store.Read(Freezer);
        var request = await db.SnapshotRequests.FirstAsync(r => r.Key == job.SubjectKey, stop);
        if (await db.Snapshots.AnyAsync(s => s.Key == request.Key, stop))
            return;
        var restated = await db.Snapshots.FirstOrDefaultAsync(s => s.Path == request.Path && s.GroupCode == request.GroupCode
            && s.Month == request.Month && s.Number == request.Number - 1, stop);
        if (request.Number > 1 && restated is null)
            throw new Refused("snapshots.chain", "第 {0} 号快照不在,不能更正它", request.Number - 1);
        var (snapshot, figures) = await Make(db, job, request, restated, stop);
        await writes.Do(Freezer, async change =>
        {
            await change.Hold(job, clock.GetUtcNow().UtcDateTime);
            change.Add(snapshot);
            change.AddRange(figures(change.NextKey));
        });
    }

    private async Task<(Snapshot Snapshot, Func<Func<long>, IEnumerable<SnapshotFigure>> Figures)> Make(
        AppDb db, Job job, SnapshotRequest request, Snapshot? restated, CancellationToken stop)
    {
        var key = await keys.Get();
        var version = (await CoverageParameters.Read(db)).On(request.Month);
        var indicators = db.Indicators.By(version);
        var definition = PackageDefinition.Of(indicators, version);
        var codes = request.Units.Split(' ');
        var paths = await db.Units.Where(u => codes.Contains(u.Code)).Select(u => u.Path).ToListAsync(stop);
        var rows = new FrozenRows(db, version.Rules, request.Month, request.KnownOn, paths);
        var total = await db.Enterprises.LongCountAsync(stop) + await db.Unions.LongCountAsync(stop);
        var package = new PackageWriter(definition, request.KnownOn);
        var file = SnapshotFiles.Of(store, vault, request.Id);
        file.Delete();
        var pipe = new Pipe();
        var kept = Task.Run(() => Keep(file, pipe.Reader, stop), stop);
        PackageManifest manifest;
        string text, signature, hash;
        long size;
        try
        {
            await using var sent = new HashedStream(pipe.Writer.AsStream(leaveOpen: true));
            (manifest, signature) = await package.Write(sent, r => rows.Write(r, Went(job, total), stop), Manifest, key);
            (text, hash, size) = (manifest.ToString(), sent.Hash(), sent.Length);
            await pipe.Writer.CompleteAsync();
        }
        catch (Exception broken)
        {
            await pipe.Writer.CompleteAsync(broken);
            await kept.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            file.Delete();
            throw;
        }
        await kept;
        var snapshot = new Snapshot
        {
            Key = request.Key,
            Id = request.Id,
            Path = request.Path,
            ScopeCode = request.ScopeCode,
            ScopeName = request.ScopeName,
            GroupCode = request.GroupCode,
            Units = request.Units,
            Month = request.Month,
            KnownOn = request.KnownOn,
            Number = request.Number,
            Restates = restated?.Key,
            Reason = request.Reason,
            FrozenBy = request.By,
            FrozenById = request.ById,
            RowsHash = manifest.File(PackageManifest.Rows)!.Sha256,
            Manifest = text,
            Definition = package.DefinitionText,
            Signature = signature,
            KeyId = key.Id,
            PackageHash = hash,
            PackageSize = size,
        };
        return (snapshot, next => Figures(indicators, snapshot, manifest.Sums, next));

        PackageManifest Manifest(PackageManifest of) => of with
        {
            Id = request.Id,
            Scope = request.ScopeCode,
            ScopeName = request.ScopeName,
            Units = codes,
            AsOf = request.Month,
            KnownOn = request.KnownOn,
            Number = request.Number,
            FrozenBy = request.By,
            FrozenById = request.ById,
            Reason = request.Reason,
            Restates = restated is null
                ? null : new PackageRestated(restated.Number, restated.Id, PackageManifest.Sha256(restated.Manifest)),
        };
    }

    // Nobody waits for a reader that has given up.
    private static async Task Keep(SealedFile file, PipeReader content, CancellationToken stop)
    {
        try
        {
            await file.Write(content.AsStream(leaveOpen: true), cancel: stop);
        }
        finally
        {
            await content.CompleteAsync();
        }
    }

    private static IEnumerable<SnapshotFigure> Figures(
        IReadOnlyList<Indicator> indicators, Snapshot of, IReadOnlyDictionary<string, long> sums, Func<long> next) =>
        from figure in PackageDefinition.Figures(indicators, of.ScopeCode, of.Month, sums)
        let defined = DefinedIndicator.Of(figure.Answer.Indicator)
        select new SnapshotFigure
        {
            Key = next(),
            SnapshotKey = of.Key,
            Indicator = defined.Id,
            Version = defined.Version,
            Title = defined.Title,
            Definition = defined.Definition,
            Basis = defined.Basis,
            Owner = defined.Owner,
            Unit = defined.Unit,
            Above = defined.Numerator,
            Below = defined.Denominator,
            Numerator = figure.Answer.Numerator,
            Denominator = figure.Answer.Denominator,
            Target = defined.Target,
            UnknownMeasure = defined.Unknown,
            Unknown = figure.Unknown,
            NotYet = defined.NotYet,
        };

    private Func<Task> Went(Job job, long total)
    {
        var done = 0L;
        return () => ++done % Beat != 0 ? Task.CompletedTask : writes.Do(Freezer, async db =>
        {
            var held = await db.Hold(job, clock.GetUtcNow().UtcDateTime);
            (held.Done, held.Total) = (Math.Min(done, total), total);
        });
    }
}
