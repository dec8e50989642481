using System.Globalization;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>认得的表头: what somebody confirmed of a file's columns holds for the next file with the same titles.</summary>
/// <remarks>It lies with the imports themselves: whoever sees an import has its columns remembered, the latest first.</remarks>
public static class KnownTitles
{
    private const int Looked = 100;

    /// <summary>The columns by title; of several with one title the second is counted as its second.</summary>
    public static IReadOnlyDictionary<int, string> Keys(IReadOnlyList<HeaderColumn> columns)
    {
        var seen = new Dictionary<string, int>();
        var keys = new Dictionary<int, string>();
        foreach (var column in columns)
        {
            var title = column.Group is null ? column.Key : $"{column.Group}/{column.Key}";
            seen[title] = seen.GetValueOrDefault(title) + 1;
            keys[column.Position] = seen[title] == 1 ? title : $"{title}#{seen[title]}";
        }
        return keys;
    }

    /// <summary>What was confirmed, to be kept with the settings.</summary>
    public static IReadOnlyDictionary<string, string> Confirmed(RosterSettings settings, IReadOnlyList<HeaderColumn> columns) =>
        Keys(columns).ToDictionary(k => k.Value, k => settings.Columns.GetValueOrDefault(k.Key, ""));

    /// <summary>The settings with the columns that somebody confirmed for the same titles; as they are where nobody did.</summary>
    /// <param name="db">Reads as the caller: only imports that the caller sees are remembered.</param>
    /// <param name="settings">The settings as they were guessed.</param>
    /// <param name="columns">The file's columns.</param>
    public static async Task<RosterSettings> Recall(AppDb db, RosterSettings settings, IReadOnlyList<HeaderColumn> columns)
    {
        var keys = Keys(columns);
        var last = await db.Imports.OrderByDescending(i => i.Key).Take(Looked)
            .Select(i => new { i.Settings, i.By, i.At }).ToListAsync();
        foreach (var import in last)
        {
            var titles = RosterSettings.Read(import.Settings).Titles;
            if (titles.Count == 0 || titles.Count != keys.Count || !keys.Values.All(titles.ContainsKey))
                continue;
            var known = keys.Where(k => titles[k.Value].Length > 0).ToDictionary(k => k.Key, k => titles[k.Value]);
            var same = known.Count == settings.Columns.Count
                && known.All(k => settings.Columns.GetValueOrDefault(k.Key) == k.Value);
            return same ? settings : settings with
            {
                Columns = known,
                TitlesFrom = string.Create(CultureInfo.InvariantCulture, $"{China.Time(import.At):yyyy-MM-dd HH:mm} {import.By}"),
            };
        }
        return settings;
    }
}
