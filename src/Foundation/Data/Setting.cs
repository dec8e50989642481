using Microsoft.EntityFrameworkCore;

namespace Gonglian.Foundation.Data;

/// <summary>设置: one named value of the store, e.g. the demonstration's anchor day.</summary>
public sealed class Setting
{
    /// <summary>The setting's name, dotted.</summary>
    public required string Name { get; init; }

    /// <summary>The value, as text.</summary>
    public required string Value { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Setting>(e =>
    {
        e.ToTable("setting");
        e.HasKey(s => s.Name);
        e.Property(s => s.Name).HasMaxLength(100);
    });
}

/// <summary>Reads and writes settings.</summary>
public static class Settings
{
    /// <summary>A setting's value, or nothing.</summary>
    public static async Task<string?> Get(this AppDb db, string name)
    {
        if (db.OnlyReads is not { } store)
            return await db.Set<Setting>().Where(s => s.Name == name).Select(s => s.Value).FirstOrDefaultAsync();
        const string Sql = "SELECT \"Value\" FROM setting WHERE \"Name\" = @name";
        return (await store.ReadPastScope(Sql, r => r.Text(0), KeyValuePair.Create<string, object>("@name", name))).FirstOrDefault();
    }

    /// <summary>Sets a value inside a change.</summary>
    public static async Task Set(this AppDb db, string name, string value)
    {
        if (await db.Set<Setting>().FindAsync(name) is { } setting)
            setting.Value = value;
        else
            db.Add(new Setting { Name = name, Value = value });
    }
}
