using Gonglian.Foundation;

namespace Gonglian.Host.Commands;

/// <summary>Where a command writes, and in which language.</summary>
/// <param name="Output">Results only, so that they can be piped.</param>
/// <param name="Error">Progress, and what went wrong in one sentence.</param>
/// <param name="L">The texts.</param>
public sealed record Terminal(TextWriter Output, TextWriter Error, Texts L)
{
    private static readonly string[] Languages = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The process's own streams, in UTF-8; English where the environment's language is English.</summary>
    public static Terminal Standard()
    {
        var utf8 = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new Terminal(output, error, IsEnglish() ? House.English() : Texts.Chinese);
    }

    /// <summary>Writes a line of the result.</summary>
    public void Answer(string line) => Output.WriteLine(line);

    /// <summary>Writes a line beside the result.</summary>
    public void Tell(string line) => Error.WriteLine(line);

    private static bool IsEnglish()
    {
        var language = Languages
            .Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(set => !string.IsNullOrEmpty(set));
        return language?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;
    }
}
