using System.Security.Cryptography;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Gonglian.Enterprises;

/// <summary>Taking papers into a file and giving them out again; bounded, streamed, stored under their hash.</summary>
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
        HttpContext http, Guid id, string token, AppDb db, Store store, Writes writes, Caller caller, IAntiforgery antiforgery,
        TimeProvider clock)
    {
        var back = $"/enterprises/{id}/documents";
        try
        {
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
            var (name, size, hash) = await Spool(http, store.Folder);
            await writes.Do(caller, async change =>
            {
                var standing = await change.Enterprises.FirstAsync(e => e.Id == id);
                if (await change.Documents.AnyAsync(d => d.EnterpriseKey == standing.Key && d.Hash == hash && d.RemovedAt == null))
                    throw new Refused("documents.twice", "这份文件已在档案里");
                change.Add(new Document
                {
                    Key = change.NextKey(),
                    Id = Guid.CreateVersion7(),
                    Path = standing.Path,
                    EnterpriseKey = standing.Key,
                    Name = name,
                    Size = size,
                    Hash = hash,
                    At = clock.GetUtcNow().UtcDateTime,
                    By = caller.Name,
                });
            });
            return Results.LocalRedirect(back);
        }
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }
        catch (Refused refused)
        {
            return Results.LocalRedirect($"{back}?problem={Uri.EscapeDataString(refused.Template)}");
        }
    }

    private static async Task<(string Name, long Size, string Hash)> Spool(HttpContext http, string folder)
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
            return await Keep(section.Body, name[^Math.Min(200, name.Length)..], folder, http.RequestAborted);
        }
        throw new Refused("documents.none", "请选择一份文件");
    }

    private static async Task<(string Name, long Size, string Hash)> Keep(
        Stream body, string name, string folder, CancellationToken aborted)
    {
        var documents = Directory.CreateDirectory(Path.Combine(folder, "documents")).FullName;
        var spool = Path.Combine(documents, $"{Guid.CreateVersion7():N}.part");
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var size = 0L;
            await using (var file = new FileStream(spool, FileMode.CreateNew))
            {
                var buffer = new byte[81920];
                for (int read; (read = await body.ReadAsync(buffer, aborted)) > 0;)
                {
                    if ((size += read) > Limit)
                        throw TooLarge();
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), aborted);
                }
#pragma warning disable CA1849 // Only this overload waits for the disk.
                file.Flush(flushToDisk: true);
#pragma warning restore CA1849
            }
            var stored = Convert.ToHexStringLower(hash.GetHashAndReset());
            File.Move(spool, Path.Combine(documents, stored), overwrite: true);
            return (name, size, stored);
        }
        finally
        {
            File.Delete(spool);
        }
    }

    private static async Task<IResult> Give(Guid id, Guid document, AppDb db, Store store)
    {
        var found = await (from d in db.Documents
                           join e in db.Enterprises on d.EnterpriseKey equals e.Key
                           where d.Id == document && e.Id == id && d.RemovedAt == null
                           select d).FirstOrDefaultAsync();
        return found is null
            ? Results.NotFound()
            : Results.File(Path.Combine(store.Folder, "documents", found.Hash),
                Kinds.GetValueOrDefault(Path.GetExtension(found.Name), "application/octet-stream"), found.Name);
    }

    private static Refused TooLarge() => new("documents.large", "文件太大,最大 20 MB");
}
