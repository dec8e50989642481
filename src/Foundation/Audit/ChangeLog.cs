using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Foundation.Audit;

/// <summary>Writes the change records of whatever is saved, in the same transaction.</summary>
public static class ChangeLog
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyProperty[]> Told = new();
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>The change records, newest last.</summary>
    extension(AppDb db)
    {
        /// <summary>变更记录.</summary>
        public DbSet<Change> Changes => db.Set<Change>();
    }

    /// <summary>A record that is no change of a row: facts told, a reveal, a refusal, an export.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="key">The record's key, where rows refer to it; nothing for a new one.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="of">What it tells of.</param>
    /// <param name="action">What was done.</param>
    /// <param name="before">Values before.</param>
    /// <param name="after">Values after.</param>
    public static void Note(
        this AppDb db, long? key, DateTime at, IRecorded of, string action,
        IReadOnlyDictionary<string, object?>? before = null, IReadOnlyDictionary<string, object?>? after = null) =>
        db.Add(Noted(db, key, at, of, action, before, after));

    /// <summary>The record that a row is new, for a row that is written past the change tracker (<see cref="Bulk"/>).</summary>
    /// <param name="db">Any context of the caller.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="row">The row.</param>
    public static Change Added(this AppDb db, DateTime at, IRecorded row) =>
        Noted(db, null, at, row, "add", null, Columns(db, row));

    /// <summary>The record that <see cref="Note"/> adds, without adding it.</summary>
    public static Change Noted(
        this AppDb db, long? key, DateTime at, IRecorded of, string action,
        IReadOnlyDictionary<string, object?>? before = null, IReadOnlyDictionary<string, object?>? after = null) => new()
        {
            Key = key ?? db.NextKey(),
            At = at,
            UserId = db.Caller.UserId,
            By = db.Caller.NameAt(of.SubjectPath),
            Origin = db.Caller.Origin,
            Subject = of.Subject,
            SubjectKey = of.SubjectKey,
            Path = of.SubjectPath,
            Action = action,
            Row = of.GetType().Name,
            Before = before is null ? null : Text(before),
            After = after is null ? null : Text(after),
            Reason = db.Reason,
            ImportKey = db.ImportKey,
        };

    /// <summary>Values as they stand in a change record; an array of names and values is an object inside it.</summary>
    public static string Text(IReadOnlyDictionary<string, object?> values)
    {
        var text = buffer ??= new(1024);
        text.ResetWrittenCount();
        var json = writer ??= new(text, new JsonWriterOptions { Encoder = Json.Encoder, SkipValidation = true });
        json.Reset();
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                Write(json, day);
                break;
            case ValueTuple<string, object?>[] fields:
                json.WriteStartObject();
                foreach (var (name, held) in fields)
                {
                    json.WritePropertyName(name);
                    Write(json, held);
                }
                json.WriteEndObject();
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType(), Json);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, DateOnly day)
    {
        Span<byte> text = stackalloc byte[10];
        day.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        json.WriteStringValue(text);
    }

    internal static void Write(AppDb db, TimeProvider clock)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        foreach (var entry in db.ChangeTracker.Entries<IRecorded>().ToList())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
                continue;
            if (entry.Entity is IStamped stamped && entry.State == EntityState.Modified)
                entry.Property(nameof(IStamped.Stamp)).CurrentValue = stamped.Stamp + 1;
            var (before, after) = Values(entry);
            if (entry.State == EntityState.Modified && after.Count == 0)
                continue;
            var action = entry.State switch
            {
                EntityState.Added => "add",
                EntityState.Deleted => "remove",
                _ => "edit",
            };
            db.Add(Noted(
                db, null, at, entry.Entity, action, before.Count == 0 ? null : before, after.Count == 0 ? null : after));
        }
    }

    internal static void Map(ModelBuilder model) => model.Entity<Change>(e =>
    {
        e.ToTable("change");
        e.HasKey(c => c.Key);
        e.Property(c => c.Key).ValueGeneratedNever();
        e.HasIndex(c => new { c.Subject, c.SubjectKey, c.Key });
        e.HasIndex(c => new { c.ImportKey, c.SubjectKey });
        e.HasIndex(c => new { c.At, c.Key, c.Path });
    });

    private static (Dictionary<string, object?> Before, Dictionary<string, object?> After) Values(EntityEntry entry)
    {
        if (entry.State == EntityState.Added)
            return ([], Columns(entry.Context, entry.Entity));
        var (before, after) = (new Dictionary<string, object?>(), new Dictionary<string, object?>());
        var names = new Dictionary<string, object?>();
        foreach (var property in entry.Properties)
        {
            var name = property.Metadata.Name;
            if (!property.IsModified && property.Metadata.FindAnnotation(Naming) is not null)
                names[name] = Plain(property.CurrentValue);
            if (!IsTold(property.Metadata) || (entry.State == EntityState.Modified && !property.IsModified))
                continue;
            if (property.OriginalValue is { } was)
                before[name] = Plain(was);
            if (entry.State == EntityState.Modified)
                after[name] = Plain(property.CurrentValue);
        }
        foreach (var (name, value) in after.Count > 0 ? names : [])
            before[name] = after[name] = value;
        return (before, after);
    }

    // What a new row says, without what is empty.
    private static Dictionary<string, object?> Columns(DbContext db, object row)
    {
        var said = new Dictionary<string, object?>();
        var told = Told.GetOrAdd(
            row.GetType(), static (type, db) => [.. db.Model.FindEntityType(type)!.GetProperties().Where(IsTold)], db);
        foreach (var property in told)
            if (property.PropertyInfo!.GetValue(row) is { } value)
                said[property.Name] = Plain(value);
        return said;
    }

    private static bool IsTold(IReadOnlyProperty property) =>
        property.Name is not (nameof(IStamped.Stamp) or "Key") && property.FindAnnotation(Derived) is null;

    /// <summary>Marks a column that the program computes from others: its changes are consequences, not acts.</summary>
    public const string Derived = "gonglian:derived";

    /// <summary>Marks a column that says which row it is (whose post, which paper): it stands in every record of a change.</summary>
    public const string Naming = "gonglian:naming";

    private static object? Plain(object? value) => value switch
    {
        Sealed secret => Convert.ToBase64String(secret.Bytes),
        Enum named => named.ToString(),
        _ => value,
    };
}
