using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Gonglian.Enterprises;

/// <summary>Taking papers into a file and giving them out again; bounded, streamed, stored sealed.</summary>
public static class DocumentFiles
{
    /// <summary>The largest paper, in bytes.</summary>
    public const long Limit = 20 * 1024 * 1024;

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".doc"] = "application/msword",
        [".xls"] = "application/vnd.ms-excel",
        [".txt"] = "text/plain",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };

    /// <summary>Where the upload form goes; the token stands in the address so that it is checked before the body is read.</summary>
    public static string Address(Guid enterprise, string token) =>
        $"/enterprises/{enterprise}/documents/upload?token={Uri.EscapeDataString(token)}";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/enterprises/{id:guid}/documents/upload", Take)
            .RequireAuthorization(new NeedsAttribute("enterprises.edit")).DisableAntiforgery();
        routes.MapGet("/enterprises/{id:guid}/documents/{document:guid}", Give)
            .RequireAuthorization(new NeedsAttribute("enterprises.see"));
    }

    private static async Task<IResult> Take(
        HttpContext http, Guid id, string token, AppDb db, Store store, Vault vault, Writes writes, Caller caller,
        IAntiforgery antiforgery, TimeProvider clock)
    {
        var back = Side(id);
        var document = Guid.CreateVersion7();
        var file = FileOf(store, vault, document);
        var kept = false;
        try
        {
            // Without a token the check would read the form, and put its file onto the disk as it came.
            if (token.Length == 0)
                return Results.BadRequest();
            http.Request.Headers["RequestVerificationToken"] = token;
            await antiforgery.ValidateRequestAsync(http);
            if (http.Request.ContentLength is null or > Limit + 4096)
                throw TooLarge();
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
                body.MaxRequestBodySize = Limit + 4096;
            var enterprise = await db.Enterprises.FirstOrDefaultAsync(e => e.Id == id);
            if (enterprise is null)
                return Results.NotFound();
            caller.Need("enterprises.edit", enterprise.Path);
            var (name, size) = await Spool(http, file);
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
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }
        catch (Refused refused)
        {
            return Refuse(id, refused);
        }
        finally
        {
            if (!kept)
                file.Delete();
        }
    }

    private static async Task<(string Name, long Size)> Spool(HttpContext http, SealedFile file)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.Boundary.Length == 0)
            throw new Refused("documents.none", "请选择一份文件");
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), http.Request.Body);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } part || !part.IsFileDisposition())
                continue;
            var name = Path.GetFileName((part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).ToString().Replace('\\', '/'));
            if (name.Length == 0)
                throw new Refused("documents.none", "请选择一份文件");
            if (!Kinds.ContainsKey(Path.GetExtension(name)))
                throw new Refused("documents.kind", "只能放入 PDF、图片、Word、Excel 或文本文件");
            return (name[^Math.Min(200, name.Length)..], await file.Write(section.Body, Limit, TooLarge, http.RequestAborted));
        }
        throw new Refused("documents.none", "请选择一份文件");
    }

    private static async Task<string> Digest(Vault vault, SealedFile file)
    {
        await using var content = file.Open();
        return await vault.Digest(content);
    }

    private static async Task<IResult> Give(Guid id, Guid document, AppDb db, Store store, Vault vault)
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
            return Refuse(id, refused);
        }
        return Results.Stream(
            file.Open(), Kinds.GetValueOrDefault(Path.GetExtension(found.Name), "application/octet-stream"), found.Name);
    }

    private static SealedFile FileOf(Store store, Vault vault, Guid document) =>
        new(vault, Path.Combine(store.Folder, "documents", document.ToString("N")));

    private static string Side(Guid enterprise) => $"/enterprises/{enterprise}/documents";

    private static IResult Refuse(Guid enterprise, Refused refused) =>
        Results.LocalRedirect($"{Side(enterprise)}?problem={Uri.EscapeDataString(refused.Template)}");

    private static Refused TooLarge() => new("documents.large", "文件太大,最大 20 MB");
}
