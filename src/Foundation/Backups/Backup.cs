using System.Text.Json;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Foundation.Backups;

/// <summary>What the data folder keeps of its last backup.</summary>
/// <param name="At">The instant whose state it holds, UTC.</param>
/// <param name="File">Its name, without its folder.</param>
/// <param name="Size">Bytes.</param>
/// <remarks>A file and no row: on the embedded database the server alone writes, and a backup beside it is a read.</remarks>
public sealed record LastBackup(DateTime At, string File, long Size)
{
    private const string Name = "gonglian.backup";

    /// <summary>The last one; nothing where none was made, or the note cannot be read.</summary>
    public static LastBackup? Of(string folder)
    {
        try
        {
            var file = Path.Combine(folder, Name);
            return System.IO.File.Exists(file) ? JsonSerializer.Deserialize<LastBackup>(System.IO.File.ReadAllText(file)) : null;
        }
        catch (Exception broken) when (broken is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Keep(string folder)
    {
        var file = Path.Combine(folder, Name);
        System.IO.File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
        System.IO.File.Move(file + ".new", file, overwrite: true);
    }
}

/// <summary>备份: the database, the keys and every stored file as one encrypted file, taken while people work.</summary>
public static class Backup
{
    /// <summary>The copy of the embedded database while it is being sealed.</summary>
    internal const string Copy = "gonglian.copy";

    private const string Lock = "gonglian.copying";
    private const string Own = "gonglian.";
    private const string Keys = "keys";

    /// <summary>Makes a backup.</summary>
    /// <param name="store">What is backed up.</param>
    /// <param name="target">The file that is made; there must be none of that name.</param>
    /// <param name="key">What will open it.</param>
    /// <param name="leaveOut">Files of the data folder that can be had elsewhere.</param>
    /// <returns>What it holds, and its size in bytes.</returns>
    /// <exception cref="Refused">
    /// <c>backup.exists</c>; <c>backup.inside</c>: the data folder is no place for it; <c>backup.no-keys</c>: without the folder of
    /// the keys nothing could be opened afterwards; <c>backup.under-way</c>: another one is being made.
    /// </exception>
    public static (BackupHead Head, long Size) Make(Store store, string target, BackupKey key, params IReadOnlyList<string> leaveOut)
    {
        target = Path.GetFullPath(target);
        if (File.Exists(target))
            throw new Refused("backup.exists", "文件 {0} 已存在,不会覆盖", target);
        if (target.StartsWith(Path.GetFullPath(store.Folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new Refused("backup.inside", "备份不能放在数据目录里,请换一个目录,最好在另一块磁盘或另一台机器上");
        using var one = Alone(store.Folder);
        var part = target + ".part";
        // One that was left by a backup that was killed may be open to others.
        File.Delete(part);
        try
        {
            BackupHead head;
            using (var file = Owned.Create(part, FileMode.CreateNew))
            {
                head = Fill(store, file, key, leaveOut);
                file.Flush(flushToDisk: true);
            }
            var size = new FileInfo(part).Length;
            File.Move(part, target);
            new LastBackup(head.At, Path.GetFileName(target), size).Keep(store.Folder);
            return (head, size);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static FileStream Alone(string folder)
    {
        try
        {
            return new(Path.Combine(folder, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException busy) when (busy.GetType() == typeof(IOException))
        {
            throw new Refused("backup.under-way", "另一个备份正在进行,请等它完成");
        }
    }

    private static BackupHead Fill(Store store, Stream file, BackupKey key, IReadOnlyList<string> leaveOut)
    {
        using var seal = BackupSeal.Begin(file, key);
        using var backup = new BackupWriter(seal);
        var at = store.Clock.GetUtcNow().UtcDateTime;
        using var source = BackupSource.Of(store);
        if (source.Tables.Any(t => t is { Name: "seal_key", Rows: > 0 }) && !Directory.Exists(Path.Combine(store.Folder, Keys)))
            throw new Refused("backup.no-keys", "数据目录 {0} 里没有 keys:请用 --data 指明服务器所用的数据目录,否则恢复后什么都打不开", store.Folder);
        var head = new BackupHead(typeof(Backup).Assembly.GetName().Version!.ToString(3), store.IsSqlite, source.Step, at, source.Tables);
        backup.Add(BackupWriter.Head, head);
        source.Write(backup);
        // After the rows, so that whatever they name is there.
        foreach (var path in Directory.EnumerateFiles(store.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            Add(backup, path, Path.GetRelativePath(store.Folder, path).Replace('\\', '/'), leaveOut);
        backup.Add(BackupWriter.End, new BackupEnd([.. backup.Parts], source.KeyBlock));
        seal.Complete();
        return head;
    }

    private static void Add(BackupWriter backup, string path, string name, IReadOnlyList<string> leaveOut)
    {
        if (name.StartsWith(Own, StringComparison.Ordinal) || leaveOut.Contains(name))
            return;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            backup.Add(BackupWriter.File + name, part => file.CopyTo(part, 1 << 20));
        }
        catch (FileNotFoundException)
        {
            // Removed while the backup went on: an upload that somebody took back.
        }
    }
}
