using Microsoft.AspNetCore.Routing;

namespace Gonglian.Enterprises;

internal static class EnterpriseApi
{
    public static void Map(IEndpointRouteBuilder routes) { }
}
