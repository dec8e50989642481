using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Gonglian.Foundation;

namespace Gonglian.Host.Commands;

/// <summary>The parser's own words: misspelt options and the headings of <c>--help</c>, in the language of the rest.</summary>
internal static class ParserWords
{
    private const string Chinese = "zh-Hans";
    private const string Package = "System.CommandLine.resources";

    static ParserWords() => AssemblyLoadContext.Default.Resolving += Load;

    /// <summary>Sets the language of what follows in this command.</summary>
    public static void In(Texts l) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(l.English ? "en" : Chinese);

    /// <summary>Writes the help; what the parser has in English only is put into the language of the rest.</summary>
    public static async Task<int> Help(
        Terminal terminal, InvocationConfiguration settings, ParseResult asked, CancellationToken stop)
    {
        using var help = new StringWriter { NewLine = "\n" };
        settings.Output = help;
        var code = await asked.InvokeAsync(settings, stop);
        await terminal.Output.WriteAsync(help.ToString()
            .Replace("Description:", terminal.L["说明:"], StringComparison.Ordinal)
            .Replace("[default: ", terminal.L["[默认:"], StringComparison.Ordinal));
        return code;
    }

    // Without ICU the culture's name comes back as zh-HANS, and not every disk takes that for the folder zh-Hans.
    private static Assembly? Load(AssemblyLoadContext context, AssemblyName name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, Chinese, Package + ".dll");
        return name.Name == Package && string.Equals(name.CultureName, Chinese, StringComparison.OrdinalIgnoreCase) && File.Exists(file)
            ? context.LoadFromAssemblyPath(file)
            : null;
    }
}
