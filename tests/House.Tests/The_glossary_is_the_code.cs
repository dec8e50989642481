using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gonglian.Foundation.Rules;

namespace Gonglian.House.Tests;

/// <summary>词汇 — <c>docs/GLOSSARY.md</c> is generated from the summaries of the public types and members.</summary>
public sealed partial class The_glossary_is_the_code
{
    private const string Page = "docs/GLOSSARY.md";

    /// <summary>With <c>GONGLIAN_WRITE=1</c> the page is written anew instead of compared.</summary>
    [Fact]
    public void The_page_says_what_the_summaries_say()
    {
        var page = Build();
        if (Environment.GetEnvironmentVariable("GONGLIAN_WRITE") == "1")
            File.WriteAllText(Path.Combine(Tree.Root, Page), page);
        Assert.True(Tree.Read(Page) == page,
            $"{Page} is not what the code says; run the house tests once with GONGLIAN_WRITE=1 and look at the difference");
    }

    private static string Build()
    {
        var rows = Tree.Assemblies.Select(a => Path.ChangeExtension(a.Location, ".xml")).Where(File.Exists)
            .SelectMany(file => XDocument.Load(file).Descendants("member"))
            .Select(Term).OfType<(string Word, string Name, string Meaning)>()
            .Distinct().OrderBy(t => Pinyin.SortKey(t.Word), StringComparer.Ordinal).ThenBy(t => t.Name, StringComparer.Ordinal);
        return """
            # Glossary

            The field's words as the code uses them, sorted by pinyin. Generated from the summaries; see `tests/House.Tests`.

            | Word | In code | Meaning |
            |---|---|---|

            """ + string.Concat(rows.Select(t => $"| {t.Word} | `{t.Name}` | {t.Meaning} |\n"));
    }

    // A summary that begins with the field's word: «词: meaning».
    private static (string Word, string Name, string Meaning)? Term(XElement member)
    {
        var id = member.Attribute("name")!.Value;
        if (id[0] is not ('T' or 'P' or 'F') || member.Element("summary") is not { } summary)
            return null;
        var text = Blanks().Replace(string.Concat(summary.Nodes().Select(Plain)), " ").Trim();
        if (WordFirst().Match(text) is not { Success: true } found)
            return null;
        var name = id.Split('.')[^1].Split('`')[0];
        if (id[0] != 'T')
            name = $"{id.Split('.')[^2].Split('`')[0]}.{name}";
        return (found.Groups[1].Value, name, found.Groups[2].Value.Replace("|", "\\|", StringComparison.Ordinal));
    }

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Value}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^([\u4e00-\u9fff][\u4e00-\u9fff、 ]{0,14}): (.+)$")]
    private static partial Regex WordFirst();
}
