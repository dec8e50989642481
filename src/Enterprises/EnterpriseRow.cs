using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

/// <summary>One enterprise as the list shows it: what the columns need and no more.</summary>
public sealed class EnterpriseRow
{
    /// <summary>What is selected, in the order in which it is read.</summary>
    internal const string Columns = """
        e."Key", e."Id", e."Path", e."Name", e."SortKey", e."CreditCode", e."Section", e."Industry", e."EstablishedOn",
        e."Address", e."Status", e."Headcount", e."HeadcountOn", e."HeadcountSource", e."Members", e."MembersOn",
        e."VerifiedOn", e."SizeBand", e."UnionForm", e."Exclusion", e."Counted", e."Sample"
        """;

    /// <summary>The row of an enterprise in hand.</summary>
    /// <param name="e">The enterprise.</param>
    /// <param name="tree">Where the names of its places stand.</param>
    public EnterpriseRow(Enterprise e, UnitTree.Tree tree)
    {
        (Key, Id, Path, Name, SortKey, CreditCode) = (e.Key, e.Id, e.Path, e.Name, e.SortKey, e.CreditCode);
        (Section, Industry, EstablishedOn, Address, Status) = (e.Section, e.Industry, e.EstablishedOn, e.Address, e.Status);
        (Headcount, HeadcountOn, HeadcountSource) = (e.Headcount, e.HeadcountOn, e.HeadcountSource);
        (Members, MembersOn, VerifiedOn, SizeBand) = (e.Members, e.MembersOn, e.VerifiedOn, e.SizeBand);
        (UnionForm, Exclusion, Counted, Sample, Places) = (e.UnionForm, e.Exclusion, e.Counted, e.Sample, tree.At(e.Path));
    }

    internal EnterpriseRow(FoundRow r, UnitTree.Tree tree)
    {
        (Key, Id, Path, Name, SortKey, CreditCode) = (r.Number(0), r.Id(1), r.Text(2), r.Text(3), r.Text(4), r.TextOrNull(5));
        (Section, Industry, EstablishedOn, Address) = (r.Text(6), r.Text(7), r.DayOrNull(8), r.Text(9));
        Status = (OperatingStatus)r.Number(10);
        (Headcount, HeadcountOn, HeadcountSource) = (r.NumberOrNull(11), r.DayOrNull(12), (FactSource?)r.NumberOrNull(13));
        (Members, MembersOn, VerifiedOn) = (r.NumberOrNull(14), r.DayOrNull(15), r.DayOrNull(16));
        (SizeBand, UnionForm) = ((int)r.Number(17), (UnionForm?)r.NumberOrNull(18));
        (Exclusion, Counted) = ((ExclusionCode?)r.NumberOrNull(19), (Counted)r.Number(20));
        (Sample, Places) = (r.Flag(21), tree.At(Path));
    }

    /// <summary>Integer key.</summary>
    public long Key { get; }

    /// <summary>Public id.</summary>
    public Guid Id { get; }

    /// <inheritdoc cref="Enterprise.Path"/>
    public string Path { get; }

    /// <inheritdoc cref="Enterprise.Name"/>
    public string Name { get; }

    /// <inheritdoc cref="Enterprise.SortKey"/>
    public string SortKey { get; }

    /// <inheritdoc cref="Enterprise.CreditCode"/>
    public string? CreditCode { get; }

    /// <inheritdoc cref="Enterprise.Section"/>
    public string Section { get; }

    /// <inheritdoc cref="Enterprise.Industry"/>
    public string Industry { get; }

    /// <inheritdoc cref="Enterprise.EstablishedOn"/>
    public DateOnly? EstablishedOn { get; }

    /// <inheritdoc cref="Enterprise.Address"/>
    public string Address { get; }

    /// <inheritdoc cref="Enterprise.Status"/>
    public OperatingStatus Status { get; }

    /// <inheritdoc cref="Enterprise.Headcount"/>
    public int? Headcount { get; }

    /// <inheritdoc cref="Enterprise.HeadcountOn"/>
    public DateOnly? HeadcountOn { get; }

    /// <inheritdoc cref="Enterprise.HeadcountSource"/>
    public FactSource? HeadcountSource { get; }

    /// <inheritdoc cref="Enterprise.Members"/>
    public int? Members { get; }

    /// <inheritdoc cref="Enterprise.MembersOn"/>
    public DateOnly? MembersOn { get; }

    /// <inheritdoc cref="Enterprise.VerifiedOn"/>
    public DateOnly? VerifiedOn { get; }

    /// <inheritdoc cref="Enterprise.SizeBand"/>
    public int SizeBand { get; }

    /// <inheritdoc cref="Enterprise.UnionForm"/>
    public UnionForm? UnionForm { get; }

    /// <inheritdoc cref="Enterprise.Exclusion"/>
    public ExclusionCode? Exclusion { get; }

    /// <inheritdoc cref="Enterprise.Counted"/>
    public Counted Counted { get; }

    /// <inheritdoc cref="Enterprise.Sample"/>
    public bool Sample { get; }

    /// <summary>工会名称 of those that cover it, where it was asked for; see <see cref="EnterpriseBeside"/>.</summary>
    public string? UnionNames { get; internal set; }

    /// <summary>联系人, names only, where it was asked for; see <see cref="EnterpriseBeside"/>.</summary>
    public string? ContactNames { get; internal set; }

    /// <summary>The units in which it lies.</summary>
    public UnitTree.Places Places { get; }
}
