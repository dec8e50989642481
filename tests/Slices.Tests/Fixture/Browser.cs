using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Gonglian.Foundation.Callers;
using Gonglian.Host;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>Pages as somebody without script sees them: gets them, reads them, fills in their forms.</summary>
public sealed class Browser(HttpClient client)
{
    private readonly HtmlParser parser = new();

    /// <summary>The client behind it, with the cookies.</summary>
    public HttpClient Client => client;

    /// <summary>The last answer's status.</summary>
    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer sends us, or nothing.</summary>
    public Uri? Location { get; private set; }

    /// <summary>Whether a browser may keep the last answer, for going back to it.</summary>
    public bool Kept { get; private set; }

    /// <summary>The address of the page last read.</summary>
    public string Address { get; private set; } = "/";

    /// <summary>The page last read.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>The last answer as it came; of a workbook, everything that is written in it.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The text of the page last read.</summary>
    public string Text => Page.Body?.TextContent ?? "";

    /// <summary>Opens an address; redirects are not followed.</summary>
    public Task<IHtmlDocument> Open(string address) => Send(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Opens where the last answer sends us.</summary>
    public Task<IHtmlDocument> Follow() => Open(Location!.ToString());

    /// <summary>Sends a form of the page, with everything it holds (the antiforgery token too) and these values.</summary>
    /// <param name="form">A selector, e.g. <c>form[action]</c>; the page's form when it has one.</param>
    /// <param name="values">Values by field name; a null takes the field away.</param>
    public Task<IHtmlDocument> Post(string form, params IReadOnlyList<(string Name, string? Value)> values)
    {
        var element = Page.QuerySelector<IHtmlFormElement>(form)
            ?? throw new InvalidOperationException($"No form {form} on the page: {Text}");
        var fields = Fields(element).Where(f => values.All(v => v.Name != f.Name)).ToList();
        fields.AddRange(values.Where(v => v.Value is not null).Select(v => (v.Name, v.Value!)));
        var address = element.GetAttribute("action") is { Length: > 0 } action ? action : Address;
        var content = element.Enctype == "multipart/form-data"
            ? Multipart(fields)
            : (HttpContent)new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return Send(new HttpRequestMessage(HttpMethod.Post, address) { Content = content });
    }

    /// <summary>Sends a file by the page's upload form.</summary>
    public Task<IHtmlDocument> Upload(string name, byte[] file) => Send(Filled(name, new ByteArrayContent(file)));

    /// <summary>The page's upload form with a file: what the form holds before it comes first, as browsers send it.</summary>
    public HttpRequestMessage Filled(string name, HttpContent file)
    {
        var form = Page.QuerySelector<IHtmlFormElement>("form[enctype]")!;
        var content = Multipart(Fields(form));
        content.Add(file, "file", name);
        return new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = content };
    }

    /// <summary>Sends a request and reads the answer as a page.</summary>
    public async Task<IHtmlDocument> Send(HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        (Status, Location) = (response.StatusCode, response.Headers.Location);
        Kept = response.Headers.CacheControl is { NoStore: false, Private: true };
        Body = await Read(response.Content);
        Page = parser.ParseDocument(Body);
        Address = request.RequestUri!.ToString();
        return Page;
    }

    /// <summary>What a browser would send of a form.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            var name = element.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || element.HasAttribute("disabled"))
                continue;
            if (element is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false })
                continue;
            if (element is IHtmlInputElement { Type: "submit" or "button" or "file" } or IHtmlButtonElement)
                continue;
            yield return (name, element switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "",
                IHtmlTextAreaElement area => area.Value,
                _ => "",
            });
        }
    }

    private static async Task<string> Read(HttpContent content)
    {
        // It lasts; what it says first is enough.
        if (content.Headers.ContentType?.MediaType == "text/event-stream")
            return await new StreamReader(await content.ReadAsStreamAsync()).ReadLineAsync() ?? "";
        if (content.Headers.ContentType?.MediaType?.Contains("spreadsheetml", StringComparison.Ordinal) != true)
            return await content.ReadAsStringAsync();
        await using var zip = new ZipArchive(await content.ReadAsStreamAsync());
        var text = new StringBuilder();
        foreach (var entry in zip.Entries)
            using (var reader = new StreamReader(await entry.OpenAsync()))
                text.Append(await reader.ReadToEndAsync());
        return text.ToString();
    }

    private static MultipartFormDataContent Multipart(IEnumerable<(string Name, string Value)> fields)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        return content;
    }
}

/// <summary>People of a test.</summary>
public sealed partial class Stand
{
    private readonly People people = new();

    /// <summary>Every right that any room declares.</summary>
    public static IReadOnlySet<string> EveryRight { get; } =
        House.Modules.SelectMany(m => m.Rights).Select(r => r.Code).ToHashSet();

    /// <summary>A caller with rights in a part of the tree; without rights named, with every right.</summary>
    public static Caller Person(string path, params IReadOnlyList<string> rights) =>
        new(Guid.CreateVersion7(), $"测试员 {path}", [new Grant(path, rights.Count == 0 ? EveryRight : rights.ToHashSet(), false)]);

    /// <summary>A browser of somebody; without a caller, of nobody.</summary>
    public Browser As(Caller? caller = null)
    {
        var server = (TestServer)Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        var client = new HttpClient(new CookieContainerHandler { InnerHandler = server.CreateHandler() })
        {
            BaseAddress = server.BaseAddress,
        };
        if (caller is not null)
            client.DefaultRequestHeaders.Add(People.Header, people.Know(caller));
        return new Browser(client);
    }

    /// <summary>A browser of somebody with these rights in a part of the tree.</summary>
    public Browser As(string path, params IReadOnlyList<string> rights) => As(Person(path, rights));
}
