using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>视图: filter, order and columns of the list that one person keeps under a name. Nobody else sees it.</summary>
public sealed class SavedView
{
    /// <summary>How many one person may keep.</summary>
    public const int Most = 30;

    /// <summary>Integer key.</summary>
    public required long Key { get; init; }

    /// <summary>Public id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>名称.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The words of the list's address, from the question mark on.</summary>
    public required string Query { get; init; }

    /// <summary>The caller's own views, by name.</summary>
    public static async Task<IReadOnlyList<SavedView>> Of(AppDb db) =>
        await db.SavedViews.Where(v => v.UserId == db.Caller.UserId).OrderBy(v => v.Name).ToListAsync();

    /// <summary>Keeps a view; the same one posted twice is kept once.</summary>
    /// <exception cref="Refused">
    /// <c>views.nobody</c>: the caller is no account; <c>views.too-many</c>: thirty are kept; the name's as for <see cref="Rename"/>.
    /// </exception>
    public static async Task Keep(AppDb db, Guid id, string? name, string query)
    {
        var own = await Of(db);
        if (own.Any(v => v.Id == id))
            return;
        if (own.Count >= Most)
            throw new Refused("views.too-many", "最多保存 {0} 个视图,请先删除不用的", Most);
        var view = new SavedView
        {
            Key = db.NextKey(),
            Id = id,
            UserId = db.Caller.UserId ?? throw new Refused("views.nobody", "只有登录的账号可以保存视图"),
            Query = query.Length <= 2000 ? query : throw new Refused("views.long", "筛选条件太长,无法保存"),
        };
        view.Rename(name, own);
        db.Add(view);
    }

    /// <summary>Gives the view a name that no other view of the same person has.</summary>
    /// <exception cref="Refused"><c>views.no-name</c>, <c>views.long-name</c>, <c>views.same-name</c>.</exception>
    public void Rename(string? name, IEnumerable<SavedView> own)
    {
        name = name?.Trim() ?? "";
        if (name.Length == 0)
            throw new Refused("views.no-name", "请给视图起个名字").At(nameof(Name));
        if (name.Length > 40)
            throw new Refused("views.long-name", "视图名称最多 {0} 个字", 40).At(nameof(Name));
        if (own.Any(v => v.Id != Id && v.Name == name))
            throw new Refused("views.same-name", "您已有叫“{0}”的视图", name).At(nameof(Name));
        Name = name;
    }

    internal static void Map(ModelBuilder model) => model.Entity<SavedView>(e =>
    {
        e.ToTable("saved_view");
        e.HasKey(v => v.Key);
        e.Property(v => v.Key).ValueGeneratedNever();
        e.Property(v => v.Name).HasMaxLength(40);
        e.HasIndex(v => v.Id).IsUnique();
        e.HasIndex(v => new { v.UserId, v.Name }).IsUnique();
    });
}
