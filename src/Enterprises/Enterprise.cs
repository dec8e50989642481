using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Unions;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>企业: one unit's file (一企一档), with its state of today as the lists show it.</summary>
/// <remarks>
/// Headcount, membership, workplace and status are facts on two time axes (<see cref="EnterpriseFact"/>); the columns here
/// are what those facts say on <see cref="CountedOn"/>, kept in the transaction that changes a fact and by the day roll.
/// </remarks>
public sealed class Enterprise : IScoped, IRecorded, IStamped
{
    internal const int SortLength = 400;
    private string name = "";

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where it works (not where it is registered): the path of the community, park or building.</summary>
    public required string Path { get; set; }

    /// <summary>统一社会信用代码 (GB 32100-2015), normalised; none while unknown.</summary>
    public string? CreditCode { get; set; }

    /// <summary>名称.</summary>
    public required string Name
    {
        get => name;
        set => (name, Words) = (value, Search.WordsOf(value));
    }

    /// <summary>What it is found by; follows the name. See <see cref="Search"/>.</summary>
    public string Words { get; private set; } = "";

    /// <summary>Pinyin key by which names sort.</summary>
    public required string SortKey { get; set; }

    /// <summary>行业门类 (GB/T 4754-2017), one letter A–T; empty while unknown.</summary>
    public string Section { get; set; } = "";

    /// <summary>行业小类 or 大类 (GB/T 4754-2017), up to four digits; empty while unknown.</summary>
    public string Industry { get; set; } = "";

    /// <summary>成立日期 (registration); none while unknown.</summary>
    public DateOnly? EstablishedOn { get; set; }

    /// <summary>实际经营地址.</summary>
    public string Address { get; set; } = "";

    /// <summary>注册地址, where it differs.</summary>
    public string RegisteredAddress { get; set; } = "";

    /// <summary>经营状态 as reported; whether it counts is decided by exclusions, never by this.</summary>
    public OperatingStatus Status { get; set; } = OperatingStatus.Operating;

    /// <summary>职工人数; none while unknown.</summary>
    public int? Headcount { get; set; }

    /// <summary>The day the headcount is of.</summary>
    public DateOnly? HeadcountOn { get; set; }

    /// <summary>Where the headcount comes from.</summary>
    public FactSource? HeadcountSource { get; set; }

    /// <summary>会员人数; none while unknown.</summary>
    public int? Members { get; set; }

    /// <summary>The day the membership is of.</summary>
    public DateOnly? MembersOn { get; set; }

    /// <summary>Where the membership comes from.</summary>
    public FactSource? MembersSource { get; set; }

    /// <summary>Latest day on which somebody verified the unit.</summary>
    public DateOnly? VerifiedOn { get; set; }

    /// <summary>Size band by headcount; see <see cref="SizeBands"/>.</summary>
    public int SizeBand { get; set; }

    /// <summary>建会形式 that covers it best today; none when no live union covers it.</summary>
    public UnionForm? UnionForm { get; set; }

    /// <summary>The exclusion that applies today; none when it is in the base set.</summary>
    public ExclusionCode? Exclusion { get; set; }

    /// <summary>How it counts today, as flags.</summary>
    public Counted Counted { get; set; }

    /// <summary>The day the derived columns stand on.</summary>
    public DateOnly CountedOn { get; set; }

    /// <summary>The next day on which the derived columns change by time alone; none when time changes nothing.</summary>
    public DateOnly? NextChange { get; set; }

    /// <summary>示例: made up for the demonstration.</summary>
    public bool Sample { get; init; }

    /// <summary>Keyed digest of the request by which a program registered it; none when it came otherwise.</summary>
    public long? Sent { get; set; }

    /// <inheritdoc/>
    public int Stamp { get; set; }

    string IRecorded.Subject => "enterprise";

    long IRecorded.SubjectKey => Key;

    string IRecorded.SubjectPath => Path;

    /// <summary>Gives the enterprise a name, with the key it sorts by.</summary>
    /// <exception cref="Refused"><c>enterprises.no-name</c>: the name is empty.</exception>
    public void Rename(string name) => Rename(EnterpriseName.Of(name));

    /// <summary>Gives the enterprise a name that was read before.</summary>
    public void Rename(EnterpriseName read) => (name, Words, SortKey) = (read.Text, read.Words, read.SortKey);

    /// <summary>The key by which a name sorts, cut to its column: the reading, and the words by which it is found.</summary>
    /// <remarks>A walk along the sorted index can so look for a word without looking up the rows it passes over.</remarks>
    public static string SortKeyOf(string name) => SortKeyOf(name.Trim(), Search.WordsOf(name));

