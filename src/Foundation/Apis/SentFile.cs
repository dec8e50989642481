using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Gonglian.Foundation.Apis;

/// <summary>A file that a form sends, read as it comes.</summary>
/// <param name="Name">Its name without a path, as the person sees it.</param>
/// <param name="Content">Its bytes.</param>
public sealed record SentFile(string Name, Stream Content)
{
    /// <summary>The refusal of a form whose token is missing, another person's or of another sign-in.</summary>
    public const string Unchecked = "upload.token";

    private const string Header = "RequestVerificationToken";
    private const string Field = "__RequestVerificationToken";
    private const int LongestToken = 4096;

    /// <summary>Opens the file of a form.</summary>
    /// <remarks>
    /// The token stands in the form's first field, before the file (programs may send it as a header): so it is checked
    /// before a byte of the file is read, and stands in no address.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="antiforgery">Checks the token.</param>
    /// <param name="largest">The most that the body may bring, in bytes.</param>
    /// <returns>The file; nothing when the form brings none.</returns>
    /// <exception cref="Refused"><c>upload.token</c>: the token is missing or not of this sign-in.</exception>
    public static async Task<SentFile?> Open(HttpContext http, IAntiforgery antiforgery, long largest)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = largest;
        var isChecked = http.Request.Headers.ContainsKey(Header) && await IsOwn(http, antiforgery);
        var reader = Reader(http);
        while (reader is not null && await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            var part = section.GetContentDispositionHeader();
            if (!isChecked && part?.IsFormDisposition() == true && HeaderUtilities.RemoveQuotes(part.Name) == Field)
            {
                http.Request.Headers[Header] = await Token(section.Body, http.RequestAborted);
                isChecked = await IsOwn(http, antiforgery);
            }
            else if (!isChecked)
            {
                break;
            }
            else if (part?.IsFileDisposition() == true)
            {
                return new SentFile(NameOf(part), section.Body);
            }
        }
        return isChecked ? null : throw Foreign();
    }

    private static MultipartReader? Reader(HttpContext http) =>
        MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) && type.Boundary.Length is > 0 and <= 200
            ? new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), http.Request.Body)
            : null;

    // An empty header would make the check read the form, and put its file onto the disk as it came.
    private static async Task<bool> IsOwn(HttpContext http, IAntiforgery antiforgery) =>
        http.Request.Headers[Header].ToString().Length > 0 && await antiforgery.IsRequestValidAsync(http);

    private static async Task<string> Token(Stream field, CancellationToken cancel)
    {
        var token = new byte[LongestToken];
        var length = await field.ReadAtLeastAsync(token, LongestToken, throwOnEndOfStream: false, cancel);
        return length == LongestToken ? "" : System.Text.Encoding.ASCII.GetString(token, 0, length);
    }

    // Only shown to people: what is left of a path, and nothing that steers a terminal or a header.
    private static string NameOf(ContentDispositionHeaderValue part)
    {
        var name = HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).ToString();
        return new string([.. Path.GetFileName(name.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
    }

    private static Refused Foreign() => new(Unchecked, "登录已换人或过期,请重新打开这一页再上传;什么都没有保存");
}
