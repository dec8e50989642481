using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>上传: takes rosters in as a stream, refused by their length before a byte is read, and gives workbooks out.</summary>
public static class Uploads
{
    /// <summary>The largest roster, in bytes.</summary>
    public const long Limit = 200L * 1024 * 1024;

    private const int Around = 64 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(Import.UndoDays + 1);

    /// <summary>Where the upload form goes.</summary>
    public const string Address = "/enterprises/import/file";

    /// <summary>The sentences of refusals that come before there is an import.</summary>
    public static Refused? Refusal(string? code) => code switch
    {
        "import.large" => TooLarge(),
        "import.no-file" => NoFile(),
        SentFile.Unchecked => Token(),
        "vault.file-damaged" => SealedFile.Damaged(),
        "access.not-allowed" => new("access.not-allowed", "您的账号没有在这里做这件事的权限"),
        _ => null,
    };

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address, Take)
            .RequireAuthorization(new NeedsAttribute(ImportScope.Right)).DisableAntiforgery();
        routes.MapGet("/enterprises/import/template", Template).RequireAuthorization(new NeedsAttribute(ImportScope.Right));
        routes.MapGet("/imports/{id:guid}/left.xlsx", Left).RequireAuthorization(new NeedsAttribute(ImportScope.Right));
    }

    private static async Task<IResult> Take(
        HttpContext http, Importer importer, Caller caller, IAntiforgery antiforgery, TimeProvider clock)
    {
        var id = Guid.CreateVersion7();
        try
        {
            if (http.Request.ContentLength > Limit + Around)
                throw TooLarge();
            var sent = await SentFile.Open(http, antiforgery, Limit + Around);
            if (sent is not { Name.Length: > 0 })
                throw NoFile();
            Sweep(importer, clock);
            await importer.FileOf(id).Write(sent.Content, Limit, TooLarge, http.RequestAborted);
            var import = await importer.Receive(caller, id, sent.Name);
            if (!Reads(http))
                return Sentence.Read(import.Message) is { } no
                    ? Problem(http, StatusCodes.Status422UnprocessableEntity, no.Template, no.Arguments)
                    : Results.Created($"/imports/{id}", new { import.Id, import.FileName, import.Bytes });
            return See(http, import.State == ImportState.Refused ? $"/imports/{id}" : $"/imports/{id}/columns");
        }
        catch (Refused refused)
        {
            importer.FileOf(id).Delete();
            var status = refused.Code == "import.large" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity;
            return Reads(http)
                ? See(http, $"/enterprises/import?no={refused.Code}")
                : Problem(http, status, refused.Template, [.. refused.Arguments.Select(a => $"{a}")]);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            importer.FileOf(id).Delete();
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }
    }

    // What nobody went on with, and refused rows of imports that can no longer be taken back, hold people's data.
    private static void Sweep(Importer importer, TimeProvider clock)
    {
        var folder = new DirectoryInfo(importer.Folder);
        if (!folder.Exists)
            return;
        foreach (var file in folder.EnumerateFiles())
            if (file.LastWriteTimeUtc < clock.GetUtcNow().UtcDateTime - Kept)
                file.Delete();
    }

    private static async Task<IResult> Left(HttpContext http, Guid id, AppDb db, Importer importer, Texts texts)
    {
        var import = await db.Imports.FirstOrDefaultAsync(i => i.Id == id);
        if (import is null || !importer.LeftOf(import).Exists)
            return Results.NotFound();
        try
        {
            importer.LeftOf(import).Check();
        }
        catch (Refused refused)
        {
            return Reads(http)
                ? See(http, $"/imports/{id}?no={refused.Code}")
                : Problem(http, StatusCodes.Status422UnprocessableEntity, refused.Template, []);
        }
        return Results.Stream(
            stream => LeftFile.Workbook(importer.LeftOf(import), stream, texts, default), SheetWriter.XlsxType,
            $"{texts["未导入的行"]} {Path.GetFileNameWithoutExtension(import.FileName)}.xlsx");
    }

    private static IResult Template(Texts texts)
    {
        var columns = RosterColumns.All.Select(c => new Column<int>(c.Column.ToString(), c.Title, _ => "")).ToList();
        return Results.Stream(
            stream => SheetWriter.WriteXlsxAsync(stream, columns, AsyncEnumerable.Empty<int>(), new() { SheetName = texts["企业名册"] }),
            SheetWriter.XlsxType, $"{texts["企业名册模板"]}.xlsx");
    }

    private static bool Reads(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static IResult See(HttpContext http, string address)
    {
        http.Response.Headers.Location = address;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Problem(HttpContext http, int status, string template, IReadOnlyList<string> arguments)
    {
        var texts = (Texts)http.RequestServices.GetService(typeof(Texts))!;
        return Results.Problem(texts[template, [.. arguments]], statusCode: status);
    }

    private static Refused TooLarge() => new("import.large", "文件超过 {0} MB,请拆分后再上传", Limit >> 20);

    private static Refused NoFile() => new("import.no-file", "没有收到文件,请选择 xlsx、xls 或 csv 文件");

    private static Refused Token() => new(SentFile.Unchecked, "登录已换人或过期,请重新打开这一页再上传;什么都没有保存");
}
