using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Module = Gonglian.Foundation.Modules.Module;

namespace Gonglian.Foundation.Backups;

/// <summary>恢复: puts a backup into an empty place, whole or not at all.</summary>
/// <param name="Modules">The rooms, whose steps make the schema.</param>
/// <param name="Data">The data folder: empty, or not there yet.</param>
/// <param name="Connection">An empty database on a PostgreSQL server; nothing for the embedded one in the folder.</param>
/// <param name="Clock">The clock.</param>
public sealed record Restore(IReadOnlyList<Module> Modules, string Data, string? Connection, TimeProvider Clock)
{
    private const string Making = "restoring";

    private bool IsSqlite => string.IsNullOrWhiteSpace(Connection);

    /// <summary>Looks through a backup: every byte against its seal, every part against its hash.</summary>
    /// <exception cref="Refused">See <see cref="Run"/>.</exception>
    public static BackupHead Look(string file, BackupKey key)
    {
        using var opened = Opened(file);
        using var seal = BackupSeal.Open(opened, key);
        using var backup = BackupReader.Open(seal);
        backup.Through((_, _) => { });
        return backup.Head;
    }

    /// <summary>Restores a backup, with the number of rows in every table compared.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="key">What opens it.</param>
    /// <param name="keep">Whether it stays; otherwise everything is taken back once it has been compared.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="Refused">
    /// <c>restore.not-empty</c>; <c>restore.other-database</c>: it was made of the other kind of database; <c>backup.newer</c>;
    /// <c>backup.wrong-key</c>; <c>backup.damaged</c>; <c>restore.differs</c>: a table has another number of rows.
    /// </exception>
    public BackupHead Run(string file, BackupKey key, bool keep = true)
    {
        using var opened = Opened(file);
        using var seal = BackupSeal.Open(opened, key);
        using var backup = BackupReader.Open(seal);
        if (backup.Head.IsSqlite != IsSqlite)
            throw new Refused("restore.other-database", backup.Head.IsSqlite
                ? "这份备份是 SQLite 的,恢复时不要写 --connection" : "这份备份是 PostgreSQL 的,请用 --connection 指明一个空数据库");
        if (Directory.Exists(Data) && Directory.EnumerateFileSystemEntries(Data).Any())
            throw new Refused("restore.not-empty", "目录 {0} 不是空的;只恢复到空目录,中断的恢复留下的也请先清空", Data);
        var stood = Directory.Exists(Data);
        var making = Path.Combine(Data, Making);
        Owned.Folder(making);
        try
        {
            using var landing = IsSqlite ? new SqliteLanding(making) : (Landing)new PostgresLanding(Modules, making, Connection!, Clock);
            landing.Begin(backup.Head);
            var end = backup.Through((name, part) => Take(landing, making, name, part));
            landing.Check(backup.Head, end);
            if (keep)
                Settle(landing, making);
        }
        finally
        {
            if (Directory.Exists(making))
                Directory.Delete(making, recursive: true);
            if (!stood && !Directory.EnumerateFileSystemEntries(Data).Any())
                Directory.Delete(Data);
        }
        return backup.Head;
    }

    private static FileStream Opened(string file) => File.Exists(file)
        ? new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20)
        : throw new Refused("command.no-file", "找不到备份文件 {0}", file);

    private static void Take(Landing landing, string making, string name, Stream part)
    {
        if (!name.StartsWith(BackupWriter.File, StringComparison.Ordinal))
        {
            landing.Take(name, part);
            return;
        }
        var path = Path.GetFullPath(Path.Combine(making, name[BackupWriter.File.Length..]));
        if (!path.StartsWith(Path.GetFullPath(making) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw BackupSeal.Damaged();
        Owned.Folder(Path.GetDirectoryName(path)!);
        using var file = Owned.Create(path, FileMode.CreateNew);
        part.CopyTo(file, 1 << 20);
        file.Flush(flushToDisk: true);
    }

    // The database last: before it stands, there is no store here.
    private void Settle(Landing landing, string making)
    {
        foreach (var folder in Directory.GetDirectories(making))
            Directory.Move(folder, Path.Combine(Data, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(making))
            File.Move(file, Path.Combine(Data, Path.GetFileName(file)));
        landing.Keep();
    }
}
