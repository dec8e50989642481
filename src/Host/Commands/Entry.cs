using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using System.Net.Sockets;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Commands;

/// <summary>The command line: one program that serves, makes the demonstration, imports, exports and checks.</summary>
public static class Entry
{
    /// <summary>Exit code when everything was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code when the program itself failed.</summary>
    public const int Broken = 1;

    /// <summary>Exit code when the command was refused or misspelt; the sentence stands on the error stream.</summary>
    public const int No = 2;

    /// <summary>Runs one command.</summary>
    /// <param name="args">The words after the program's name; none makes and serves the demonstration.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Stops a server that a test has started.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop = default)
    {
        ParserWords.In(terminal.L);
        var result = Root(terminal).Parse(args);
        if (result.Errors.Count > 0)
        {
            var wrong = string.Join("; ", result.Errors.Select(e => e.Message));
            return Say(terminal, terminal.L["命令写得不对:{0} (--help 查看用法)", wrong]);
        }

        // The server has its own way to end on Ctrl-C and SIGTERM; the other commands keep nothing half done.
        var settings = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Output,
            Error = terminal.Error,
        };
        try
        {
            return result.Action is HelpAction
                ? await ParserWords.Help(terminal, settings, result, stop)
                : await result.InvokeAsync(settings, stop);
        }
        catch (Refused refused)
        {
            return Say(terminal, terminal.L[refused]);
        }
        catch (DbException failure)
        {
            return Say(terminal, terminal.L["数据库出错:{0}", OneLine(failure)]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            return Say(terminal, terminal.L["文件或网络读写出错:{0}", OneLine(failure)]);
        }
#pragma warning disable CA1031 // Whatever else breaks is told with its name, and the exit code says that it is ours.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            Say(terminal, terminal.L["程序出错:{0}", broken]);
            return Broken;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var l = terminal.L;
        var root = new RootCommand(
            l["工联:区总工会的工作系统。不带参数时,在当前目录的 data 中建立示例区并在 http://localhost:5080 提供服务。"]);
        foreach (var option in root.Options)
            option.Description = option is HelpOption ? l["显示帮助"] : l["显示版本"];
        root.SetAction((_, stop) => Serving.Bare(terminal, stop));
        root.Add(Serving.Command(terminal));
        root.Add(DemoMaking.Command(terminal));
        root.Add(Importing.Command(terminal));
        root.Add(UnitImporting.Command(terminal));
        root.Add(Exporting.Command(terminal));
        root.Add(Migrating.Command(terminal));
        root.Add(Checking.Command(terminal));
        root.Add(Auditing.Command(terminal));
        root.Add(Keying.Command(terminal));
        root.Add(BackingUp.Command(terminal));
        root.Add(Restoring.Command(terminal));
        root.Add(Doctoring.Command(terminal));
        root.Add(Users.Command(terminal));
        root.Add(RoleShowing.Command(terminal));
        return root;
    }

    private static int Say(Terminal terminal, string sentence)
    {
        terminal.Tell(sentence);
        return No;
    }

    private static string OneLine(Exception failure) =>
        failure.Message.ReplaceLineEndings(" ");
}
