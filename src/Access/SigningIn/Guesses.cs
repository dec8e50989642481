using System.Net;
using System.Net.Sockets;
using Gonglian.Access.Rules;

namespace Gonglian.Access.SigningIn;

/// <summary>Wrong passwords by address and in all, in a memory that never grows.</summary>
/// <remarks>
/// Each address has a place among 65,536, by a hash that is another one in every process. Two addresses may share a place;
/// what one has done then slows the other, except from an address that is familiar to the account.
/// </remarks>
public sealed class Guesses(TimeProvider clock)
{
    private const int Places = 1 << 16;
    private readonly long began = clock.GetTimestamp();
    private readonly Guessing[] addresses = new Guessing[Places];
    private readonly Lock gate = new();
    private Guessing all;

    /// <summary>Counts an attempt before it is known whether it is right; see <see cref="Right"/>.</summary>
    /// <param name="network">From where; nothing where no network lies between.</param>
    /// <returns>Whether it may be tried at all; one that may not is not counted.</returns>
    public bool Begin(string? network)
    {
        lock (gate)
        {
            var now = clock.GetElapsedTime(began);
            if (!all.IsOpen(Guessing.AllAddresses, now))
                return false;
            if (network is not null && !addresses[PlaceOf(network)].IsOpen(Guessing.OneAddress, now))
                return false;
            Count(network, 1, now);
            return true;
        }
    }

    /// <summary>The attempt was right: it is taken from the count again.</summary>
    public void Right(string? network)
    {
        lock (gate)
            Count(network, -1, clock.GetElapsedTime(began));
    }

    /// <summary>The network of an address: all of an IPv4 address, the first 64 bits of an IPv6 one, which one line holds.</summary>
    /// <param name="origin">As it stands in the records.</param>
    public static string? NetworkOf(string? origin)
    {
        if (origin is null || !IPAddress.TryParse(origin, out var address))
            return null;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private void Count(string? network, int more, TimeSpan now)
    {
        all = all.With(more, Guessing.AllAddresses, now);
        if (network is null)
            return;
        ref var place = ref addresses[PlaceOf(network)];
        place = place.With(more, Guessing.OneAddress, now);
    }

    private static int PlaceOf(string network) => HashCode.Combine(network) & (Places - 1);
}
