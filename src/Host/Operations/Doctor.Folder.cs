using System.Net;
using System.Net.Sockets;

namespace Gonglian.Host.Operations;

/// <content>The machine: folder, disk and ports.</content>
public sealed partial class Doctor
{
    private const long Full = 200L << 20;
    private const long Low = 2L << 30;

    /// <summary>Whether the data folder can be used and is shut to others.</summary>
    public static IEnumerable<Finding> Folder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            yield return Finding.Warn("folder-missing", "数据目录 {0} 还不存在", folder).Do("serve 或 demo 会建立它;如果应当已有数据,请用 --data 指明");
            yield break;
        }
        yield return IsWritable(folder)
            ? Finding.Good("folder", "数据目录 {0} 可以读写", folder)
            : Finding.Bad("folder-closed", "运行本程序的账号不能写数据目录 {0}", folder).Do("把它的写权限给运行本程序的账号");
        var keys = Path.Combine(folder, "keys");
        var open = Directory.Exists(keys) ? Directory.EnumerateFiles(keys).Append(keys).Where(IsOpen).ToList() : [];
        if (open.Count > 0)
            yield return Finding.Bad("keys-open", "密钥目录 {0} 里有 {1} 处别的账号也能读写", keys, open.Count)
                .Do("收紧权限:目录 700,文件 600,例如 chmod -R go= {0}", keys);
    }

    /// <summary>Whether the disk has room.</summary>
    public static IEnumerable<Finding> Room(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        var database = new FileInfo(Path.Combine(folder, "gonglian.db"));
        var needed = database.Exists ? database.Length * 2 : 0;
        if (free < Full)
            yield return Finding.Bad("disk-full", "磁盘只剩 {0} MB", free >> 20).Do("马上腾出空间:写满以后什么都保存不了");
        else if (free < Low || free < needed)
            yield return Finding.Warn("disk-low", "磁盘剩 {0} MB,数据库 {1} MB", free >> 20, needed >> 21)
                .Do("腾出空间:备份时要有放得下一份数据库副本的地方");
        else
            yield return Finding.Good("disk", "磁盘剩 {0} MB", free >> 20);
    }

    /// <summary>Whether the addresses can be listened at.</summary>
    /// <param name="urls">The addresses, separated by semicolons.</param>
    /// <param name="isServed">Whether a server has the data folder already.</param>
    public static IEnumerable<Finding> Ports(string urls, bool isServed)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            BindingAddress address;
            try
            {
                address = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                address = null!;
            }
            if (address is null)
                yield return Finding.Bad("url", "监听的地址写得不对:{0}", url).Do("写成 http://localhost:5080 这样");
            else if (IsFree(address))
                yield return Finding.Good("port", "地址 {0} 没有被占用", url);
            else if (isServed)
                yield return Finding.Good("port-served", "地址 {0} 有程序在用,数据目录也正由服务器使用", url);
            else
                yield return Finding.Bad("port-taken", "地址 {0} 已被别的程序占用", url).Do("停止那个程序,或用 --urls 换一个");
        }
    }

    private static bool IsOpen(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
    }

    private static bool IsWritable(string folder)
    {
        var file = Path.Combine(folder, $"gonglian.doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(file, "");
            File.Delete(file);
            return true;
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsFree(BindingAddress address)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var named) ? named
            : address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
