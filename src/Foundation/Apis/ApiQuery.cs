using System.Globalization;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Apis;

/// <summary>What an address asks: every word of it is one that there is, with a value that it can have.</summary>
/// <remarks>What is not understood is refused and not left out: the answer to another question looks like a right one.</remarks>
public static class ApiQuery
{
    /// <summary>Has addresses of a route refused that ask what there is not.</summary>
    /// <param name="route">The route.</param>
    /// <param name="fields">What can be asked.</param>
    public static TBuilder OnlyTakes<TBuilder>(this TBuilder route, params IReadOnlyList<ApiField> fields)
        where TBuilder : IEndpointConventionBuilder =>
        route.AddEndpointFilter(async (context, next) =>
        {
            try
            {
                Check(context.HttpContext.Request.Query, fields);
            }
            catch (Refused refused)
            {
                return refused.AsAnswer(context.HttpContext);
            }
            return await next(context);
        });

    /// <summary>Looks at every word.</summary>
    /// <param name="query">The words of an address.</param>
    /// <param name="fields">What can be asked.</param>
    /// <exception cref="Refused">
    /// <c>api.unknown-parameter</c>: there is no such word; <c>api.parameter-twice</c>; <c>api.parameter</c>: not such a value.
    /// </exception>
    public static void Check(IQueryCollection query, IReadOnlyList<ApiField> fields)
    {
        foreach (var (name, values) in query)
        {
            var field = fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw new Refused("api.unknown-parameter", "没有名为“{0}”的参数", name).At(name);
            if (values.Count > 1 && !field.Repeated)
                throw new Refused("api.parameter-twice", "参数“{0}”只能写一次", field.Name).At(field.Name);
            foreach (var value in values)
                if (value?.Trim() is { Length: > 0 } text && !Takes(field, text))
                    throw Wrong(field, text).At(field.Name);
        }
    }

    /// <summary>The refusal of a place that is none in this list and order.</summary>
    /// <param name="name">The word: <c>after</c> or <c>before</c>.</param>
    /// <param name="text">What stands there.</param>
    public static Refused NoCursor(string name, string text) => new Refused("api.parameter",
        "参数“{0}”看不懂“{1}”:翻页请直接打开答复里 next 的地址", name, text).At(name);

    /// <summary>Whether a place is written as two whole numbers with a hyphen between them.</summary>
    public static bool IsPair(string text) => text.Split('-') is [var one, var other]
        && long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool Takes(ApiField field, string text) =>
        field.Values?.Contains(text, StringComparer.OrdinalIgnoreCase) != false
        && field.Reads?.Invoke(text) != false
        && field.Kind switch
        {
            ApiKind.Number => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= (field.Least ?? 0) && number <= (field.Most ?? long.MaxValue),
            ApiKind.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            ApiKind.Id => Guid.TryParse(text, out _),
            ApiKind.Flag => bool.TryParse(text, out _),
            _ => true,
        };

    private static Refused Wrong(ApiField field, string text) => field switch
    {
        { Values: { } values } =>
            new("api.parameter", "参数“{0}”不能是“{1}”,可以是:{2}", field.Name, text, string.Join(' ', values)),
        { Reads: not null } => NoCursor(field.Name, text),
        { Kind: ApiKind.Number, Most: { } most } =>
            new("api.parameter", "参数“{0}”应是 {2} 到 {3} 的整数,不能是“{1}”", field.Name, text, field.Least ?? 0, most),
        { Kind: ApiKind.Number } => new("api.parameter", "参数“{0}”应是整数,不能是“{1}”", field.Name, text),
        { Kind: ApiKind.Day } => new("api.parameter", "参数“{0}”应是 2026-03-05 这样的日期,不能是“{1}”", field.Name, text),
        { Kind: ApiKind.Flag } => new("api.parameter", "参数“{0}”只能是 true 或 false,不能是“{1}”", field.Name, text),
        _ => new("api.parameter", "参数“{0}”不能是“{1}”", field.Name, text),
    };
}
