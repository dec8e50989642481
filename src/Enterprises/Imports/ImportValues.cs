using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports;

/// <summary>A sentence that is kept: its template and its arguments, so that it can be read in another language.</summary>
/// <param name="Template">The Chinese sentence, with {0}, {1} … where the arguments go.</param>
/// <param name="Arguments">What fills the places, as text.</param>
public sealed record Sentence(string Template, IReadOnlyList<string> Arguments)
{
    /// <summary>The sentence of a problem.</summary>
    public static Sentence Of(Problem problem) => Of(problem.Template, problem.Arguments);

    /// <summary>The sentence of a refusal.</summary>
    public static Sentence Of(Refused refused) => Of(refused.Template, refused.Arguments);

    /// <summary>The sentence in the reader's language.</summary>
    public string In(Texts texts) => texts[Template, [.. Arguments]];

    /// <summary>As it is kept in a column.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, ImportJson.Options);

    /// <summary>Reads a column; nothing when it is empty.</summary>
    public static Sentence? Read(string text) =>
        text.Length == 0 ? null : JsonSerializer.Deserialize<Sentence>(text, ImportJson.Options);

    private static Sentence Of(string template, IReadOnlyList<object?> arguments) =>
        new(template, [.. arguments.Select(a => Convert.ToString(a, Wording.Values) ?? "")]);
}

/// <summary>Where a person may import, kept with the import so that its job needs nobody signed in.</summary>
/// <param name="Allowed">Paths of the parts.</param>
/// <param name="Denied">Paths taken away again.</param>
public sealed record ImportScope(IReadOnlyList<string> Allowed, IReadOnlyList<string> Denied)
{
    /// <summary>The right to import.</summary>
    public const string Right = "enterprises.import";

    /// <summary>The parts in which the caller may import.</summary>
    /// <param name="caller">Who imports.</param>
    /// <param name="paths">The paths of the whole tree.</param>
    public static ImportScope Of(Caller caller, IEnumerable<string> paths)
    {
        var allowed = new List<string>();
        foreach (var path in paths.Prepend("").Order(StringComparer.Ordinal))
            if (caller.Can(Right, path) && !allowed.Exists(a => PathRange.Of(a).Covers(path)))
                allowed.Add(path);
        return new(allowed, [.. caller.Denied.Select(d => d.From)]);
    }

    /// <summary>The person again, with the right to import in these parts and no other.</summary>
    public Caller Caller(Guid? userId, string name) => new(userId, name,
    [
        .. Allowed.Select(path => new Grant(path, new HashSet<string> { Right }, false)),
        .. Denied.Select(path => new Grant(path, new HashSet<string>(), true)),
    ]);
}

/// <summary>A class of problems of one file: the same fault in the same column, and how many rows have it.</summary>
/// <param name="Column">The column's id.</param>
/// <param name="Code">The problem's stable name.</param>
/// <param name="Repair">The repair that would help; empty where none does.</param>
/// <param name="Refuses">Whether rows are refused for it.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Example">What stands in one of the cells.</param>
/// <param name="Sentence">What is wrong there.</param>
public sealed record FaultClass(
    string Column, string Code, string Repair, bool Refuses, int Rows, string Example, Sentence Sentence);

/// <summary>What the check of a whole file found, by classes.</summary>
/// <param name="Faults">The classes, most rows first.</param>
/// <param name="Places">Names of communities that are not known, with their rows.</param>
/// <param name="Doubles">Rows that somebody should decide about, by kind.</param>
/// <param name="Bare">Rows that say only 是 of their union, whatever was answered about them.</param>
/// <param name="Covered">Units that the import newly counts as covered.</param>
public sealed record ImportSummary(
    IReadOnlyList<FaultClass> Faults,
    IReadOnlyDictionary<string, int> Places,
    IReadOnlyDictionary<DoubleKind, int> Doubles,
    int Bare = 0,
    NewlyCovered Covered = default)
{
    /// <summary>Reads a column; what is found nowhere when it is empty.</summary>
    public static ImportSummary Read(string text) => text.Length == 0
        ? new([], new Dictionary<string, int>(), new Dictionary<DoubleKind, int>())
        : JsonSerializer.Deserialize<ImportSummary>(text, ImportJson.Options)!;
}

/// <summary>新计入覆盖: units in the base set that count in the numerator of N1 after the import and not before.</summary>
/// <param name="Units">How many.</param>
/// <param name="Empty">Of these, with no member at all.</param>
/// <param name="Unknown">Of these, with membership unknown.</param>
/// <param name="Undated">Of these, without a day of founding in the row: the union begins with the roster's day.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NewlyCovered(int Units, int Empty, int Unknown, int Undated);

/// <summary>How an import's values are kept.</summary>
public static class ImportJson
{
    /// <summary>Chinese stays readable.</summary>
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
}
