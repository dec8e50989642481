using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation;

/// <summary>The interface's texts: Chinese in place, English from the rooms' <c>Texts.en.resx</c>.</summary>
public sealed partial class Texts(FrozenDictionary<string, string>? translations)
{
    /// <summary>The texts as they stand in the code.</summary>
    public static Texts Chinese { get; } = new(null);

    /// <summary>Whether the texts are English.</summary>
    public bool English => translations is not null;

    /// <summary>The language's code for <c>html lang</c>.</summary>
    public string Code => English ? "en" : "zh-CN";

    /// <summary>The text in the reader's language; a text without translation stays Chinese.</summary>
    /// <param name="text">The Chinese text, with <c>{0}</c> where arguments go.</param>
    /// <param name="arguments">Put in as they are; strings among them are not translated.</param>
    public string this[string text, params object?[] arguments]
    {
        get
        {
            var found = translations is not null && translations.TryGetValue(text, out var english) ? english : text;
            if (arguments.Length == 0)
                return found;
            return string.Format(Wording.Values, English && found.Contains('|') ? Numbered(found, arguments) : found, arguments);
        }
    }

    /// <summary>A refusal's sentence in the reader's language.</summary>
    public string this[Refused refused] => this[refused.Template, [.. refused.Arguments]];

    /// <summary>Reads the English of every room from its satellite assembly.</summary>
    public static Texts Load(IEnumerable<Assembly> rooms)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var room in rooms)
            if (SetOf(new ResourceManager($"{room.GetName().Name}.Texts", room)) is { } set)
                foreach (DictionaryEntry entry in set)
                    all[(string)entry.Key] = (string)entry.Value!;
        return new Texts(all.ToFrozenDictionary(StringComparer.Ordinal));
    }

    // English counts: {0|cell|cells} is the first word beside 1 and the second beside any other number.
    private static string Numbered(string text, object?[] arguments) => Counted().Replace(text, m =>
        m.Groups[Convert.ToString(arguments[int.Parse(m.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)],
            CultureInfo.InvariantCulture) == "1" ? "one" : "other"].Value);

    [GeneratedRegex(@"\{(?<at>\d+)\|(?<one>[^|}]*)\|(?<other>[^}]*)\}",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counted();

    private static ResourceSet? SetOf(ResourceManager manager)
    {
        try
        {
            return manager.GetResourceSet(CultureInfo.GetCultureInfo("en"), createIfNotExists: true, tryParents: false);
        }
        catch (MissingManifestResourceException)
        {
            return null;
        }
    }
}
