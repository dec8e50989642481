using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Gonglian.Bench;

/// <summary>A person who imports a roster by the pages: upload, columns, check, preview, start, result.</summary>
internal sealed partial class Upload(Server server, string cookie) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{server.Port}"),
        Timeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Sends the file.</summary>
    /// <returns>Address of the page on which the columns are confirmed.</returns>
    public async Task<string> Send(string file)
    {
        var page = await Get("/enterprises/import");
        var action = WebUtility.HtmlDecode(FileForm().Match(page).Groups[1].Value);
        var fields = page[FileForm().Match(page).Index..];
        using var content = new MultipartFormDataContent();
        foreach (Match field in Inputs().Matches(fields[..fields.IndexOf("</form>", StringComparison.Ordinal)]))
            content.Add(new StringContent(field.Groups[2].Value), field.Groups[1].Value);
        content.Add(new StreamContent(File.OpenRead(file)), "file", Path.GetFileName(file));
        using var request = Request(HttpMethod.Post, action);
        request.Content = content;
        using var answer = await http.SendAsync(request);
        return answer.Headers.Location?.ToString()
            ?? throw new InvalidOperationException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Sends a form of a page as it is filled in, and waits until the job behind it has ended.</summary>
    /// <param name="page">Address of the page.</param>
    /// <param name="form">The form's name.</param>
    /// <param name="pressed">The button that is pressed, where the form has several.</param>
    /// <returns>Address of the page that comes then.</returns>
    public async Task<string> Submit(string page, string form, string pressed = "")
    {
        var text = await Get(page);
        var part = text.Split("<form").Single(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        var fields = Inputs().Matches(part).Select(m => (m.Groups[1].Value, m.Groups[2].Value))
            .Concat(Selects().Matches(part).Select(s =>
                (s.Groups["name"].Value, Selected().Match(s.Groups["options"].Value).Groups[1].Value)))
            .Append(("Do", pressed));
        using var request = Request(HttpMethod.Post, page);
        request.Content = new FormUrlEncodedContent(
            fields.Select(f => KeyValuePair.Create(f.Item1, WebUtility.HtmlDecode(f.Item2))));
        using var answer = await http.SendAsync(request);
        var next = answer.Headers.Location?.ToString()
            ?? throw new InvalidOperationException($"{form}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        while (true)
        {
            using var look = await http.SendAsync(Request(HttpMethod.Get, next));
            if (look.Headers.Location is { } onward)
                next = onward.ToString();
            else if ((await look.Content.ReadAsStringAsync()).Contains("id=\"progress\"", StringComparison.Ordinal))
                await Task.Delay(100);
            else
                return next;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<string> Get(string page)
    {
        using var answer = await http.SendAsync(Request(HttpMethod.Get, page));
        return await answer.Content.ReadAsStringAsync();
    }

    private HttpRequestMessage Request(HttpMethod method, string address)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Add("Cookie", cookie);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return request;
    }

    [GeneratedRegex("action=\"(?<1>/enterprises/import/file[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileForm();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<1>[^\"]+)\" value=\"(?<2>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inputs();

    [GeneratedRegex("<select[^>]* name=\"(?<name>[^\"]+)\"[^>]*>(?<options>.*?)</select>",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selects();

    [GeneratedRegex("<option value=\"(?<1>[^\"]*)\" selected", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selected();
}
