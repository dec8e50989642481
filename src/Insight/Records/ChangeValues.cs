using System.Text.Json;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Ui;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;

namespace Gonglian.Insight.Records;

/// <summary>One field of a change record, in words.</summary>
/// <param name="Field">Its name for programs.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Before">What stood there; empty for nothing.</param>
/// <param name="After">What stands there; empty for nothing.</param>
/// <param name="Words">The reader's language.</param>
public sealed record FieldChange(string Field, string Title, string Before, string After, Texts Words)
{
    /// <summary>A value behind the field's title.</summary>
    public string Titled(string value) => Words["{0}:{1}", Title, value];

    /// <summary>The change in one line; what is new has nothing before it.</summary>
    public override string ToString() => Before.Length == 0 || Before == After ? Titled(After) : $"{Titled(Before)} → {After}";
}

/// <summary>The values of a change record, field by field, in words. What is sealed is named and stays shut.</summary>
/// <param name="db">The context; its model knows what is sealed.</param>
/// <param name="words">The reader's language.</param>
/// <param name="place">The name of a path.</param>
/// <param name="role">The name of a role by its code.</param>
internal sealed class ChangeValues(AppDb db, Texts words, Func<string, string> place, Func<string, string> role)
{
    // Row and field, of every column that is sealed.
    private readonly HashSet<(string, string)> shut =
    [
        .. from entity in db.Model.GetEntityTypes()
           from property in entity.GetProperties()
           where property.ClrType == typeof(Sealed)
           select (entity.ClrType.Name, property.Name),
    ];

    /// <summary>What changed, field by field; what says nothing is left out.</summary>
    public IReadOnlyList<FieldChange> Of(Change change)
    {
        var (before, after) = (Told(change, change.Before), Told(change, change.After));
        var none = ChangeWords.TellsNothing(change) ? words["空"] : "";
        return [.. after.Keys.Union(before.Keys)
            .Select(field => (Name: Name(field), Title: Title(change.Row, field), Was: before.GetValueOrDefault(field, ""), Is: after.GetValueOrDefault(field, "")))
            .Where(f => f.Was.Length + f.Is.Length > 0)
            .Select(f => new FieldChange(f.Name, f.Title, f.Was.Length > 0 ? f.Was : none, f.Is.Length > 0 ? f.Is : none, words))];
    }

    private Dictionary<string, string> Told(Change change, string? json)
    {
        if (json is null)
            return [];
        using var document = JsonDocument.Parse(json);
        // Of a new row, what it is not says nothing; nor does the mark that stands for "was checked".
        return document.RootElement.EnumerateObject()
            .Where(f => !FieldTitles.IsTechnical(f.Name) && (change.Action != "add" || f.Value.ValueKind != JsonValueKind.False))
            .ToDictionary(f => f.Name, f => Word(change.Row, f.Name, f.Value));
    }

    // Of what is withdrawn the mark stands before the name.
    private static string Name(string field) => field.StartsWith('-')
        ? "-" + JsonNamingPolicy.CamelCase.ConvertName(field[1..])
        : JsonNamingPolicy.CamelCase.ConvertName(field);

    private string Title(string row, string field) => field.StartsWith('-')
        ? words["撤回 {0}", words[FieldTitles.Of(row, field[1..]) ?? FieldTitles.Other]]
        : words[FieldTitles.Of(row, field) ?? FieldTitles.Other];

    private string Word(string row, string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        _ when shut.Contains((row, field)) => words["已加密"],
        JsonValueKind.String when field.EndsWith("At", StringComparison.Ordinal) && value.TryGetDateTime(out var at) =>
            Cells.Words(at, ColumnKind.Instant),
        JsonValueKind.String when field == "To" => UnitChanges.Day(field, value.GetString()!),
        JsonValueKind.String when field == "RoleCode" => words[role(value.GetString()!)],
        JsonValueKind.String when field == "Columns" => words[value.GetString()!],
        // Records of before filters were kept in words hold the address.
        JsonValueKind.String when field == "Filter" && value.GetString()!.StartsWith('?') => words["按条件筛选"],
        JsonValueKind.String when field == "Why" && db.RightOf(value.GetString()!) is { } right => words[right.Title],
        JsonValueKind.String when field == "Why" => words["在这里做这件事的权限"],
        JsonValueKind.String when field == "Rights" => string.Join(words["、"],
            value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => words[db.RightOf(r)?.Title ?? r])),
        JsonValueKind.True => field == ChangeWords.Beside ? ChangeWords.Word(field, value, words, place) : words["是"],
        JsonValueKind.False => words["否"],
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject()
            .Where(p => !FieldTitles.IsTechnical(p.Name) && !ChangeWords.IsMark(field, p.Name))
            .Select(p => Word(field == nameof(Contact) ? field : row, ChangeWords.Inside(field, p.Name), p.Value))
            .Where(w => w.Length > 0).Distinct()),
        JsonValueKind.Array when field == Corrections.Field => ChangeWords.Corrected(value, words),
        JsonValueKind.Array => string.Join(words["、"], value.EnumerateArray().Select(v => Word(row, field, v))),
        JsonValueKind.String when (row, field) is (nameof(Unit), "Kind") && Enum.TryParse<UnitKind>(value.GetString(), out var kind) =>
            words[kind.Title()],
        JsonValueKind.String when (row, field) is (nameof(Post), "Kind") && Enum.TryParse<PostKind>(value.GetString(), out var kind) =>
            words[kind.Title()],
        _ => ChangeWords.Word(field, value, words, place),
    };
}
