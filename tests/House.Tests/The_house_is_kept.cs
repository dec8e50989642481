using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gonglian.House.Tests;

/// <summary>Walls, sizes and small rules that the compiler does not keep.</summary>
public sealed partial class The_house_is_kept
{
    private const int Lines = 300;
    private static readonly string[] Ground = ["Foundation"];
    private static readonly string[] Upper = ["Access", "Establishment"];

    // Room → the rooms it may stand on. Siblings of the second floor never see each other.
    private static readonly Dictionary<string, string[]> Walls = new()
    {
        ["Foundation"] = [],
        ["Organisations"] = Ground,
        ["Enterprises"] = [.. Ground, "Organisations"],
        ["Access"] = [.. Ground, "Organisations", "Enterprises"],
        ["Establishment"] = [.. Ground, "Organisations", "Enterprises"],
        ["Insight"] = [.. Ground, "Organisations", "Enterprises", .. Upper],
        ["Host"] = [.. Ground, "Organisations", "Enterprises", .. Upper, "Insight"],
    };

    // Files that look past the caller's scope, with the reason and how often.
    private static readonly Dictionary<string, (int Times, string Reason)> PastTheScope = new()
    {
        ["src/Access/Accounts.cs"] = (1, "a login is unique in the whole store"),
        ["src/Access/Ending.cs"] = (2, "grants that hang on a post or on another grant end wherever they hold"),
        ["src/Access/FirstAdministrator.cs"] = (1, "asks whether there is any account at all"),
        ["src/Access/Pages/Welcome.razor"] = (1, "asks whether there is any account at all"),
        ["src/Access/SigningIn/ProtectionKeys.cs"] = (1, "keys of the whole store, which lie nowhere in the tree"),
        ["src/Access/SigningIn/Sessions.cs"] = (1, "asks whether there is any account at all"),
        ["src/Enterprises/Imports/Piece.cs"] = (2, "the job's own import, and rows planned inside the importer's scope"),
        ["src/Enterprises/Imports/Telling.cs"] = (1, "contacts of enterprises that were found inside the scope"),
        ["src/Enterprises/Imports/Undo.cs"] = (1, "the job's own import"),
        ["src/Enterprises/Imports/UndoPiece.cs"] = (6, "takes back what the import itself did, wherever it lies by now"),
        ["src/Enterprises/Imports/UnionBook.cs"] = (1, "unions are found by the importer's scope, kept in the import"),
        ["src/Enterprises/Replay.cs"] = (1, "unions of everybody: whoever shows a sum asks for its path first"),
        ["src/Enterprises/UnionHearing.cs"] = (1, "units of another community that a dissolved union covered"),
        ["src/Foundation/Audit/TrailAdoption.cs"] = (1, "the trail holds the records of everybody"),
        ["src/Foundation/Audit/TrailCheck.cs"] = (2, "the trail holds the records of everybody"),
        ["src/Foundation/Data/ScopedQuery.cs"] = (1, "its text holds the scope, which is demanded in the line before"),
        ["src/Foundation/Data/Setting.cs"] = (1, "settings lie nowhere in the tree"),
        ["src/Foundation/Data/Store.cs"] = (2, "where it stands, and the steps of the schema"),
        ["src/Foundation/Figures/Tallies.cs"] = (2, "all counters, which are summed by what the caller covers"),
        ["src/Foundation/Jobs/JobLease.cs"] = (1, "a job that was taken up, which may lie outside the scope of whom it is done for"),
        ["src/Foundation/Jobs/JobRunner.cs"] = (1, "whether any job waits, whoever asked for it"),
        ["src/Host/Operations/Doctor.Database.cs"] = (2, "asks the database of itself: version, settings, clock"),
        ["src/Organisations/Imports/UnitImport.cs"] = (1, "a code is unique in the whole store"),
        ["src/Organisations/Tree/UnitEntry.cs"] = (2, "a code and a path are unique in the whole store"),
        ["src/Enterprises/UnitMovedHearing.cs"] = (2, "contacts and imports of a unit that was moved with the right at both places"),
        ["src/Organisations/Unions/UnionCode.cs"] = (1, "a credit code is unique in the whole store"),
        ["src/Enterprises/Ledger.cs"] = (2, "exclusions and contacts of an enterprise that was found inside the scope"),
        ["src/Enterprises/Registration.cs"] = (1, "a credit code is unique in the whole store"),
        ["src/Enterprises/ReplayReader.cs"] = (1, "exclusions of enterprises that were found inside the scope"),
    };

