using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Apis;

/// <summary>Reads what a program sends, and says what is wrong with it.</summary>
public static class ApiBody
{
    /// <summary>The body of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="type">What is expected, with its fields; unknown ones are disallowed.</param>
    /// <exception cref="Refused">
    /// <c>api.json</c>: no JSON object; <c>api.unknown-field</c>: a field that there is not; <c>api.value</c>: a field whose
    /// value is of another kind.
    /// </exception>
    public static async Task<T> Read<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted) ?? throw NoObject();
        }
        catch (JsonException wrong)
        {
            var field = wrong.Path is ['$', '.', .. var name] ? name : "";
            if (field.Length == 0 || wrong.InnerException is JsonException)
                throw NoObject();
            throw type.Properties.Any(p => string.Equals(p.Name, field, StringComparison.OrdinalIgnoreCase))
                ? new Refused("api.value", "“{0}”的值不是要求的类型", field).At(field)
                : new Refused("api.unknown-field", "没有名为“{0}”的字段", field).At(field);
        }
    }

    private static Refused NoObject() => new("api.json", "发来的不是一个完整的 JSON 对象");
}
