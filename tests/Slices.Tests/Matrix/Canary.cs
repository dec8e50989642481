using Gonglian.Access;
using Gonglian.Access.Programs;
using Gonglian.Access.Rules;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations.Groups;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Access;
using Gonglian.Slices.Tests.Fixture;
using Gonglian.Slices.Tests.Snapshots;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Matrix;

/// <summary>金丝雀: rows of one community, in every table that people see, under a word that stands nowhere else.</summary>
internal sealed class Canary
{
    // What the program itself writes in the background, whoever asks for what.
    private static readonly string[] ByTheProgram = ["counter_history", "job"];

    private readonly Dictionary<string, string> ids = [];

    private Canary(string path, string word) => (Path, Word) = (path, word);

    /// <summary>Where it sits.</summary>
    public string Path { get; }

    /// <summary>The word in all its names.</summary>
    public string Word { get; }

    /// <summary>The code of its community.</summary>
    public string Unit => Places.All.Single(p => p.Path == Path).Code;

    /// <summary>Its ids by what they are of, e.g. <c>enterprise</c>.</summary>
    public IReadOnlyDictionary<string, string> Ids => ids;

    /// <summary>Puts one there.</summary>
    /// <param name="stand">The house, with its tree.</param>
    /// <param name="path">The community.</param>
    /// <param name="word">The word, e.g. QFARQ.</param>
    /// <param name="login">The login of its own account.</param>
    public static async Task<Canary> Set(Stand stand, string path, string word, string login)
    {
        var canary = new Canary(path, word);
        var (union, life) = await stand.Found(path, $"{word}联合工会", UnionForm.Joint);
        var enterprise = await stand.RegisterEnterprise(path, $"{word}有限公司", 60, 12, more: (_, ledger, file) =>
            ledger.Join(file, union, [life], stand.Clock.Today.AddYears(-1), stand.Clock.Today.AddYears(-1)));
        await stand.RegisterEnterprise(path, $"{word}未建会有限公司", 40, 12);
        var user = await stand.Account(login, "auditor", path);
        await stand.Do(async db =>
        {
            db.Reason = word;
            (await db.Users.SingleAsync(u => u.Key == user.Key)).Name = $"{word}甲";
            var seal = stand.Vault.NewKey(db.NextKey());
            var contact = new Contact
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                EnterpriseKey = enterprise.Key,
                Role = "人事",
                Name = $"{word}乙",
                SealKeyKey = seal.Key,
                Phone = stand.Vault.Seal(seal, "13800138000"),
                PhoneTail = stand.Vault.Blind(Contact.TailDomain(path), "8000"),
            };
            var document = new Document
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                EnterpriseKey = enterprise.Key,
                Name = $"{word}.pdf",
                Size = 3,
                Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                At = stand.Clock.Now,
                By = word,
            };
            var exclusion = new Exclusion
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                EnterpriseKey = enterprise.Key,
                Code = ExclusionCode.Moved,
                Reason = word,
                EffectiveFrom = stand.Clock.Today,
                ProposedById = Guid.CreateVersion7(),
                ProposedBy = $"{word}丙",
                ProposedAt = stand.Clock.Now,
            };
            var unit = await db.Set<Unit>().SingleAsync(u => u.Path == path);
            unit.Name = $"{word[..^1]}U社区"; // the frame names the own community on every page
            var post = new Post
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                UnitKey = unit.Key,
                Kind = PostKind.Chair,
                Person = $"{word}丁",
                EffectiveFrom = stand.Clock.Today.AddYears(-1),
            };
            var party = new PartyOrganisation
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                UnitKey = unit.Key,
                Name = $"{word}党委",
            };
            var group = new SavedGroup
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                Name = $"{word}组",
                Members = $"{unit.Key}",
                Listed = unit.Name,
            };
            var role = await db.Roles.SingleAsync(r => r.Code == RoleCatalogue.AuditAdmin);
            var proposal = Proposal.ToAppoint(db.NextKey(), user, role, path, stand.Clock.Today, null, null, Guid.CreateVersion7());
            Proposals.Propose(db, proposal, word, stand.Clock.Now);
            canary.ids["proposal"] = $"{proposal.Id}";
            canary.ids["role"] = "auditor";
            db.Add(new ProgramKey
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = path,
                Code = KeyText.NewCode(),
                Name = $"{word}程序",
                OwnerKey = user.Key,
                OwnerName = user.Name,
                Rights = "enterprises.see",
                ExpiresOn = stand.Clock.Today.AddDays(9),
                GivenBy = word,
                GivenAt = stand.Clock.Now,
            });
            db.AddRange(seal, contact, document, exclusion, post, party, group);
            canary.ids["group"] = group.Code;
            canary.ids["contact"] = $"{contact.Id}";
            canary.ids["document"] = $"{document.Id}";
            canary.ids["exclusion"] = $"{exclusion.Id}";
            canary.ids["post"] = $"{post.Id}";
        });
        var roster = System.IO.Path.Combine(stand.Folder, $"{word}.csv");
        await File.WriteAllTextAsync(roster, $"""
            企业名称,统一社会信用代码,职工人数,所在社区
            {word}导入有限公司,{stand.NewCode()},12,{word[..^1]}U社区
            {word}没有导入有限公司,9144,12,{word[..^1]}U社区
            """);
        canary.ids["import"] = $"{(await stand.Get<Importer>().Run(Stand.Person(path), roster)).Id}";
        var paper = System.IO.Path.Combine(stand.Folder, "documents", Guid.Parse(canary.ids["document"]).ToString("N"));
        await new SealedFile(stand.Vault, paper).Write(new MemoryStream("abc"u8.ToArray()));
        canary.ids["snapshot"] = $"{(await stand.Freeze(
            new Caller(Guid.CreateVersion7(), $"{word}己", [new(path, Stand.EveryRight, false)]), canary.Unit)).Id}";
        canary.ids["enterprise"] = $"{enterprise.Id}";
        canary.ids["code"] = canary.Unit;
        canary.ids["figure"] = "N1";
        canary.ids["union"] = $"{union.Id}";
        canary.ids["user"] = $"{user.Id}";
        return canary;
    }

    /// <summary>Turns what another canary's form holds into the same about this one.</summary>
    public string Instead(Canary other, string value)
    {
        foreach (var (kind, id) in other.Ids)
            value = value.Replace(id, ids[kind], StringComparison.OrdinalIgnoreCase);
        return value.Replace(other.Path, Path).Replace(other.Unit, Unit);
    }

    /// <summary>Everything that lies at its place, to see whether anything moved.</summary>
    public async Task<List<string>> Everything(Stand stand)
    {
        await using var db = stand.Read();
        var rows = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes()
                     .Where(e => e.FindProperty("Path") is not null && !ByTheProgram.Contains(e.GetTableName())))
        {
            var columns = string.Join(" || '|' || ", entity.GetProperties()
                .Where(p => p.ClrType != typeof(byte[]) && p.ClrType != typeof(Sealed))
                .Select(p => $"coalesce(CAST(\"{p.GetColumnName()}\" AS TEXT), '')"));
            var sql = $"SELECT {columns} AS \"Value\" FROM \"{entity.GetTableName()}\" WHERE \"Path\" LIKE '{Path}%' ORDER BY 1";
            rows.AddRange((await db.Database.SqlQueryRaw<string>(sql).ToListAsync()).Select(r => $"{entity.GetTableName()} {r}"));
        }
        return rows;
    }
}
