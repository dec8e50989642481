namespace Gonglian.Access.Rules;

/// <summary>锁定: how long an account waits after wrong passwords.</summary>
/// <remarks>
/// Unit: minutes. Counted are wrong passwords in a row since the last right one; attempts while the account waits are
/// refused without being counted, so that somebody else's guessing cannot lengthen the wait.
/// </remarks>
public static class LockOut
{
    /// <summary>The wrong password with which waiting begins.</summary>
    public const int Tries = 5;

    /// <summary>The longest wait.</summary>
    public const int LongestMinutes = 60;

    /// <summary>Minutes to wait after a wrong password: none before the fifth in a row, then 1, 2, 4 … 60.</summary>
    /// <param name="wrong">Wrong passwords in a row, this one included.</param>
    public static int Minutes(int wrong) =>
        wrong < Tries ? 0 : Math.Min(1 << Math.Min(wrong - Tries, 6), LongestMinutes);
}