    internal static string SortKeyOf(string name, string words)
    {
        var key = Pinyin.SortKey(name);
        var whole = string.Concat(key.AsSpan(0, key.LastIndexOf('\t') + 1), words);
        return whole.Length > SortLength ? whole[..SortLength] : whole;
    }

    internal static void Map(ModelBuilder model) => model.Entity<Enterprise>(e =>
    {
        e.ToTable("enterprise");
        e.HasKey(x => x.Key);
        e.Property(x => x.Key).ValueGeneratedNever();
        e.Property(x => x.Path).HasMaxLength(60);
        e.Property(x => x.CreditCode).HasMaxLength(18);
        e.Property(x => x.Name).HasMaxLength(120);
        e.Property(x => x.SortKey).HasMaxLength(SortLength);
        e.Property(x => x.Section).HasMaxLength(1);
        e.Property(x => x.Industry).HasMaxLength(4);
        e.Property(x => x.Address).HasMaxLength(200);
        e.Property(x => x.RegisteredAddress).HasMaxLength(200);
        e.HasIndex(x => x.Id).IsUnique();
        e.HasIndex(x => x.CreditCode).IsUnique();
        // Each sort has an index that carries what the filters ask, so that rows passed over are never looked up.
        e.HasIndex(x => new { x.Path, x.SortKey, x.Key, x.Section, x.SizeBand, x.UnionForm, x.Exclusion, x.Counted });
        e.HasIndex(x => new { x.SortKey, x.Key, x.Path, x.Section, x.SizeBand, x.UnionForm, x.Exclusion, x.Counted });
        e.HasIndex(x => new { x.Headcount, x.Key, x.Path, x.Section, x.UnionForm, x.Exclusion, x.Counted });
        e.HasIndex(x => new { x.Section, x.Key, x.Path, x.SizeBand, x.UnionForm, x.Exclusion, x.Counted });
        e.HasIndex(x => new { x.Members, x.Key, x.Path });
        e.HasIndex(x => new { x.EstablishedOn, x.Key, x.Path });
        e.HasIndex(x => new { x.VerifiedOn, x.Key, x.Path });
        e.HasIndex(x => new { x.UnionForm, x.Members, x.Key, x.Path }).HasFilter("\"UnionForm\" IS NOT NULL");
        e.HasIndex(x => new { x.Exclusion, x.Key, x.Path });
        e.HasIndex(x => x.NextChange);
        e.HasIndex(x => x.Path).HasFilter("(\"Counted\" & 16) <> 0");
        foreach (var derived in new[]
                 {
                     nameof(SortKey), nameof(Words), nameof(SizeBand), nameof(UnionForm), nameof(Exclusion), nameof(Counted),
                     nameof(CountedOn), nameof(NextChange), nameof(Headcount), nameof(HeadcountOn),
                     nameof(HeadcountSource), nameof(Members), nameof(MembersOn), nameof(MembersSource),
                     nameof(VerifiedOn), nameof(Status), nameof(Path), nameof(Sent),
                 })
            e.Property(derived).HasAnnotation(ChangeLog.Derived, true);
    });
}

/// <summary>名称 with what is made of it, which takes longer than the name's row to write: made once for whoever needs it.</summary>
/// <param name="Text">The name, without blanks around it.</param>
/// <param name="Words">See <see cref="Enterprise.Words"/>.</param>
/// <param name="SortKey">See <see cref="Enterprise.SortKey"/>.</param>
public sealed record EnterpriseName(string Text, string Words, string SortKey)
{
    /// <summary>Reads a name.</summary>
    /// <exception cref="Refused"><c>enterprises.no-name</c>: the name is empty.</exception>
    public static EnterpriseName Of(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new Refused("enterprises.no-name", "请填写企业名称").At(nameof(Enterprise.Name));
        var name = text.Trim();
        var words = Search.WordsOf(name);
        return new(name, words, Enterprise.SortKeyOf(name, words));
    }
}

/// <summary>经营状态 as the register or a person reports it.</summary>
public enum OperatingStatus
{
    /// <summary>在营.</summary>
    Operating = 1,

    /// <summary>停业、歇业.</summary>
    Suspended = 2,

    /// <summary>注销.</summary>
    Deregistered = 3,

    /// <summary>吊销.</summary>
    Revoked = 4,

    /// <summary>迁出.</summary>
    MovedAway = 5,
}
