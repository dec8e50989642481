using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>What is wrong with one cell, or with the row where there is no cell.</summary>
/// <param name="Column">The column; nothing for the whole row.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Repair">The repair that would help; empty where none does.</param>
public sealed record Fault(RosterColumn? Column, string Value, Problem Problem, string Repair = "");

/// <summary>行: one row of a roster as it was understood. What the row leaves blank is not known, never zero.</summary>
public sealed class Line
{
    /// <summary>The row as it came.</summary>
    public required SheetRow Row { get; init; }

    /// <summary>What is wrong with it.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>What chosen repairs made of cells that could not be taken as they came.</summary>
    public Dictionary<RosterColumn, string>? Repaired { get; private set; }

    /// <summary>Notes what a chosen repair made of a cell.</summary>
    public void Repair(RosterColumn column, string text) => (Repaired ??= [])[column] = text;

    /// <summary>Whether it cannot be taken.</summary>
    public bool IsRefused => Faults.Exists(f => !f.Problem.IsWarning);

    /// <summary>名称.</summary>
    public string Name { get; set; } = "";

    /// <summary>统一社会信用代码, normalised.</summary>
    public string? CreditCode { get; set; }

    /// <summary>The path of the community.</summary>
    public string? Community { get; set; }

    /// <summary>The path of the park, else of the community.</summary>
    public string? Place { get; set; }

    /// <summary>实际经营地址.</summary>
    public string Address { get; set; } = "";

    /// <summary>注册地址.</summary>
    public string RegisteredAddress { get; set; } = "";

    /// <summary>行业门类.</summary>
    public string Section { get; set; } = "";

    /// <summary>行业 code.</summary>
    public string Industry { get; set; } = "";

    /// <summary>成立日期.</summary>
    public DateOnly? EstablishedOn { get; set; }

    /// <summary>经营状态.</summary>
    public OperatingStatus? Status { get; set; }

    /// <summary>职工人数.</summary>
    public Figure? Headcount { get; set; }

    /// <summary>会员人数.</summary>
    public Figure? Members { get; set; }

    /// <summary>联系人.</summary>
    public string Contact { get; set; } = "";

    /// <summary>职务.</summary>
    public string ContactRole { get; set; } = "";

    /// <summary>电话, normalised.</summary>
    public string Phone { get; set; } = "";

    /// <summary>建会形式; nothing where the row tells of no union.</summary>
    public UnionForm? UnionForm { get; set; }

    /// <summary>Whether the row says that there is a union and not which form it has; see <see cref="BareUnion"/>.</summary>
    public bool SaysOnlyYes { get; set; }

    /// <summary>工会名称; empty where the row tells of no union.</summary>
    public string UnionName { get; set; } = "";

    /// <summary>建会日期.</summary>
    public DateOnly? UnionSince { get; set; }

    /// <summary>First day of the term.</summary>
    public DateOnly? TermFrom { get; set; }

    /// <summary>届满日期: the last day of the term.</summary>
    public DateOnly? TermEnd { get; set; }

    /// <summary>The first day after the term, as facts hold it.</summary>
    public DateOnly? TermOver => TermEnd?.AddDays(1);

    /// <summary>工会统一社会信用代码.</summary>
    public string? UnionCode { get; set; }

    /// <summary>签署日期 of the joining record.</summary>
    public DateOnly? SignedOn { get; set; }

    /// <summary>工会主席; empty where the row does not say.</summary>
    public string Chair { get; set; } = "";

    /// <summary>主席任职日期.</summary>
    public DateOnly? ChairFrom { get; set; }

    /// <summary>最近活动日期.</summary>
    public DateOnly? ActivityOn { get; set; }

    /// <summary>The first days of the months filed.</summary>
    public IReadOnlyList<DateOnly> FiledMonths { get; set; } = [];

    /// <summary>Says that the union is older than its unit, where it is.</summary>
    /// <param name="born">The day on which the unit was established.</param>
    public void AskBeforeFirm(DateOnly born)
    {
        if (UnionForm is not null && (UnionSince ?? SignedOn) is { } union && union < born)
            Faults.Add(new(UnionSince is null ? RosterColumn.SignedOn : RosterColumn.UnionSince, "", Problem.Warning(
                "import.union-before-firm", "建会日期 {0} 早于企业成立的 {1},请核对", union, born)));
    }
}

/// <summary>A number of people with its day and source.</summary>
/// <param name="People">How many.</param>
/// <param name="On">The day, or nothing: then the roster's.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Figure(int People, DateOnly? On, FactSource Source);
