using System.Linq.Expressions;
using Gonglian.Foundation.Callers;
using Microsoft.EntityFrameworkCore.Query;

namespace Gonglian.Foundation.Data;

/// <summary>Rows of several parts of the tree at once.</summary>
public static class Parts
{
    /// <summary>The rows that lie in any of the parts; none when there is no part.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="paths">The parts' paths.</param>
    public static IQueryable<T> Inside<T>(this IQueryable<T> rows, IEnumerable<string> paths)
        where T : class, IScoped
    {
        var row = Expression.Parameter(typeof(T), "row");
        var path = Expression.Property(row, nameof(IScoped.Path));
        Expression any = Expression.Constant(false);
        foreach (var range in paths.Select(PathRange.Of))
        {
            Expression<Func<string, bool>> here = at =>
                string.Compare(at, range.From) >= 0 && string.Compare(at, range.To) < 0;
            var one = ReplacingExpressionVisitor.Replace(here.Parameters[0], path, here.Body);
            any = any is ConstantExpression ? one : Expression.OrElse(any, one);
        }
        return rows.Where(Expression.Lambda<Func<T, bool>>(any, row));
    }

    /// <summary>The deepest node that contains all of the parts; the whole tree where they have none in common.</summary>
    public static string Above(IReadOnlyList<string> paths)
    {
        var common = paths.Count == 0 ? "" : paths[0];
        foreach (var path in paths)
            while (!path.StartsWith(common, StringComparison.Ordinal))
                common = common[..(common.LastIndexOf('/', common.Length - 2) + 1)];
        return common;
    }
}
