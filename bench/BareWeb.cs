using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gonglian.Bench;

/// <summary>The least that the framework can do: one endpoint that sends bytes.</summary>
internal static class BareWeb
{
    /// <summary>Serves a file's bytes until it is killed.</summary>
    public static async Task Serve(string file, string port)
    {
        var body = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await using var app = builder.Build();
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            return http.Response.Body.WriteAsync(body).AsTask();
        });
        await app.StartAsync();
        Console.WriteLine("bare");
        await Task.Delay(Timeout.Infinite);
    }
}
