using System.Data.Common;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Host.Operations;

/// <summary>体检: looks at everything that can be wrong before and while the program runs, and changes nothing.</summary>
/// <remarks>
/// The command and the page show the same findings. What takes long where there are millions of rows is looked at by the
/// command alone (<c>isThorough</c>). A look that breaks is a finding itself, and the others go on.
/// </remarks>
public sealed partial class Doctor(Store store, Vault vault, SigningKeys keys, TimeProvider clock)
{
    private static readonly Caller Looker = Caller.System("系统");

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Looks at everything, the gravest first.</summary>
    /// <param name="isThorough">Whether every page of the embedded database is looked at, too.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<IReadOnlyList<Finding>> Look(bool isThorough, CancellationToken stop = default)
    {
        var found = new List<Finding>();
        found.AddRange(Folder(store.Folder));
        found.AddRange(Room(store.Folder));
        // Tables of another version may have other columns.
        if (await Look(found, Schema) && found[^1] is { Grade: Grade.Good })
        {
            await Look(found, store.IsSqlite ? () => Embedded(isThorough) : Server);
            await Look(found, Keys);
            await Look(found, Kept);
            await Look(found, Trail);
            await Look(found, Clock);
            await Look(found, Jobs);
        }
        stop.ThrowIfCancellationRequested();
        return [.. found.OrderByDescending(f => f.Grade)];
    }

    // Whether it could be looked at.
    private static async Task<bool> Look(List<Finding> found, Func<Task<IEnumerable<Finding>>> look)
    {
        try
        {
            found.AddRange(await look());
            return true;
        }
        catch (DbException broken)
        {
            found.Add(Finding.Bad("database", "数据库读不了:{0}", OneLine(broken))
                .Do("检查数据库是否在运行、连接串是否正确、磁盘是否完好"));
            return false;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            found.Add(Finding.Bad("files", "数据目录中的文件读不了:{0}", OneLine(broken))
                .Do("检查磁盘,以及运行本程序的账号对数据目录的权限"));
            return false;
        }
    }

    private static string OneLine(Exception broken) => broken.Message.ReplaceLineEndings(" ");
}
