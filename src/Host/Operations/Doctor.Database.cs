using System.Globalization;
using Gonglian.Foundation.Data;

namespace Gonglian.Host.Operations;

/// <content>The database.</content>
public sealed partial class Doctor
{
    private const int OldestServer = 140_000;
    private const long LongLog = 1L << 30;

    // Two writing connections can lose a commit when the log begins anew; see docs/adr/0003.
    private static readonly Version[] Mended = [new(3, 50, 7), new(3, 51, 3)];

    /// <summary>Whether a version of the embedded library can lose what two connections write (the write-ahead log's reset).</summary>
    public static bool HasKnownFault(string version) => Version.TryParse(version, out var library)
        && !(library >= Mended[1] || (library.Minor == Mended[0].Minor && library >= Mended[0]));

    /// <summary>The version of the database.</summary>
    public async Task<string> DatabaseVersion() =>
        await Text(store.IsSqlite ? "SELECT sqlite_version()" : "SELECT current_setting('server_version')");

    private async Task<IEnumerable<Finding>> Schema()
    {
        var done = await store.StepsDone();
        var (missing, unknown) = (Store.KnownSteps.Except(done).ToList(), done.Except(Store.KnownSteps).ToList());
        if (unknown.Count > 0)
            return [Finding.Bad("schema-newer", "数据库的结构比本程序新,多了 {0}", unknown[^1]).Do("换上新版本的程序;旧程序不要写这个数据库")];
        return missing.Count > 0
            ? [Finding.Warn("schema-older", "数据库的结构比本程序旧,还差 {0} 步", missing.Count).Do("先备份,再启动服务或运行 migrate,会自动补齐")]
            : [Finding.Good("schema", "数据库读得到,结构是本版本的({0})", done.Max())];
    }

    private async Task<IEnumerable<Finding>> Embedded(bool isThorough)
    {
        var found = new List<Finding>();
        var version = await DatabaseVersion();
        found.Add(HasKnownFault(version)
            ? Finding.Warn("sqlite-fault", "SQLite {0} 有已知缺陷:两个程序同时写同一个数据库时可能丢数据。本程序只用一个写连接,不会触发", version)
                .Do("不要用别的工具写这个数据库;程序更新到带 SQLite 3.51.3 或更高版本后此项消失")
            : Finding.Good("sqlite", "SQLite {0}", version));
        if (File.Exists(Path.Combine(store.Folder, "gonglian.db-journal")))
            found.Add(Finding.Bad("sqlite-journal", "数据库旁有回滚日志 gonglian.db-journal:别的工具写过它,而且中断了")
                .Do("停止服务,把整个数据目录另存一份,再启动;不要删除这个文件"));
        var log = new FileInfo(Path.Combine(store.Folder, "gonglian.db-wal"));
        if (log is { Exists: true, Length: > LongLog })
            found.Add(Finding.Warn("sqlite-log", "预写日志 gonglian.db-wal 有 {0} MB", log.Length >> 20)
                .Do("有程序长时间读着数据库;结束它,服务空闲时会自动收回"));
        if (!isThorough)
            return found;
        var fault = await Text("SELECT quick_check FROM pragma_quick_check LIMIT 1");
        found.Add(fault == "ok"
            ? Finding.Good("sqlite-whole", "数据库文件完好")
            : Finding.Bad("sqlite-damaged", "数据库文件已损坏:{0}", fault).Do("停止服务,另存整个数据目录,再用最近一份好的备份恢复"));
        return found;
    }

    private async Task<IEnumerable<Finding>> Server()
    {
        var number = int.Parse(await Text("SELECT current_setting('server_version_num')"), CultureInfo.InvariantCulture);
        var version = await DatabaseVersion();
        var found = new List<Finding>
        {
            number < OldestServer
                ? Finding.Bad("server-old", "PostgreSQL {0} 太旧", version).Do("换成 PostgreSQL 14 或更高版本")
                : Finding.Good("server", "PostgreSQL {0}", version),
        };
        foreach (var name in new[] { "fsync", "full_page_writes", "synchronous_commit" })
            if (await Text($"SELECT current_setting('{name}')") == "off")
                found.Add(Finding.Bad("server-unsafe", "PostgreSQL 的 {0} 是 off:断电会丢失已答复的保存", name).Do("在 postgresql.conf 里改为 on"));
        if (await Text("SELECT current_setting('server_encoding')") is not "UTF8" and var encoding)
            found.Add(Finding.Bad("server-encoding", "数据库的编码是 {0},不是 UTF8", encoding).Do("重建为 UTF8 编码的数据库,再恢复备份"));
        var apart = (await store.ReadPastScope("SELECT clock_timestamp()", r => r.Instant(0)))[0] - Now;
        if (apart.Duration() > TimeSpan.FromSeconds(30))
            found.Add(Finding.Warn("server-clock", "数据库服务器的时钟与本机相差 {0} 秒", (long)apart.Duration().TotalSeconds)
                .Do("让两台机器都用时间服务器校时"));
        return found;
    }

    private async Task<string> Text(string sql) => (await store.ReadPastScope(sql, r => r.Text(0)))[0];
}
