using Gonglian.Foundation.Rules;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>A clock that a test sets; between two settings it stands still, only elapsed time goes on.</summary>
public sealed class FakeClock : TimeProvider
{
    private DateTimeOffset now = new(China.Instant(new DateOnly(2026, 9, 15)) + TimeSpan.FromHours(10), TimeSpan.Zero);
    private TimeSpan passed = TimeSpan.FromDays(1);

    /// <summary>The China day it shows.</summary>
    public DateOnly Today => China.Today(this);

    /// <summary>The instant it shows, UTC.</summary>
    public DateTime Now => now.UtcDateTime;

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    // Caches that ask how long ago something was must see the time that a test lets pass.
    public override long GetTimestamp() => passed.Ticks;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time) => (now, passed) = (now + time, passed + time);

    /// <summary>Lets whole days pass.</summary>
    public void Advance(int days) => Advance(TimeSpan.FromDays(days));

    /// <summary>Goes to ten in the morning of a China day.</summary>
    public void SetDay(DateOnly day) =>
        Advance(new DateTimeOffset(China.Instant(day) + TimeSpan.FromHours(10), TimeSpan.Zero) - now);
}
