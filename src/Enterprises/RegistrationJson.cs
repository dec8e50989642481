using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gonglian.Enterprises;

/// <summary>A registration as JSON; a misspelt field is an error, not silence.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(SourceConverter)])]
[JsonSerializable(typeof(Registration))]
internal sealed partial class RegistrationJson : JsonSerializerContext;

/// <summary>来源 by the codes of the list: <c>social-insurance</c>, <c>annual-report</c>, <c>visit</c> …</summary>
internal sealed class SourceConverter() : JsonStringEnumConverter<FactSource>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
