using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using Gonglian.Foundation.Rules;

namespace Gonglian.Foundation;

/// <summary>The interface's texts: Chinese in place, English from the rooms' <c>Texts.en.resx</c>.</summary>
public sealed class Texts(FrozenDictionary<string, string>? translations)
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
            return arguments.Length == 0 ? found : string.Format(CultureInfo.InvariantCulture, found, arguments);
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
