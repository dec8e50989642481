using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Ui;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>Taking papers into a file and giving them out again; bounded, streamed, stored sealed.</summary>
public static class DocumentFiles
{
    /// <summary>The largest paper, in bytes.</summary>
    public const long Limit = 20 * 1024 * 1024;

    private const int Around = 8192;

    /// <summary>Where the upload form goes.</summary>
    public static string Address(Guid enterprise) => $"{Side(enterprise)}/upload";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/enterprises/{id:guid}/documents/upload", Take)
            .RequireAuthorization(new NeedsAttribute("enterprises.edit")).DisableAntiforgery();
        routes.MapGet("/enterprises/{id:guid}/documents/{document:guid}", Give)
            .RequireAuthorization(new NeedsAttribute("enterprises.see"));
    }

    private static async Task<IResult> Take(
        HttpContext http, Guid id, AppDb db, Store store, Vault vault, Writes writes, Caller caller,
        IAntiforgery antiforgery, TimeProvider clock)
    {
        var back = Side(id);
        var document = Guid.CreateVersion7();
        var file = FileOf(store, vault, document);
        var kept = false;
        try
        {
            if (http.Request.ContentLength is null or > Limit + Around)
                throw TooLarge();
            var enterprise = await db.Enterprises.FirstOrDefaultAsync(e => e.Id == id);
            if (enterprise is null)
                return Results.NotFound();
            caller.Need("enterprises.edit", enterprise.Path);
            var (name, size) = await Spool(http, antiforgery, file);
            var hash = await Digest(vault, file);
            await writes.Do(caller, async change =>
            {
                var standing = await change.Enterprises.FirstAsync(e => e.Id == id);
                if (await change.Documents.AnyAsync(d => d.EnterpriseKey == standing.Key && d.Hash == hash && d.RemovedAt == null))
                    throw new Refused("documents.twice", "这份文件已在档案里");
                change.Add(new Document
                {
                    Key = change.NextKey(),
                    Id = document,
                    Path = standing.Path,
                    EnterpriseKey = standing.Key,
                    Name = name,
                    Size = size,
                    Hash = hash,
                    At = clock.GetUtcNow().UtcDateTime,
                    By = caller.Name,
                });
            });
            kept = true;
            return Results.LocalRedirect(back);
        }
        catch (Refused refused)
        {
            return Refuse(http, id, refused);
        }
        finally
        {
            if (!kept)
                file.Delete();
        }
    }

    private static async Task<(string Name, long Size)> Spool(HttpContext http, IAntiforgery antiforgery, SealedFile file)
    {
        var sent = await SentFile.Open(http, antiforgery, Limit + Around);
        if (sent is not { Name.Length: > 0 })
            throw new Refused("documents.none", "请选择一份文件");
        var content = await Paper.Check(sent, http.RequestAborted);
        var size = await file.Write(content, Limit, TooLarge, http.RequestAborted);
        return (sent.Name[^Math.Min(200, sent.Name.Length)..], size);
    }

    private static async Task<string> Digest(Vault vault, SealedFile file)
    {
        await using var content = file.Open();
        return await vault.Digest(content);
    }

    private static async Task<IResult> Give(
        HttpContext http, Guid id, Guid document, AppDb db, Store store, Vault vault)
    {
        var found = await (from d in db.Documents
                           join e in db.Enterprises on d.EnterpriseKey equals e.Key
                           where d.Id == document && e.Id == id && d.RemovedAt == null
                           select d).FirstOrDefaultAsync();
        if (found is null)
            return Results.NotFound();
        var file = FileOf(store, vault, document);
        try
        {
            file.Check();
        }
        catch (Refused refused)
        {
            return Refuse(http, id, refused);
        }
        return Results.Stream(
            file.Open(), Paper.TypeOf(found.Name), found.Name);
    }

    private static SealedFile FileOf(Store store, Vault vault, Guid document) =>
        new(vault, Path.Combine(store.Folder, "documents", document.ToString("N")));

    private static string Side(Guid enterprise) => $"/enterprises/{enterprise}/documents";

    private static IResult Refuse(HttpContext http, Guid enterprise, Refused refused)
    {
        http.Leave(Tone.Bad, refused.Template, refused.Arguments);
        return Results.LocalRedirect(Side(enterprise));
    }

    private static Refused TooLarge() => new("documents.large", "文件太大,最大 20 MB");
}
