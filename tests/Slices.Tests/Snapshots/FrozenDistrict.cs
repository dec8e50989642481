using System.IO.Compression;
using System.Text;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Jobs;
using Gonglian.Insight;
using Gonglian.Insight.Snapshots;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Snapshots;

/// <summary>A district of seven enterprises, counted by hand, and the ways to freeze it.</summary>
internal static class FrozenDistrict
{
    public const string Code = "440305000000";

    /// <summary>The last month's end for the clock of a test, which stands on 2026-09-15.</summary>
    public static readonly DateOnly August = new(2026, 8, 31);

    /// <summary>By hand: 7 in the base set, 1 covered; 1 of 25 or more, which has its own union; 12 members of 30 covered employees.</summary>
    public static async Task Tell(Stand stand)
    {
        await stand.PlantTree();
        var (own, life) = await stand.Found(Places.Park, "甲公司工会", UnionForm.Own);
        await stand.RegisterEnterprise(Places.Park, "甲公司", headcount: 30, members: 12, more: (_, ledger, file) =>
            ledger.Join(file, own, [life], stand.Clock.Today.AddDays(-60), null));
        for (var i = 0; i < 6; i++)
            await stand.RegisterEnterprise(Places.Pingshan, $"小店{i},\"引号\"", headcount: 3);
    }

    /// <summary>Asks for a snapshot as somebody and has it made.</summary>
    public static async Task<Snapshot> Freeze(
        this Stand stand, Caller caller, string? code = Code, DateOnly? month = null, string? reason = null, Guid? id = null)
    {
        var wish = new FreezeWish(id ?? Guid.CreateVersion7(), month ?? August, reason);
        await stand.AskToFreeze(caller, code, wish);
        await stand.Get<JobRunner>().Drain(CancellationToken.None);
        await using var db = stand.Read();
        if (await db.Snapshots.FirstOrDefaultAsync(s => s.Id == wish.Id) is { } made)
            return made;
        var job = await db.Jobs.Where(j => j.Kind == FreezeJob.Kind).OrderByDescending(j => j.Key).FirstAsync();
        throw new InvalidOperationException($"{job.State} {job.Message} {string.Join('\n', stand.Faults.All)}");
    }

    /// <summary>Asks only.</summary>
    public static async Task AskToFreeze(this Stand stand, Caller caller, string? code, FreezeWish wish)
    {
        var newest = await Freezing.Newest(stand.Store);
        await using var reading = stand.Read(caller);
        var scope = await Scope.Get(reading, code);
        await stand.Writes.Do(caller, db => Freezing.Ask(db, scope, wish, newest, stand.Clock.Now));
    }

    /// <summary>The bytes of a package.</summary>
    public static byte[] Package(this Stand stand, Snapshot of)
    {
        using var content = SnapshotFiles.Of(stand.Store, stand.Vault, of.Id).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The files in a package, in order.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Unpacked(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        return [.. zip.Entries.Select(e =>
        {
            using var content = e.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return (e.FullName, bytes.ToArray());
        })];
    }

    /// <summary>Packs files again.</summary>
    public static byte[] Packed(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            foreach (var (name, content) in files)
                using (var entry = zip.CreateEntry(name).Open())
                    entry.Write(content);
        return bytes.ToArray();
    }
}
