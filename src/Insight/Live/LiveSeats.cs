using System.Collections.Concurrent;
using Gonglian.Foundation.Callers;

namespace Gonglian.Insight.Live;

/// <summary>How many boards one account lets renew themselves at once, in this node.</summary>
public sealed class LiveSeats
{
    /// <summary>At most so many.</summary>
    public const int Most = 8;

    private readonly ConcurrentDictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>Takes a seat, until what is answered is disposed; nothing when all are taken.</summary>
    public IDisposable? Take(Caller caller)
    {
        var who = caller.UserId?.ToString() ?? caller.Name;
        if (taken.AddOrUpdate(who, 1, (_, n) => n + 1) <= Most)
            return new Seat(this, who);
        Leave(who);
        return null;
    }

    private void Leave(string who)
    {
        if (taken.AddOrUpdate(who, 0, (_, n) => n - 1) == 0)
            taken.TryRemove(new(who, 0));
    }

    private sealed class Seat(LiveSeats of, string who) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                of.Leave(who);
        }
    }
}
