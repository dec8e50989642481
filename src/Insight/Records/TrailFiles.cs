using System.Text;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight.Records;

/// <summary>日根 as files, to be kept elsewhere.</summary>
internal static class TrailFiles
{
    public static string Address(DateOnly day) => $"/changes/trail.txt?day={day:yyyy-MM-dd}";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/changes/trail.txt", Send)
        .RequireAuthorization(new NeedsAttribute(ChangeList.Right)).ExcludeFromDescription();

    // The latest one when no day is named.
    private static async Task<IResult> Send(string? day, AppDb db)
    {
        var asked = China.Read(day);
        if (asked is null && day is not null)
            return Results.NotFound();
        var root = await db.Set<TrailRoot>().Where(r => asked == null || r.Day == asked).OrderByDescending(r => r.Day).FirstOrDefaultAsync();
        return root is null
            ? Results.NotFound()
            : Results.File(Encoding.UTF8.GetBytes(root.Text), "text/plain; charset=utf-8", $"gonglian-trail-root-{root.Day:yyyy-MM-dd}.txt");
    }
}
