using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>账本: the one place where enterprise facts are told and the counted state follows, inside a change.</summary>
/// <remarks>
/// Open a file, tell facts, and close it: closing judges the unit anew, writes the derived columns, moves the counters by
/// the difference and leaves one change record for all that was told.
/// </remarks>
/// <param name="db">The writable context of the change.</param>
/// <param name="rules">The parameters.</param>
/// <param name="vault">For the blind hashes of contacts that move.</param>
/// <param name="today">The day on which the counters stand.</param>
/// <param name="now">The instant of recording, UTC.</param>
public sealed partial class Ledger(AppDb db, CoverageRules rules, Vault vault, DateOnly today, DateTime now)
{
    /// <summary>Seals what the books hold of persons.</summary>
    internal Vault Vault => vault;

    /// <summary>Opens a new enterprise's file; it works at the path from its registration, or from the given day.</summary>
    /// <exception cref="Refused"><c>enterprises.no-name</c>: the name is empty.</exception>
    public OpenFile Register(
        string path, string name, string? creditCode, DateOnly? establishedOn, DateOnly from, FactSource source,
        bool sample = false, Guid? id = null) =>
        Begin(path, EnterpriseName.Of(name), creditCode, establishedOn, from, source, sample, id ?? Guid.CreateVersion7(), isDraft: false);

    private OpenFile Begin(
        string path, EnterpriseName name, string? creditCode, DateOnly? establishedOn, DateOnly from, FactSource source,
        bool sample, Guid id, bool isDraft)
    {
        var enterprise = new Enterprise
        {
            Key = db.NextKey(),
            Id = id,
            Path = path,
            Name = "",
            SortKey = "",
            CreditCode = creditCode,
            EstablishedOn = establishedOn,
            Sample = sample,
        };
        enterprise.Rename(name);
        var file = new OpenFile(enterprise, [], [], [], db.NextKey(), isNew: true) { IsDraft = isDraft };
        Put(file, enterprise);
        Tell(file, FactKind.Workplace, 0, source, establishedOn < from ? establishedOn.Value : from, path);
        return file;
    }

    /// <summary>Opens an enterprise's file with everything that is known now.</summary>
    public async Task<OpenFile> Open(Enterprise enterprise) => (await Open([enterprise]))[0];

    /// <summary>Opens several files with four queries in all.</summary>
    public async Task<IReadOnlyList<OpenFile>> Open(IReadOnlyList<Enterprise> enterprises)
    {
        var keys = enterprises.Select(e => e.Key).ToArray();
        var facts = (await db.EnterpriseFacts.Where(f => EF.Parameter(keys).Contains(f.EnterpriseKey) && f.SupersededAt == null)
            .ToListAsync()).ToLookup(f => f.EnterpriseKey);
        var joinings = await db.Joinings.Where(j => EF.Parameter(keys).Contains(j.EnterpriseKey) && j.SupersededAt == null).ToListAsync();
        var unions = joinings.Select(j => j.UnionKey).Distinct().ToArray();
        var told = (await db.UnionFacts.Where(f => EF.Parameter(unions).Contains(f.UnionKey) && f.SupersededAt == null)
            .ToListAsync()).ToLookup(f => f.UnionKey);
        var covers = joinings.ToLookup(j => j.EnterpriseKey, j => new Cover(j, [.. told[j.UnionKey]]));
        var exclusions = (await db.Exclusions.IgnoreQueryFilters([AppDb.ScopeFilter])
            .Where(x => EF.Parameter(keys).Contains(x.EnterpriseKey) && x.SupersededAt == null)
            .ToListAsync()).ToLookup(x => x.EnterpriseKey);
        return [.. enterprises.Select(e => new OpenFile(
            e, [.. facts[e.Key]], [.. covers[e.Key]], [.. exclusions[e.Key]], db.NextKey(), isNew: false))];
    }

    /// <summary>Tells a fact. The same thing told again changes nothing; another value for the same day replaces the first.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="kind">What is told.</param>
    /// <param name="number">People, or the status.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="from">First day on which it is true.</param>
    /// <param name="text">The path of a workplace.</param>
    /// <returns>Whether anything was told that was not known.</returns>
    public bool Tell(OpenFile file, FactKind kind, int number, FactSource source, DateOnly from, string? text = null)
    {
        var same = file.Facts.Find(f => f.Kind == kind && f.EffectiveFrom == from
            && (f.Source == source || kind is FactKind.Workplace or FactKind.Status));
        if (same is not null && same.Number == number && same.Text == text)
            return false;
        if (same is not null)
        {
            same.SupersededAt = now;
            file.Facts.Remove(same);
        }
        var fact = new EnterpriseFact
        {
            Key = db.NextKey(),
            EnterpriseKey = file.Enterprise.Key,
            Kind = kind,
            Number = number,
            Text = text,
            Source = source,
            EffectiveFrom = from,
            RecordedAt = now,
            ChangeKey = file.ChangeKey,
        };
        Put(file, fact);
        file.Facts.Add(fact);
        file.Told[kind.ToString()] = new (string, object?)[]
        {
            ("Value", (object?)text ?? number), ("Source", source.ToString()), ("From", from),
        };
        return true;
    }

    /// <summary>Judges the unit anew and lets the derived columns and the counters follow.</summary>
    public async Task Close(OpenFile file)
    {
        var enterprise = file.Enterprise;
        Remember(file);
        var standing = Standing.Of(file.Unit, today, rules);
        if (!file.IsNew)
            Count(enterprise, -1);
        var was = Shown(enterprise);
        if (standing.Path is { } path && path != enterprise.Path)
            await Move(file, path);
        Derive(enterprise, standing, today);
        Count(enterprise, +1);
        if (file.Told.Count > 0)
            db.Note(file.ChangeKey, now, enterprise, "tell", file.IsNew ? null : Before(file, was), file.Told);
        await Search.Put(db, enterprise, file.IsNew);
    }

