using Gonglian.Foundation.Data;

namespace Gonglian.Enterprises;

/// <summary>The search index of enterprises.</summary>
public static class Search
{
    /// <summary>Puts an enterprise into the index, or renews it.</summary>
    public static Task Put(AppDb db, Enterprise enterprise, bool isNew) => Task.CompletedTask;
}
