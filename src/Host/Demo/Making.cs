using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Host.Demo;

/// <summary>Fills an empty store step by step, with the clock at each step's moment, by the ways that people use.</summary>
internal sealed class Making(ServiceProvider services, DemoClock clock, Steps steps, DemoWish wish, Action<string> progress)
{
    private static readonly TimeSpan SecondPerson = TimeSpan.FromHours(1.5);

    private readonly Caller maker = Caller.System("示例");
    private readonly Caller district = new(null, "示例区组织部", [new Grant("4403/05/", null, false)]);
    private readonly Dictionary<string, Caller> officers = new(StringComparer.Ordinal);
    private readonly List<Firm> left = [];
    private readonly List<Firm> ended = [];

    private Writes Writes => services.GetRequiredService<Writes>();

    /// <summary>Makes everything; rosters lie in the folder meanwhile.</summary>
    public async Task Run(string folder)
    {
        await Writes.Do(maker, db =>
        {
            new Planting(db, steps, wish.Seed, clock.GetUtcNow().UtcDateTime).Plant();
            return Task.CompletedTask;
        });
        var staff = await Staff.Engage(Writes, maker, clock.GetUtcNow().UtcDateTime);
        progress("组织、班子和账号");
        Directory.CreateDirectory(folder);
        WriteRosters(folder);
        for (var step = IsLarge ? Steps.Last : 0; step <= Steps.Last; step++)
        {
            if (step == Steps.Last && !IsLarge)
                await Frozen(staff).Months();
            await Take(step, folder, staff);
        }
        if (!IsLarge)
            await Frozen(staff).Restate();
        Directory.Delete(folder, recursive: true);
        clock.Set(China.Instant(steps.Anchor).AddMinutes(1));
        await services.GetRequiredService<DayRoll>().Today();
        if (!wish.LeavesTrend)
            await services.GetRequiredService<JobRunner>().Drain(CancellationToken.None);
        progress(wish.LeavesTrend ? "计数" : "计数和趋势");
    }

    private bool IsLarge => wish.Enterprises is not null;

    private FrozenMonths Frozen(IReadOnlyDictionary<string, Caller> staff) => new(
        services.GetRequiredService<Store>(), Writes, clock, steps, staff["leader"]);

    private void WriteRosters(string folder)
    {
        var wanted = wish.Enterprises ?? int.MaxValue;
        var names = new Names();
        var planner = new Planner(wish.Seed, steps, names);
        var vitals = new Vitals(steps, wish.Seed);
        var files = new Dictionary<string, RosterFile>(StringComparer.Ordinal);
        var scale = wish.Enterprises is { } count ? Math.Max(count * 1.02, count + 4.0) / Quota.Usual : 1;
        foreach (var (index, quota) in Quota.Of(wish.Seed, scale).Index())
            foreach (var firm in planner.Of(quota, index, beside: !IsLarge).Take(wanted))
            {
                wanted--;
                if (IsLarge)
                {
                    File(Steps.Last, firm).WriteAll(firm);
                    continue;
                }
                for (var step = firm.FirstStep; step <= Steps.Last; step++)
                    if (firm.IsIn(step))
                        File(step, firm).Write(firm, step);
                if (firm.Left is not null)
                    left.Add(firm);
                if (firm.UnionEnded is not null)
                    ended.Add(firm);
            }
        foreach (var file in files.Values)
            file.Dispose();
        progress("名册");

        RosterFile File(int step, Firm firm)
        {
            var path = RosterPath(folder, step, BySubdistrict(step) ? firm.Community.Street : null);
            return files.TryGetValue(path, out var file) ? file : files[path] = new RosterFile(path, vitals);
        }
    }

    private async Task Take(int step, string folder, IReadOnlyDictionary<string, Caller> staff)
    {
        clock.Set(steps.Moment(step));
        await services.GetRequiredService<DayRoll>().Today();
        if (System.IO.File.Exists(RosterPath(folder, step, null)))
            await Import(RosterPath(folder, step, null), step, district);
        foreach (var street in Gazetteer.Streets)
            if (System.IO.File.Exists(RosterPath(folder, step, street)))
                await Import(RosterPath(folder, step, street), step, Officer(street, staff));
        progress(string.Create(CultureInfo.InvariantCulture, $"{steps.Day(step):yyyy-MM-dd} 的名册"));
        var deeds = new Deeds(
            Writes, services.GetRequiredService<Vault>(), services.GetRequiredService<CoverageParameters>(), clock);
        var proposed = left.FindAll(f => f.Left!.Step == step);
        await deeds.Propose(proposed, f => Officer(f.Community.Street, staff));
        if (step == Steps.Last)
            await deeds.Dissolve(ended, maker);
        clock.Set(steps.Moment(step) + SecondPerson);
        await deeds.Decide(proposed.FindAll(f => f.Left!.Agreed is not null), staff["officer"]);
    }

    // One caller for each subdistrict; only one of them has an account.
    private Caller Officer(Street street, IReadOnlyDictionary<string, Caller> staff)
    {
        if (!officers.TryGetValue(street.Code, out var officer))
            officers[street.Code] = officer = street.Name == "桃源街道"
                ? staff["taoyuan"]
                : new Caller(null, $"示例{street.Name}干事", [new Grant(street.Path, null, false)]);
        return officer;
    }

    private async Task Import(string path, int step, Caller officer)
    {
        // Firms of the demonstration do shrink; nobody is there to be asked whether that is meant.
        var settings = new RosterSettings
        {
            Sample = true,
            Day = steps.Day(step),
            Doubles = new Dictionary<DoubleKind, DoubleAnswer> { [DoubleKind.Fall] = DoubleAnswer.Same },
        };
        var done = await services.GetRequiredService<Importer>().Run(officer, path, settings);
        if (done.Left > 0)
            throw new InvalidOperationException($"{done.Left} rows of {path} were refused: {done.Summary}");
    }

    // The subdistricts hand in the first roster and the survey; in between the district hands in what is new.
    private bool BySubdistrict(int step) => IsLarge || step is 0 or Steps.Survey;

    private static string RosterPath(string folder, int step, Street? street) => Path.Combine(
        folder, string.Create(CultureInfo.InvariantCulture, $"{street?.Name ?? "南山区"}企业名册-{step + 1}.csv"));
}
