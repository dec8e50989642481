using Gonglian.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Bulletins;

/// <summary>A room that follows when another tells something.</summary>
/// <typeparam name="T">What is told; a record of this folder.</typeparam>
public interface IHear<in T>
{
    /// <summary>Follows, inside the change that tells it.</summary>
    Task Hear(AppDb db, T bulletin);
}

/// <summary>通报: how a room tells the others what has changed. All traffic between rooms stands in this folder.</summary>
public sealed class BulletinBoard(IServiceProvider services)
{
    /// <summary>Tells it to every room that listens, inside the running change.</summary>
    /// <remarks>What was changed so far is written first, so that those who follow read it from the tables.</remarks>
    public async Task Publish<T>(AppDb db, T bulletin)
    {
        await db.SaveChangesAsync();
        foreach (var room in services.GetServices<IHear<T>>())
            await room.Hear(db, bulletin);
    }
}
