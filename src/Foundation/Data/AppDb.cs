using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Gonglian.Foundation.Data;

/// <summary>The one context. Rooms bring their tables; Foundation names none of them.</summary>
/// <remarks>
/// The injected context is read-only. Changes go through <see cref="Writes"/>, which hands out a writable one. Rows
/// that lie somewhere in the tree are filtered to the caller's scope by the named filter <see cref="ScopeFilter"/>.
/// </remarks>
public sealed class AppDb : DbContext
{
    /// <summary>The name of the filter that keeps every query inside the caller's scope.</summary>
    public const string ScopeFilter = "scope";

    private static readonly ConcurrentDictionary<IReadOnlyEntityType, int> Depths = new();
    private readonly Store store;
    private readonly bool writable;

    /// <summary>A context for one caller; see <see cref="Store.Read"/>.</summary>
    public AppDb(DbContextOptions<AppDb> options, Store store, Caller caller, bool writable, string within = "")
        : base(options)
    {
        (this.store, this.writable, Caller) = (store, writable, caller);
        var (allowed, denied) = (caller.Allowed, caller.Denied);
        (A0, A1, A2, A3) = (At(allowed, 0), At(allowed, 1), At(allowed, 2), At(allowed, 3));
        (D0, D1, D2, D3) = (At(denied, 0), At(denied, 1), At(denied, 2), At(denied, 3));
        From = allowed.Count == 0 ? "" : allowed[0].From;
        To = allowed.Count == 0 ? "" : allowed[^1].To;
        var part = PathRange.Of(within);
        (From, To) = (Later(From, part.From), string.CompareOrdinal(To, part.To) < 0 ? To : part.To);
        OnePart = allowed.Count == 1;
        NoneDenied = denied.Count == 0;
    }

    /// <summary>Who asks.</summary>
    public Caller Caller { get; }

    /// <summary>Whether this is the embedded database.</summary>
    public bool IsSqlite => store.IsSqlite;

    /// <summary>The store, where this context only reads what stands in it.</summary>
    internal Store? OnlyReads => writable ? null : store;

    /// <summary>Whether rows at the path are seen: in the caller's scope, and in the part that the context is of.</summary>
    internal bool Sees(string path) => string.CompareOrdinal(path, From) >= 0 && string.CompareOrdinal(path, To) < 0 && Caller.Covers(path);

    private string From { get; }

    private string To { get; }

    private bool OnePart { get; }

    private bool NoneDenied { get; }

    private PathRange A0 { get; }

    private PathRange A1 { get; }

    private PathRange A2 { get; }

    private PathRange A3 { get; }

    private PathRange D0 { get; }

    private PathRange D1 { get; }

    private PathRange D2 { get; }

    private PathRange D3 { get; }

    /// <summary>A read-only context of its own that sees only what lies at the path and below, inside the same scope.</summary>
    /// <remarks>A filter by place belongs into the range of the scope: two ranges on one column cannot both use an index.</remarks>
    public AppDb Within(string path) => store.Read(Caller, path);

    /// <summary>A query written by hand over a scoped table, inside the scope.</summary>
    /// <remarks>
    /// The condition is taken from <see cref="ScopeFilter"/> as a context sends it, so that there is no second one; it is
    /// kept for the next question inside the same scope, since only to begin a context costs more than a prepared query.
    /// </remarks>
    public ScopedQuery Scoped<T>()
        where T : class, IScoped => new(store, store.Scopes.Of(typeof(T), From, To, Caller, () =>
        {
            using var command = Set<T>().Select(e => 1).CreateDbCommand();
            var text = command.CommandText;
            return new(text[(text.IndexOf("WHERE ", StringComparison.Ordinal) + "WHERE ".Length)..],
                [.. command.Parameters.Cast<DbParameter>().Select(p => KeyValuePair.Create(p.ParameterName, p.Value!))]);
        }));

    /// <summary>Why the running change is made; stands in its change records.</summary>
    public string? Reason { get; set; }

    /// <summary>What is done once the running change is durable; nothing when it is refused.</summary>
    internal Action? Then { get; private set; }

    /// <summary>Has something done once the running change is durable: what is remembered outside the store is forgotten then.</summary>
    public void Afterwards(Action then) => Then += then;

    /// <summary>The import that the running change belongs to; stands in its change records.</summary>
    public long? ImportKey { get; set; }

    /// <summary>What the running change leaves to be done once before the commit.</summary>
    internal Gatherings Gatherings { get; private set; } = new();

    /// <summary>What the running change gathers of one kind; see <see cref="Gathered"/>.</summary>
    public T Gather<T>()
        where T : Gathered, new() => Gatherings.Of<T>();

    /// <summary>The rooms whose tables these are.</summary>
    internal IReadOnlyList<Modules.Module> Rooms => store.Modules;

