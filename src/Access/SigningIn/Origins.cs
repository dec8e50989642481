using Microsoft.AspNetCore.Http;

namespace Gonglian.Access.SigningIn;

/// <summary>From where somebody asks.</summary>
internal static class Origins
{
    /// <summary>The network address, as it stands in the records.</summary>
    public static string? Origin(this HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : null;
}