    private static readonly DateOnly Always = new(2000, 1, 1);

    // Credit code and registration are read off the file; what they were before is kept for those who ask what was known.
    private void Remember(OpenFile file)
    {
        var (code, born) = file.WasRegistered;
        if (file.IsNew || (code == file.Enterprise.CreditCode && born == file.Enterprise.EstablishedOn))
            return;
        db.Add(new EnterpriseFact
        {
            Key = db.NextKey(),
            EnterpriseKey = file.Enterprise.Key,
            Kind = FactKind.Registered,
            Number = born?.DayNumber ?? 0,
            Text = code,
            Source = FactSource.Roster,
            EffectiveFrom = Always,
            RecordedAt = Always.ToDateTime(default, DateTimeKind.Utc),
            SupersededAt = now,
            ChangeKey = file.ChangeKey,
        });
    }

    /// <summary>Writes the derived columns of a day.</summary>
    public static void Derive(Enterprise enterprise, Standing standing, DateOnly day)
    {
        enterprise.Headcount = standing.Headcount?.Number;
        enterprise.HeadcountOn = standing.Headcount?.EffectiveFrom;
        enterprise.HeadcountSource = standing.Headcount?.Source;
        enterprise.Members = standing.Members?.Number;
        enterprise.MembersOn = standing.Members?.EffectiveFrom;
        enterprise.MembersSource = standing.Members?.Source;
        enterprise.VerifiedOn = standing.VerifiedOn;
        enterprise.SizeBand = SizeBands.Of(standing.Headcount?.Number);
        enterprise.UnionForm = standing.Form;
        enterprise.Exclusion = standing.Exclusion;
        enterprise.Counted = standing.Counted;
        enterprise.CountedOn = day;
        enterprise.NextChange = standing.NextChange;
        enterprise.Status = standing.Status;
    }

    private void Count(Enterprise e, long sign)
    {
        foreach (var (measure, value) in Measures.Of(e.Counted, e.Exclusion, e.Headcount ?? 0, e.Members ?? 0))
            db.Count(e.Path, measure, sign * value);
    }

    private async Task Move(OpenFile file, string path)
    {
        var enterprise = file.Enterprise;
        enterprise.Path = path;
        foreach (var exclusion in file.Exclusions)
            exclusion.Path = path;
        if (file.IsNew)
            return;
        foreach (var contact in await db.Contacts.IgnoreQueryFilters([AppDb.ScopeFilter])
                     .Where(c => c.EnterpriseKey == enterprise.Key).ToListAsync())
        {
            contact.Path = path;
            if (contact.Phone is { } phone && await db.Set<SealKey>().FindAsync(contact.SealKeyKey) is { } key)
                contact.PhoneTail = vault.Blind(Contact.TailDomain(path), vault.Open(key, phone)[^4..]);
        }
    }

    // Only what is told is told of, and it takes the place only of what counted: a figure of another day stands beside it.
    private Dictionary<string, object?> Before(OpenFile file, Dictionary<string, object?> was)
    {
        var before = new Dictionary<string, object?>();
        foreach (var kind in Shows)
            if (file.Told.TryGetValue($"{kind}", out var told))
                if (file.Unit.Pick(kind, today)?.ChangeKey == file.ChangeKey)
                    before[$"{kind}"] = was[$"{kind}"];
                else if (told is (string, object?)[] said)
                    file.Told[$"{kind}"] = ((string, object?)[])[.. said, ("Beside", true)];
        return before;
    }

    private static readonly FactKind[] Shows = [FactKind.Headcount, FactKind.Members, FactKind.Workplace];

    private static Dictionary<string, object?> Shown(Enterprise e) => new()
    {
        [nameof(FactKind.Headcount)] = e.Headcount,
        [nameof(FactKind.Members)] = e.Members,
        [nameof(FactKind.Workplace)] = e.Path,
    };
}

/// <summary>An enterprise's file while it is open in a change.</summary>
public sealed class OpenFile(
    Enterprise enterprise, List<EnterpriseFact> facts, List<Cover> covers, List<Exclusion> exclusions, long changeKey, bool isNew)
{
    /// <summary>The enterprise.</summary>
    public Enterprise Enterprise => enterprise;

    /// <summary>What is told of it and not superseded.</summary>
    public List<EnterpriseFact> Facts => facts;

    /// <summary>The joining records with their unions' lives.</summary>
    public List<Cover> Covers => covers;

    /// <summary>Exclusions, proposed and decided.</summary>
    public List<Exclusion> Exclusions => exclusions;

    /// <summary>The change record of what is told now.</summary>
    public long ChangeKey => changeKey;

    /// <summary>Whether the enterprise is being registered.</summary>
    public bool IsNew => isNew;

    /// <summary>Whether it is being prepared apart from the context, to be written with many others.</summary>
    internal bool IsDraft { get; init; }

    /// <summary>The credit code and the day of registration when the file was opened.</summary>
    internal (string? CreditCode, DateOnly? EstablishedOn) WasRegistered { get; } = (enterprise.CreditCode, enterprise.EstablishedOn);

    /// <summary>What was told, for the change record.</summary>
    internal Dictionary<string, object?> Told { get; } = [];

    /// <summary>The file as the rules see it.</summary>
    public UnitFile Unit => new(enterprise.CreditCode, enterprise.EstablishedOn, facts, covers, exclusions);
}
