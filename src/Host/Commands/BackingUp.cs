using System.CommandLine;
using System.Globalization;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Backups;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary><c>backup</c>: everything as one encrypted file, while people work.</summary>
internal static class BackingUp
{
    public static Command Command(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("backup",
            l["备份:数据库、密钥和上传的文件,加密成一个文件;只读,服务运行时也可以使用,不影响别人工作"]);
        var place = new Place.Options(command, l);
        var target = new Option<string?>("--out")
        {
            Description = l["备份文件;不写时以时刻命名,放在当前目录。不会覆盖已有的文件"],
            HelpName = "FILE",
        };
        var key = new KeyOption(command, terminal);
        command.Add(target);
        command.Add(Verify(terminal));
        command.Add(NewKey(terminal));
        command.SetAction(async (parsed, _) =>
        {
            var here = place.Of(parsed);
            here.MustExist();
            var file = parsed.GetValue(target) ?? string.Create(CultureInfo.InvariantCulture,
                $"gonglian-{China.Time(Days.Clock.GetUtcNow().UtcDateTime):yyyyMMdd-HHmmss}.backup");
            var chosen = key.Of(parsed, isNew: true);
            Outside(parsed.GetValue(key.File), here.Data);
            await using var services = here.Open();
            var (head, size) = Backup.Make(services.GetRequiredService<Store>(), file, chosen, BreachedPasswords.FileName);
            terminal.Answer(l["已备份到 {0}:{1} 张表,{2} 行,{3} MB", Path.GetFullPath(file), head.Tables.Count,
                head.Tables.Sum(t => t.Rows), (size + (1 << 20) - 1) >> 20]);
            terminal.Tell(l["请把口令或密钥文件与备份分开保管:丢了它,谁也打不开这份备份"]);
            return Entry.Done;
        });
        return command;
    }

    private static Command Verify(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("verify",
            l["核验备份:恢复到临时的地方,逐表比对后删除;PostgreSQL 的要用 --connection 指明一个空数据库"]);
        var file = new Argument<string>("file") { Description = l["备份文件"], HelpName = "FILE" };
        var scratch = new Option<string?>("--connection") { Description = l["一个空的 PostgreSQL 数据库,比对后仍是空的"], HelpName = "STRING" };
        var key = new KeyOption(command, terminal);
        command.Add(file);
        command.Add(scratch);
        command.SetAction(async (parsed, stop) =>
        {
            var (backup, chosen) = (parsed.GetRequiredValue(file), key.Of(parsed, isNew: false));
            var head = Restore.Look(backup, chosen);
            var server = parsed.GetValue(scratch);
            terminal.Tell(l["备份完整:{0} 的状态,结构 {1},{2} 张表,{3} 行",
                China.Time(head.At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), head.Step, head.Tables.Count,
                head.Tables.Sum(t => t.Rows)]);
            if (!head.IsSqlite && server is null)
            {
                terminal.Answer(l["每个字节都已核对;没有装入数据库比对,需要时用 --connection 指明一个空数据库"]);
                return Entry.Done;
            }
            var folder = Directory.CreateTempSubdirectory("gonglian-verify-").FullName;
            try
            {
                new Restore(House.Modules, folder, server, Days.Clock).Run(backup, chosen, keep: head.IsSqlite);
                var holds = !head.IsSqlite || await Restoring.Holds(new Place(folder, null), terminal, stop);
                terminal.Answer(holds ? l["已恢复到临时的地方,逐表比对一致"] : l["备份能恢复,但内容有问题,见上"]);
                return holds ? Entry.Done : Restoring.Doubtful;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static Command NewKey(Terminal terminal)
    {
        var l = terminal.L;
        var command = new Command("new-key", l["生成一个密钥文件,供备份使用;要与备份分开保管"]);
        var file = new Argument<string>("file") { Description = l["密钥文件"], HelpName = "FILE" };
        command.Add(file);
        command.SetAction(parsed =>
        {
            BackupKey.Make(parsed.GetRequiredValue(file));
            terminal.Answer(l["已生成密钥文件 {0}。请另外保存一份:丢了它,谁也打不开用它加密的备份", parsed.GetRequiredValue(file)]);
            return Entry.Done;
        });
        return command;
    }

    // Whoever takes the folder away would take the key along.
    private static void Outside(string? keyFile, string data)
    {
        if (keyFile is not null && Path.GetFullPath(keyFile).StartsWith(
                Path.GetFullPath(data) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new Refused("backup.key-inside", "备份的密钥文件不能放在数据目录里:丢了数据目录就连它一起丢了");
    }
}

/// <summary>Where the key of a backup comes from: a file, the environment, or somebody at the keyboard.</summary>
/// <remarks>Never the command line itself: everybody on the machine can read that.</remarks>
internal sealed class KeyOption
{
    /// <summary>The environment's name of the passphrase.</summary>
    public const string Variable = "GONGLIAN_BACKUP_PASSPHRASE";

    private readonly Terminal terminal;

    public KeyOption(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        File = new Option<string?>("--key-file")
        {
            Description = terminal.L["密钥文件(backup new-key 生成);不写时用环境变量 {0} 中的口令,没有则在屏幕上询问", Variable],
            HelpName = "FILE",
        };
        command.Add(File);
    }

    public Option<string?> File { get; }

    /// <summary>The key.</summary>
    /// <exception cref="Refused"><c>backup.no-passphrase</c>: none is given, and nobody can be asked; see also <see cref="BackupKey"/>.</exception>
    public BackupKey Of(ParseResult parsed, bool isNew)
    {
        if (parsed.GetValue(File) is { } file)
            return BackupKey.OfFile(file);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } known)
            return BackupKey.OfPassphrase(known);
        if (Console.IsInputRedirected)
            throw new Refused("backup.no-passphrase", "请用 --key-file 指明密钥文件,或用环境变量 {0} 给出口令", Variable);
        var typed = Typed(terminal.L["备份口令:"]);
        if (isNew && Typed(terminal.L["再输一次:"]) != typed)
            throw new Refused("backup.again", "两次输入的口令不一样");
        return BackupKey.OfPassphrase(typed);
    }

    private string Typed(string asked)
    {
        terminal.Error.Write(asked);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        terminal.Tell("");
        return typed.ToString();
    }
}
