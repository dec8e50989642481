using System.Globalization;
using Gonglian.Access;
using Gonglian.Enterprises;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Host.Commands;
using Gonglian.Organisations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Demo;

/// <summary>What stands in a store.</summary>
public enum StoreKind
{
    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>A demonstration.</summary>
    Demonstration,

    /// <summary>A demonstration whose making was broken off.</summary>
    Unfinished,

    /// <summary>Somebody's work.</summary>
    Real,
}

/// <summary>What demonstration is wanted.</summary>
/// <param name="Anchor">The day relative to which everything is laid out.</param>
/// <param name="Seed">The seed; another one makes another district with the same sums.</param>
/// <param name="Enterprises">So many enterprises, for measurements; nothing for the usual several thousand.</param>
/// <param name="LeavesTrend">Whether the trend is left to the program that serves it, which fills it beside the first pages.</param>
public sealed record DemoWish(DateOnly Anchor, int Seed = 1, int? Enterprises = null, bool LeavesTrend = false);

/// <summary>示例区: made in an empty place, marked as such, and never mixed with anybody's work.</summary>
public static class Demonstration
{
    /// <summary>The setting that holds the anchor day; a store that has it is a demonstration.</summary>
    public const string AnchorSetting = "demo.anchor";

    private const string MakingSetting = "demo.making";
    private static readonly Caller Looker = Caller.System("系统");

    /// <summary>What stands in the store; its tables are brought to this version's shape first.</summary>
    public static async Task<StoreKind> KindOf(Place place)
    {
        if (!place.Exists)
            return StoreKind.Empty;
        await using var services = place.Open();
        var store = services.GetRequiredService<Store>();
        await store.Migrate();
        await using var db = store.Read(Looker);
        if (await db.Get(AnchorSetting) is not null)
            return StoreKind.Demonstration;
        if (await db.Get(MakingSetting) is not null)
            return StoreKind.Unfinished;
        var used = await db.Users.AnyAsync() || await db.Units.AnyAsync() || await db.Enterprises.AnyAsync();
        return used ? StoreKind.Real : StoreKind.Empty;
    }

    /// <summary>The anchor day of a demonstration; nothing in a store of real work.</summary>
    public static async Task<DateOnly?> AnchorOf(AppDb db) => await db.Get(AnchorSetting) is { } day
        ? DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture)
        : null;

    /// <summary>Makes a demonstration. A making that fails or is broken off leaves nothing of it. The caller holds the place's lock.</summary>
    /// <param name="place">An empty place.</param>
    /// <param name="wish">Which.</param>
    /// <param name="progress">Told what is being done, one sentence a time.</param>
    /// <exception cref="Refused">
    /// <c>demo.not-empty</c>: something stands there; <c>demo.future</c>: the anchor lies in the future.
    /// </exception>
    public static async Task Make(Place place, DemoWish wish, Action<string> progress)
    {
        if (wish.Anchor > China.Today(TimeProvider.System))
            throw new Refused("demo.future", "示例的基准日 {0} 不能晚于今天", Day(wish.Anchor));
        Demand(await KindOf(place), place);
        if (!place.IsSqlite)
        {
            await Fill(place, wish, progress);
            return;
        }

        // Made beside the place and put there when it is complete: a making that is broken off leaves nothing.
        var beside = Path.Combine(place.Data, "making");
        if (Directory.Exists(beside))
            Directory.Delete(beside, recursive: true);
        try
        {
            await Fill(place with { Data = beside }, wish, progress);
        }
        catch
        {
            SqliteConnection.ClearAllPools();
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
        SqliteConnection.ClearAllPools();
        foreach (var old in Directory.GetFiles(place.Data, "gonglian.db*"))
            File.Delete(old);
        foreach (var made in new DirectoryInfo(beside).GetFileSystemInfos())
            Move(made, Path.Combine(place.Data, made.Name));
        Directory.Delete(beside, recursive: true);
    }

    private static void Demand(StoreKind kind, Place place)
    {
        if (kind == StoreKind.Real)
            throw new Refused("demo.real", "{0} 中已有真实数据,不能在那里建立示例,请用 --data 另选一个目录", place.Data);
        if (kind == StoreKind.Demonstration)
            throw new Refused("demo.there", "{0} 中已有一个示例,请用 --data 另选一个目录,或先删除它", place.Data);
        if (kind == StoreKind.Unfinished)
            throw new Refused("demo.unfinished", "这个数据库里有一个没有做完的示例,请清空数据库后再试");
    }

    private static async Task Fill(Place place, DemoWish wish, Action<string> progress)
    {
        var steps = new Steps(wish.Anchor);
        var clock = new DemoClock(steps.Moment(0));
        await using var services = place.Open(clock);
        await services.GetRequiredService<Store>().Migrate();
        var writes = services.GetRequiredService<Writes>();
        await writes.Do(Looker, db => db.Set(MakingSetting, Day(wish.Anchor)));
        await new Making(services, clock, steps, wish, progress).Run(Path.Combine(place.Data, "making-rosters"));
        await writes.Do(Looker, async db =>
        {
            await db.Set(AnchorSetting, wish.Anchor.ToString("O", CultureInfo.InvariantCulture));
            await db.Set("demo.seed", wish.Seed.ToString(CultureInfo.InvariantCulture));
        });
    }

    private static void Move(FileSystemInfo made, string to)
    {
        if (made is not DirectoryInfo folder)
        {
            File.Move(made.FullName, to, overwrite: true);
            return;
        }
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        folder.MoveTo(to);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
