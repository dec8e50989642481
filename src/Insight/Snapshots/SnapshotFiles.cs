using System.Security.Cryptography;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Snapshots;

/// <summary>Gives out packages byte for byte as they were made, and the public part of the key.</summary>
public static class SnapshotFiles
{
    /// <summary>Media type of a package.</summary>
    public const string Type = "application/zip";

    /// <summary>Where the fingerprint is.</summary>
    public const string KeyAddress = "/snapshots/key";

    /// <summary>Where a package is.</summary>
    public static string Address(Guid id) => $"/snapshots/{id}/package.zip";

    /// <summary>The package in the data folder.</summary>
    public static SealedFile Of(Store store, Vault vault, Guid id) => new(vault, Path.Combine(store.Folder, "snapshots", id.ToString("N")));

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/snapshots/{id:guid}/package.zip", Give).RequireAuthorization(new NeedsAttribute("enterprises.see")).ExcludeFromDescription();
        routes.MapApi("snapshots").MapGet("/{id:guid}/package", Give).RequireAuthorization(new NeedsAttribute("enterprises.see"))
            .WithMetadata(new ApiDoc { File = Type })
            .WithName("getSnapshotPackage").WithSummary("The signed package of a snapshot, byte for byte as it was made");
        routes.MapGet(KeyAddress, Key).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> Give(
        HttpContext http, Guid id, AppDb db, Store store, Vault vault, Writes writes, Caller caller, TimeProvider clock)
    {
        var found = await db.Snapshots.FirstOrDefaultAsync(s => s.Id == id);
        if (found is null || !caller.SeesWhole(found.Path) || !caller.Can("enterprises.see", found.Path))
            return Results.NotFound();
        var file = Of(store, vault, id);
        try
        {
            await Check(file, found, http.RequestAborted);
        }
        catch (Refused refused)
        {
            return http.IsApi() ? refused.AsProblem(http) : refused.AsAnswer(http);
        }
        await writes.Do(caller, change =>
        {
            change.Note(null, clock.GetUtcNow().UtcDateTime, new Taken(found), "export",
                after: new Dictionary<string, object?> { ["Format"] = "zip" });
            return Task.CompletedTask;
        });
        return Results.Stream(file.Open(), Type, $"{found.ScopeCode}-{found.Month:yyyy-MM}-{found.Number}.zip");
    }

    // Read through first, so that nothing is given away of a package that is not the one that was made.
    private static async Task Check(SealedFile file, Snapshot of, CancellationToken stop)
    {
        await using var content = file.Open();
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)) != of.PackageHash)
            throw new Refused("snapshots.package", "保存的快照文件与记录不一致,不能给出;请从备份恢复");
    }

    // Nobody need be signed in: whoever holds a package compares.
    private static async Task<IResult> Key(SigningKeys keys)
    {
        var key = await keys.Known();
        return Results.Json(
            new { fingerprint = key?.Id, algorithm = PackageSignature.Ecdsa, publicKey = key?.Public },
            statusCode: key is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    private sealed class Taken(Snapshot of) : IRecorded
    {
        public string Subject => "snapshot";

        public long SubjectKey => of.Key;

        public string SubjectPath => of.Path;
    }
}
