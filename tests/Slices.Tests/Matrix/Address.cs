using System.Text.RegularExpressions;
using Gonglian.Foundation.Callers;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.AspNetCore.Authorization;

namespace Gonglian.Slices.Tests.Matrix;

/// <summary>One page or endpoint of the house, as its endpoint table has it.</summary>
/// <param name="Pattern">e.g. <c>/enterprises/{Id:guid}</c>.</param>
/// <param name="Methods">GET, POST …</param>
/// <param name="Right">The right it needs; nothing when being signed in is enough.</param>
internal sealed partial record Address(string Pattern, IReadOnlyList<string> Methods, string? Right)
{
    // What the places in a pattern mean: the pattern's beginning, the place, the kind of id.
    private static readonly (string Begins, string Place, string Kind)[] Meanings =
    [
        ("/enterprises/{id", "id", "enterprise"), ("/enterprises/{id", "contactid", "contact"),
        ("/enterprises/{id", "document", "document"), ("/users/{id", "id", "user"), ("/unions/{id", "id", "union"),
        ("/organisations/{code}/team/{id", "id", "post"), ("/organisations/{code", "code", "code"),
        ("/overview/{code", "code", "code"), ("/board/{code", "code", "code"), ("/groups/{code", "code", "group"), ("/exclusions/{id", "id", "exclusion"), ("/imports/{id", "id", "import"), ("/api/v1/enterprises/{id", "id", "enterprise"),
        ("/api/v1/units/{code", "code", "code"), ("/figures/{id", "id", "figure"),
        ("/roles/{code", "code", "role"), ("/roles/proposals/{id", "id", "proposal"),
        ("/snapshots/{id", "id", "snapshot"), ("/api/v1/snapshots/{id", "id", "snapshot"),
    ];

    /// <summary>Whether the pattern has places to fill.</summary>
    public bool OfOneRow => Pattern.Contains('{');

    /// <summary>Whether the answer is data for programs and not a page.</summary>
    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>All that somebody must be signed in for, files left out.</summary>
    public static IReadOnlyList<Address> All(Stand stand) =>
    [
        .. from endpoint in stand.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
           let pattern = '/' + endpoint.RoutePattern.RawText!.Trim('/')
           where !pattern.Contains("{**", StringComparison.Ordinal)
               && !pattern.StartsWith("/_framework", StringComparison.Ordinal)
           select new Address(
               pattern,
               endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"],
               endpoint.Metadata.GetMetadata<NeedsAttribute>()?.Right),
    ];

    /// <summary>The address of a canary's row; the pattern itself where it has no places.</summary>
    public string Of(Canary canary) => Place().Replace(Pattern, match =>
    {
        var name = match.Groups[1].Value.ToLowerInvariant();
        if (name is "documentname" or "format")
            return name == "format" ? "csv" : "v1";
        var kind = Meanings.FirstOrDefault(m => m.Place == name
            && Pattern.StartsWith(m.Begins, StringComparison.OrdinalIgnoreCase)).Kind;
        return kind is not null && canary.Ids.TryGetValue(kind, out var id)
            ? id
            : throw new InvalidOperationException($"The canaries have nothing for {{{name}}} in {Pattern}: give them one");
    });

    public override string ToString() => $"{string.Join('/', Methods)} {Pattern}";

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex Place();
}