    /// <summary>The next integer key; unique in the whole store, growing.</summary>
    public long NextKey() => store.Keys.Next();

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new InvalidOperationException("Save through Writes.Do, which is asynchronous");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!writable)
            throw new InvalidOperationException("This context is read-only; changes go through Writes.Do");
        return await Keep(Insert(), acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Saves for the last time in a change: where there are only new rows, the change tracker is not asked again.</summary>
    internal async Task Finish()
    {
        var onlyNew = OnlyNew;
        var added = Insert();
        if (onlyNew)
            return;
        await Keep(added, acceptAllChangesOnSuccess: true, CancellationToken.None);
    }

    /// <summary>Makes a used context like a new one, for the next change of the same caller.</summary>
    internal void BeginAnew()
    {
        ChangeTracker.Clear();
        ChangeTracker.AutoDetectChangesEnabled = true;
        (Gatherings, Reason, ImportKey, Then) = (new(), null, null, null);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Sealed>().HaveConversion<SealedConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ChangeLog.Map(modelBuilder);
        TrailLink.Map(modelBuilder);
        Job.Map(modelBuilder);
        Counter.Map(modelBuilder);
        SealKey.Map(modelBuilder);
        Setting.Map(modelBuilder);
        foreach (var module in store.Modules)
            module.Map(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (typeof(IScoped).IsAssignableFrom(entity.ClrType))
                modelBuilder.Entity(entity.ClrType).HasQueryFilter(ScopeFilter, InScope(entity.ClrType));
            if (typeof(IStamped).IsAssignableFrom(entity.ClrType))
                modelBuilder.Entity(entity.ClrType).Property(nameof(IStamped.Stamp)).IsConcurrencyToken();
            if (!IsSqlite)
                foreach (var text in entity.GetProperties().Where(p => p.ClrType == typeof(string)))
                    text.SetCollation("C");
        }
    }

    private async Task<int> Keep(List<EntityEntry> added, bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        foreach (var entry in added)
            entry.State = EntityState.Unchanged;
        if (IsSqlite)
            UpdateModified();
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void UpdateModified()
    {
        foreach (var entry in ChangeTracker.Entries().Where(e => e.State == EntityState.Modified).ToList())
        {
            if (!Bulk.Update(this, entry))
                continue;
            // A row that only became unchanged would get its old values back.
            entry.OriginalValues.SetValues(entry.CurrentValues);
            entry.State = EntityState.Unchanged;
        }
    }

    // New rows go the quick way; what is left for the change tracker are removals, and updates that it does better.
    private List<EntityEntry> Insert()
    {
        ChangeTracker.AutoDetectChangesEnabled = false;
        Database.AutoSavepointsEnabled = false;
        if (!OnlyNew)
            ChangeTracker.DetectChanges();
        ChangeLog.Write(this, store.Clock);
        foreach (var entry in ChangeTracker.Entries<ITurns>())
            if (entry.State is not EntityState.Unchanged)
                this.Turn(entry.Entity.Path);
        var added = ChangeTracker.Entries().Where(e => e.State == EntityState.Added).ToList();
        foreach (var kind in added.GroupBy(e => e.Metadata).OrderBy(g => Depths.GetOrAdd(g.Key, Depth)))
            Bulk.Insert(this, kind.Key, kind.Select(e => e.Entity));
        return added;
    }

    // Rows that are all new have nothing to be compared with.
    private bool OnlyNew
    {
        get
        {
            ChangeTracker.AutoDetectChangesEnabled = false;
            return ChangeTracker.Entries().All(e => e.State == EntityState.Added);
        }
    }

    private static int Depth(IReadOnlyEntityType type) => type.GetForeignKeys()
        .Where(f => f.PrincipalEntityType != type)
        .Select(f => 1 + Depth(f.PrincipalEntityType))
        .DefaultIfEmpty(0)
        .Max();

    private static string Later(string one, string other) => string.CompareOrdinal(one, other) > 0 ? one : other;

    private static PathRange At(IReadOnlyList<PathRange> parts, int i) => i < parts.Count ? parts[i] : PathRange.None;

    // One half-open range that an index can serve; the parts inside it and the denied ones are tested on the way.
    private LambdaExpression InScope(Type type)
    {
        Expression<Func<IScoped, bool>> inside = row =>
            string.Compare(row.Path, From) >= 0 && string.Compare(row.Path, To) < 0
            && (OnePart
                || (string.Compare(row.Path, A0.From) >= 0 && string.Compare(row.Path, A0.To) < 0)
                || (string.Compare(row.Path, A1.From) >= 0 && string.Compare(row.Path, A1.To) < 0)
                || (string.Compare(row.Path, A2.From) >= 0 && string.Compare(row.Path, A2.To) < 0)
                || (string.Compare(row.Path, A3.From) >= 0 && string.Compare(row.Path, A3.To) < 0))
            && (NoneDenied
                || !((string.Compare(row.Path, D0.From) >= 0 && string.Compare(row.Path, D0.To) < 0)
                    || (string.Compare(row.Path, D1.From) >= 0 && string.Compare(row.Path, D1.To) < 0)
                    || (string.Compare(row.Path, D2.From) >= 0 && string.Compare(row.Path, D2.To) < 0)
                    || (string.Compare(row.Path, D3.From) >= 0 && string.Compare(row.Path, D3.To) < 0)));
        var parameter = Expression.Parameter(type, "row");
        var body = new PathOf(inside.Parameters[0], parameter).Visit(inside.Body);
        return Expression.Lambda(body, parameter);
    }

    /// <summary>Turns <c>((IScoped)row).Path</c> into the entity's own property, which can be translated.</summary>
    private sealed class PathOf(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node) =>
            node.Expression == from ? Expression.Property(to, nameof(IScoped.Path)) : base.VisitMember(node);
    }
}
