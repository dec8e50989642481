using System.Globalization;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary>Guards a data folder with an embedded database: one process writes, or none.</summary>
/// <remarks>The lock is the operating system's own and ends with the process, however that ends.</remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockName = "gonglian.lock";
    private readonly FileStream file;
    private readonly string noteFile;

    private FolderLock(FileStream file, string noteFile) => (this.file, this.noteFile) = (file, noteFile);

    /// <summary>Takes the folder for this process.</summary>
    /// <param name="place">The place; a PostgreSQL server needs no guard.</param>
    /// <param name="doing">What for: told to whoever comes second, e.g. <c>serve http://localhost:5080</c>.</param>
    /// <returns>The lock, or nothing where none is needed.</returns>
    /// <exception cref="Refused">
    /// <c>command.in-use</c>: another process has it; <c>command.no-right</c>: this account may not write there.
    /// </exception>
    public static FolderLock? Take(Place place, string doing)
    {
        if (!place.IsSqlite)
            return null;
        var folder = Path.GetFullPath(place.Data);
        try
        {
            Directory.CreateDirectory(folder);
            return Held(folder, doing);
        }
        catch (UnauthorizedAccessException)
        {
            throw new Refused("command.no-right",
                "没有权限写目录 {0}。请用 --data 换一个目录,或让管理员把它的写权限给运行本程序的账号", folder);
        }
    }

    /// <summary>Whether a process has the folder; nothing is changed.</summary>
    public static bool IsTaken(Place place)
    {
        var lockFile = Path.Combine(place.Data, LockName);
        if (!place.IsSqlite || !File.Exists(lockFile))
            return false;
        try
        {
            using var held = new FileStream(lockFile, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static FolderLock Held(string folder, string doing)
    {
        var note = Path.Combine(folder, "gonglian.running");
        try
        {
            var held = new FileStream(
                Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            File.WriteAllText(note, $"{doing} ({process})");
            return new FolderLock(held, note);
        }
        catch (IOException busy) when (busy.GetType() == typeof(IOException))
        {
            var who = File.Exists(note) ? File.ReadAllText(note) : "?";
            throw new Refused("command.in-use",
                "目录 {0} 正由另一个进程使用:{1}。请先停止它,或在它的网页上办理", folder, who);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(noteFile);
        file.Dispose();
    }
}
