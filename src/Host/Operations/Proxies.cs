using System.Net;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Gonglian.Host.Operations;

/// <summary>反向代理: who is believed when it says for whom it asks.</summary>
/// <remarks>
/// Only networks that were named, and nobody where none was, whatever the framework's own switch
/// (<c>ASPNETCORE_FORWARDEDHEADERS_ENABLED</c>, which believes everybody) says: guessing is slowed and records are kept by address.
/// </remarks>
public static class Proxies
{
    /// <summary>Networks as they are typed, e.g. <c>10.0.0.0/8,192.0.2.7</c>.</summary>
    /// <exception cref="Refused"><c>command.proxy</c>: not an address or network.</exception>
    public static IReadOnlyList<IPNetwork> Read(string? typed) =>
    [
        .. (typed ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one =>
            IPNetwork.TryParse(one, out var network) ? network
            : IPAddress.TryParse(one, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new Refused("command.proxy", "--behind-proxy 写得不对:{0},应如 10.0.0.0/8 或 192.0.2.7", one)),
    ];

    /// <summary>Believes these, and nobody else.</summary>
    public static void Believe(IServiceCollection services, IReadOnlyList<IPNetwork> networks) =>
        services.PostConfigure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = networks.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var network in networks)
                forwarded.KnownIPNetworks.Add(network);
            // Through as many known proxies as there are: the first unknown address is who asks.
            forwarded.ForwardLimit = null;
        });
}