    [Fact]
    public void A_room_references_only_the_floors_below()
    {
        Assert.Equal(Walls.Keys.Order(), Directory.GetDirectories(Path.Combine(Tree.Root, "src"))
            .Select(d => Path.GetFileName(d)!).Order());
        Tree.Nothing("References through a wall",
            from room in Walls.Keys
            from reference in XDocument.Parse(Tree.Read($"src/{room}/{room}.csproj")).Descendants("ProjectReference")
            let other = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))!
            where !Walls[room].Contains(other)
            select $"{room} → {other}");
        Tree.Nothing("Assemblies seen through a wall",
            from assembly in Tree.Assemblies
            let room = assembly.GetName().Name!.Split('.')[1]
            from other in assembly.GetReferencedAssemblies()
            where other.Name!.StartsWith("Gonglian.", StringComparison.Ordinal)
            where !Walls[room].Contains(other.Name!.Split('.')[1])
            select $"{room} → {other.Name}");
    }

    [Fact]
    public void Foundation_has_no_word_of_the_union_in_it() => Tree.Nothing("Words of the field in Foundation",
        Tree.Files("src/Foundation", ".cs", ".razor")
            .Where(f => f != "src/Foundation/Rules/CreditCode.cs") // names registrars as the national standard does
            .Where(f => FieldWord().IsMatch(WithoutComments(Tree.Read(f)))));

    [Fact]
    public void Who_looks_past_the_scope_says_why() => Tree.Nothing("Looking past the scope without a reason",
        from file in Tree.Files("src", ".cs", ".razor")
        let times = Regex.Count(Tree.Read(file), @"\b(IgnoreQueryFilters|ReadPastScope)\b")
        where times != PastTheScope.GetValueOrDefault(file).Times
        select $"{file}: {times} instead of {PastTheScope.GetValueOrDefault(file).Times}");

    [Fact]
    public void No_file_grows_beyond_what_one_reads_at_once() => Tree.Nothing($"Files of more than {Lines} lines",
        from file in Tree.Files("src", ".cs", ".razor", ".css", ".js").Concat(Tree.Files("tests", ".cs"))
        let lines = File.ReadLines(Path.Combine(Tree.Root, file)).Count()
        where lines > Lines
        select $"{file}: {lines}");

    [Fact]
    public void No_style_and_no_script_stands_in_the_markup() => Tree.Nothing("Markup that the policy would block",
        Tree.Files("src", ".razor").Concat(Tree.Files("src/Foundation/Ui", ".cs")).Where(f => Blocked().IsMatch(Tree.Read(f))));

    [Fact]
    public void No_page_leads_to_another_machine() => Tree.Nothing("Addresses of other machines in the pages",
        from file in Tree.Files("src", ".razor", ".css", ".js", ".svg")
        from Match address in Elsewhere().Matches(Tree.Read(file))
        where !address.Value.StartsWith("http://www.w3.org/", StringComparison.Ordinal)
            && !address.Value.StartsWith("http://localhost", StringComparison.Ordinal)
        select $"{file}: {address.Value}");

    [Fact]
    public void Nothing_is_left_for_later() => Tree.Nothing("Things left for later",
        Tree.Files("src", ".cs", ".razor", ".css", ".js", ".csproj", ".targets").Concat(Tree.Files("tests", ".cs"))
            .Where(f => !f.EndsWith("The_house_is_kept.cs", StringComparison.Ordinal))
            .Where(f => Later().IsMatch(Tree.Read(f))));

    private static string WithoutComments(string code) =>
        string.Join('\n', code.Split('\n').Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"工会|Enterprise|TradeUnion|Organisations\b")]
    private static partial Regex FieldWord();

    [GeneratedRegex("""\sstyle=|<style|<script(?![^>]*\ssrc=)|(?<!@)\bon(?:click|change|submit|load|input)=""")]
    private static partial Regex Blocked();

    [GeneratedRegex("""https?://[^\s"'<>)]+""")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b|NotImplementedException|#if false")]
    private static partial Regex Later();
}
