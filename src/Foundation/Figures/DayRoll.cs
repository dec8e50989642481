using System.Globalization;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation.Figures;

/// <summary>What moves by time alone: a room's rows whose counted state changes because a day has come.</summary>
public interface IRoll
{
    /// <summary>Marks as due what more than the passing of days makes due; reads outside changes, writes in pieces.</summary>
    /// <param name="from">The day the counters stand on; later than <paramref name="day"/> where the clock was set back.</param>
    /// <param name="day">The day they shall stand on.</param>
    Task Begin(DateOnly from, DateOnly day) => Task.CompletedTask;

    /// <summary>Moves some rows that are due on or before the day, at most 50 ms of work.</summary>
    /// <returns>Whether more are due.</returns>
    Task<bool> Piece(AppDb db, DateOnly day);
}

/// <summary>日结: brings the counters to a day. A figure read on a day not yet rolled rolls first.</summary>
/// <remarks>
/// A clock that was set back takes the counters back with it. One day is not taken back: where several nodes serve, one may
/// be a moment behind the others at midnight, and then answers for the day that has begun.
/// </remarks>
public sealed class DayRoll(Store store, Writes writes, TimeProvider clock, IEnumerable<IRoll> rooms) : IDisposable
{
    /// <summary>The setting that holds the day the counters stand on.</summary>
    public const string DaySetting = "figures.day";

    private readonly SemaphoreSlim one = new(1, 1);
    private DateOnly rolled;

    /// <summary>The day the counters stand on: today, rolled first when it is not.</summary>
    public async ValueTask<DateOnly> Today()
    {
        var today = China.Today(clock);
        if (Stands(today))
            return rolled;
        await one.WaitAsync();
        try
        {
            if (!Stands(today))
                await Roll(today);
            return rolled;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => one.Dispose();

    private async Task Roll(DateOnly today)
    {
        var caller = Caller.System("日结");
        await using (var db = store.Read(caller))
            rolled = await StandingOn(db) ?? rolled;
        if (Stands(today))
            return;
        foreach (var room in rooms)
            await room.Begin(rolled, today);
        foreach (var room in rooms)
            while (await writes.Do(caller, db => room.Piece(db, today))) { }
        await writes.Do(caller, async db => await db.Set(DaySetting, today.ToString("O", CultureInfo.InvariantCulture)));
        rolled = today;
    }

    private bool Stands(DateOnly today) => rolled == today || rolled == today.AddDays(1);

    private static async Task<DateOnly?> StandingOn(AppDb db) =>
        await db.Get(DaySetting) is { } text ? DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture) : null;
}
