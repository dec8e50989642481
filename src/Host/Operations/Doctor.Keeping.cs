using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Backups;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Operations;

/// <content>Keys, backups, the trail, the clock and long work.</content>
public sealed partial class Doctor
{
    private const int KeysTried = 200;
    private const int BackupHours = 26;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CheckedEvery = TimeSpan.FromDays(3);
    private static readonly TimeSpan WaitsLong = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    private async Task<IEnumerable<Finding>> Keys()
    {
        await using var db = store.Read(Looker);
        var people = await db.Set<SealKey>().OrderByDescending(k => k.Key).Take(KeysTried).ToListAsync();
        var found = new List<Finding>
        {
            people.TrueForAll(vault.Fits)
                ? Finding.Good("keys", "密钥与数据库是一套:试开 {0} 把,都打得开", people.Count)
                : Finding.Bad("keys-other", "密钥与数据库不是一套:密封的电话和文件打不开").Do("把与数据库同一份备份里的 keys 目录放回数据目录"),
        };
        try
        {
            if (await keys.Find() is { } key)
                found.Add(Finding.Good("signing", "签名钥在,指纹 {0}", SigningKey.Shown(key.Id[..16])));
        }
        catch (Refused lost)
        {
            found.Add(Finding.Bad("signing-lost", lost.Template));
        }
        return found;
    }

    private Task<IEnumerable<Finding>> Kept() => Task.FromResult(Backups());

    private IEnumerable<Finding> Backups()
    {
        if (LastBackup.Of(store.Folder) is not { } last)
            return [Finding.Warn("backup-none", "还没有做过备份").Do("用 backup 做一份,并安排每天自动做")];
        var at = $"{China.Time(last.At):yyyy-MM-dd HH:mm}";
        return Now - last.At > TimeSpan.FromHours(BackupHours)
            ? [Finding.Warn("backup-old", "最近一份备份是 {0} 的,已超过 {1} 小时", at, BackupHours).Do("做一份新的备份,并查看每天的备份为什么没有做")]
            : [Finding.Good("backup", "最近一份备份是 {0} 的,{1} MB", at, (last.Size + (1 << 20) - 1) >> 20)];
    }

    private async Task<IEnumerable<Finding>> Trail()
    {
        await using var db = store.Read(Looker);
        if (await TrailChecked.Last(db) is not { } last)
            return [Finding.Warn("trail-unchecked", "变更记录还没有核验过").Do("在“变更记录”页核验,或运行 audit verify;每天开始时也会自动核验")];
        var at = $"{China.Time(last.At):yyyy-MM-dd HH:mm}";
        if (last.Faults.Count > 0)
            return [Finding.Bad("trail-broken", "变更记录在 {0} 核验时有 {1} 处不符", at, last.Faults.Count).Do("在“变更记录”页查看;不要动数据库,先另存备份并报告")];
        return Now - last.At > CheckedEvery
            ? [Finding.Warn("trail-stale", "变更记录最近一次核验是 {0}", at).Do("在“变更记录”页核验,或运行 audit verify")]
            : [Finding.Good("trail", "变更记录 {0} 核验完好,共 {1} 条", at, last.Records)];
    }

    private async Task<IEnumerable<Finding>> Clock()
    {
        await using var db = store.Read(Looker);
        var record = await db.Changes.OrderByDescending(c => c.Key).Select(c => (DateTime?)c.At).FirstOrDefaultAsync();
        var root = await db.Set<TrailRoot>().OrderByDescending(r => r.Day).Select(r => (DateOnly?)r.Day).FirstOrDefaultAsync();
        var file = new FileInfo(Path.Combine(store.Folder, "gonglian.db")) is { Exists: true } database ? database.LastWriteTimeUtc : (DateTime?)null;
        if (record > Now + Ahead || file > Now + Ahead)
            return
            [
                Finding.Bad("clock-back", "本机时钟比已有的记录早:记录到 {0}", $"{China.Time((record > file ? record : file ?? record)!.Value):yyyy-MM-dd HH:mm:ss}")
                    .Do("校准本机时钟;如果是以前快了,已有记录的时刻不会改,等时间过去即可"),
            ];
        return root > China.Day(Now).AddDays(1)
            ? [Finding.Warn("clock-root", "有一个将来的日根({0}):时钟曾经快过", root).Do("到那一天之前不会有新的日根;请注明在打印的日根上")]
            : [Finding.Good("clock", "时钟不早于已有的记录")];
    }

    private async Task<IEnumerable<Finding>> Jobs()
    {
        await using var db = store.Read(Looker);
        var (waits, since) = (Now - WaitsLong, Now - Lately);
        var open = await db.Jobs.Where(j => j.State == JobState.Waiting || j.State == JobState.Running)
            .Select(j => new { j.State, j.At }).ToListAsync();
        var failed = await db.Jobs.CountAsync(j => j.State == JobState.Failed && j.EndedAt > since);
        var found = new List<Finding>();
        if (open.Count(j => j.State == JobState.Waiting && j.At < waits) is > 0 and var late)
            found.Add(Finding.Warn("jobs-wait", "有 {0} 个后台任务等了一小时以上", late).Do("服务没有运行时任务不会做;在运行时请看日志"));
        if (failed > 0)
            found.Add(Finding.Warn("jobs-failed", "最近 7 天有 {0} 个后台任务没有做成", failed).Do("在发起它的页面上看原因,然后重新开始"));
        if (found.Count == 0)
            found.Add(Finding.Good("jobs", "后台任务正常,等待或进行中 {0} 个", open.Count));
        return found;
    }
}
