using System.Runtime.InteropServices;

namespace Gonglian.Access.Rules;

/// <summary>猜密码: how many wrong passwords are taken from one address, and from all addresses together.</summary>
/// <remarks>
/// Unit: wrong passwords, as a level that rises by one with each and falls by itself with time. It stands beside
/// <see cref="LockOut"/>, which counts by account: one address that tries many accounts, or many addresses that try many
/// accounts once each, never reach the fifth wrong password of any of them.
/// </remarks>
/// <param name="Level">What has not yet been forgotten.</param>
/// <param name="At">When that was so, as a time since some fixed moment.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Guessing(double Level, TimeSpan At)
{
    /// <summary>Of one address: twenty at once, then one a minute.</summary>
    public static (int AtOnce, TimeSpan Each) OneAddress { get; } = (20, TimeSpan.FromMinutes(1));

    /// <summary>Of all addresses together: three hundred at once, then one every two seconds.</summary>
    public static (int AtOnce, TimeSpan Each) AllAddresses { get; } = (300, TimeSpan.FromSeconds(2));

    /// <summary>The level now.</summary>
    public Guessing Now((int AtOnce, TimeSpan Each) bound, TimeSpan now) =>
        new(Math.Max(0, Level - (Math.Max(0, (now - At).Ticks) / (double)bound.Each.Ticks)), now);

    /// <summary>Whether another password may be tried.</summary>
    public bool IsOpen((int AtOnce, TimeSpan Each) bound, TimeSpan now) => Now(bound, now).Level <= bound.AtOnce - 1;

    /// <summary>One more is counted; or, with −1, one is given back because it was right.</summary>
    public Guessing With(int more, (int AtOnce, TimeSpan Each) bound, TimeSpan now) =>
        new(Math.Clamp(Now(bound, now).Level + more, 0, bound.AtOnce), now);
}
