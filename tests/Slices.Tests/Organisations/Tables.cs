using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>Tables of units, sent as a person sends them.</summary>
internal static class Tables
{
    /// <summary>Sends a table by the page's own form and reads the preview.</summary>
    public static Task Look(this Browser browser, string csv, string name = "组织.csv") =>
        browser.Look(Encoding.UTF8.GetBytes(csv), name);

    /// <summary>Sends a file by the page's own form and reads the preview.</summary>
    public static async Task Look(this Browser browser, byte[] file, string name)
    {
        await browser.Open("/organisations/import");
        var form = browser.Page.QuerySelector<IHtmlFormElement>("main form:has([type=file])")!;
        using var content = new MultipartFormDataContent();
        foreach (var (field, value) in Browser.Fields(form))
            content.Add(new StringContent(value), field);
        content.Add(new ByteArrayContent(file), "File", name);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/organisations/import") { Content = content };
        await browser.Send(request);
    }

    /// <summary>The rows of the preview: name, outcome and remark.</summary>
    public static List<(string Name, string Fate, string Remark)> Preview(this Browser browser) =>
    [
        .. browser.Page.QuerySelectorAll("main tbody tr").Select(r => (
            r.Children[0].TextContent.Trim(), r.Children[4].TextContent.Trim(), r.Children[5].TextContent.Trim())),
    ];
}
