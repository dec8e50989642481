using Gonglian.Access;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Ui;
using Gonglian.Organisations;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Insight;

/// <summary>从零开始: one step from an empty store to figures.</summary>
/// <param name="Title">What is to be done, in the reader's language.</param>
/// <param name="Note">Where it stands, counted in the rows.</param>
/// <param name="IsDone">Whether it is done.</param>
/// <param name="Why">What it is for, in one sentence.</param>
public sealed record StartStep(string Title, string Note, bool IsDone, string Why)
{
    /// <summary>May be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The page where it is done; none where the reader may not.</summary>
    public string? Href { get; init; }

    /// <summary>The words of that link.</summary>
    public string Go { get; init; } = "";

    /// <summary>Who does it, where the reader may not.</summary>
    public string Who { get; init; } = "";
}

/// <summary>从零开始: the steps of a district, each with its state read from the rows.</summary>
public sealed class Starting(AppDb db, Texts l, DateOnly day)
{
    private const string Officer = "区干事";
    private const string Administrator = "系统管理员";
    private const int FewestAccounts = 2;

    private Caller Caller => db.Caller;

    /// <summary>The steps, in order.</summary>
    public async Task<IReadOnlyList<StartStep>> Steps()
    {
        var units = await db.Units.Where(u => u.Kind <= UnitKind.Community && (u.ValidTo == null || u.ValidTo > day))
            .OrderBy(u => u.Path).ToListAsync();
        return [Places(units), await Accounts(), Programme(units), await Roster(units), await Teams(units)];
    }

    /// <summary>The step to take now: the first that is needed, not done and the reader's own; then the first of others.</summary>
    public static StartStep? Next(IReadOnlyList<StartStep> steps)
    {
        var open = steps.Where(s => s is { IsDone: false, IsOptional: false }).ToList();
        return open.Find(s => s.Href is not null) ?? open.FirstOrDefault();
    }

    private StartStep Places(List<Unit> units)
    {
        var (streets, communities) = (units.Count(u => u.Kind == UnitKind.Subdistrict), units.Count(u => u.Kind == UnitKind.Community));
        return Of("organisations.edit", Officer, "/organisations/import", "导入组织") with
        {
            Title = l["街道和社区"],
            Note = communities == 0 ? l["还没有"] : l["{0} 个街道,{1} 个社区", Cells.Count(streets), Cells.Count(communities)],
            IsDone = communities > 0,
            Why = l["一张表导入;企业、账号和比率都落在社区上。"],
        };
    }

    private async Task<StartStep> Accounts()
    {
        var accounts = await db.Users.CountAsync();
        return Of("access.manage", Administrator, "/users/new", "新建账号") with
        {
            Title = l["账号和角色"],
            Note = l["{0} 个账号", Cells.Count(accounts)],
            IsDone = accounts >= FewestAccounts,
            Why = l["至少两个人:提出排除和确认排除不能是同一人。安全管理员和审计管理员由第一位管理员各任命一次,此后角色由安全管理员授予。"],
        };
    }

    private StartStep Programme(List<Unit> units)
    {
        var chosen = units.Count(u => u.CreationYear is not null);
        return Of("organisations.edit", Officer, "/organisations", "选创建单位") with
        {
            Title = l["创建单位"],
            Note = chosen == 0 ? l["可以以后再选"] : l["{0} 个", Cells.Count(chosen)],
            IsDone = chosen > 0,
            IsOptional = true,
            Why = l["在单位的“修改”里填创建年份,或在组织表里带“创建年份”一列。"],
        };
    }

    private async Task<StartStep> Roster(List<Unit> units)
    {
        var enterprises = units.Count == 0 ? 0 : (await db.Sums(units[0].Path)).GetValueOrDefault(Measures.Units);
        return Of("enterprises.import", Officer, "/enterprises/import", "导入名册") with
        {
            Title = l["企业名册"],
            Note = enterprises == 0 ? l["还没有"] : l["在册 {0} 家", Cells.Count(enterprises)],
            IsDone = enterprises > 0,
            Why = l["指标随后自己算出来。"],
        };
    }

    // A division that exists in statistics only has no station, and so no team.
    private async Task<StartStep> Teams(List<Unit> units)
    {
        var held = await db.Posts.Where(p => p.EffectiveFrom <= day && (p.EffectiveTo == null || p.EffectiveTo > day))
            .Select(p => p.UnitKey).Distinct().ToListAsync();
        var stations = units.FindAll(u => u is { Kind: UnitKind.Community, Statistical: false });
        var first = stations.Find(u => !held.Contains(u.Key));
        var ready = stations.Count(u => held.Contains(u.Key));
        return Of("organisations.edit", Officer, first is null ? "/organisations" : $"/organisations/{first.Code}", "登记班子") with
        {
            Title = l["班子"],
            Note = stations.Count == 0 ? l["还没有"] : l["{0}/{1} 个社区已登记", Cells.Count(ready), Cells.Count(stations.Count)],
            IsDone = first is null && stations.Count > 0,
            Why = l["每个社区工联会的主席、副主席和委员;缺谁,系统会指出。"],
        };
    }

    private StartStep Of(string right, string who, string href, string go) => new("", "", false, "")
    {
        Href = Caller.Can(right) ? href : null,
        Go = l[go],
        Who = l["由{0}办理", l[who]],
    };
}
