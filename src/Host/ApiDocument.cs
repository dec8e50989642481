using System.Globalization;
using System.Text.Json.Nodes;
using Gonglian.Foundation.Apis;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gonglian.Host;

/// <summary>The OpenAPI document of the public API, from what the rooms say of their endpoints.</summary>
internal static class ApiDocument
{
    private const string Session = "session";
    private const string Problem = "Problem";

    /// <summary>Puts the rooms' words into the document.</summary>
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = d => d.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Gonglian 工联",
                Version = "v1",
                Description = "The same lists and columns as the pages. Every answer is limited to the caller's part of the "
                    + "tree. Sign in at /sign-in; the session cookie opens the API (keys for programs come later). Values out of "
                    + "few are codes, listed with their field; texts such as reasons are in the language of the request. What "
                    + "is missing is null. A word or a value of the query that there is not is refused, never left out. "
                    + "Refusals are problem details (RFC 9457) with a stable `code`, and with `errors` by field where a field "
                    + "is wrong.",
            };
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Session] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = "gonglian",
                    Description = "The cookie that signing in at /sign-in sets.",
                },
            };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
            document.Components.Schemas[Problem] = ProblemSchema;
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiDoc>().LastOrDefault() is { } doc)
                Describe(operation, doc, context);
            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, ApiDoc doc, OpenApiOperationTransformerContext context)
    {
        // What the framework finds of query and answers is said better, and once, by the room.
        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path)];
        foreach (var (fields, place) in new[] { (doc.Query, ParameterLocation.Query), (doc.Headers, ParameterLocation.Header) })
            foreach (var field in fields)
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = field.Name,
                    In = place,
                    Description = field.Description,
                    Required = field.Required,
                    Schema = field.Repeated
                        ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = SchemaOf(field) }
                        : SchemaOf(field),
                });
        if (doc.Body.Count > 0)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(Object(doc.Body)) };
        operation.Responses = [];
        operation.Responses[doc.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
        {
            Description = doc.File is not null ? "The file." : doc.IsList ? "A page of rows, in order." : "The row.",
            Content = doc.File is { } type ? Bytes(type) : Json(doc.IsList ? Page(doc) : Object(doc.Answer)),
        };
        foreach (var (status, says) in Refusals(doc, context.Description.RelativePath!))
            operation.Responses[status] = new OpenApiResponse
            {
                Description = says,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ApiProblems.Type] = new() { Schema = new OpenApiSchemaReference(Problem, context.Document) },
                },
            };
    }

    private static IEnumerable<(string Status, string Says)> Refusals(ApiDoc doc, string path)
    {
        yield return ("400", "Something in the request cannot be understood.");
        yield return ("401", "Not signed in.");
        yield return ("403", "The account has not the right.");
        if (doc.MayMiss || doc.Query.Any(q => q.Name is "place" or "unit") || path.Contains('{', StringComparison.Ordinal))
            yield return ("404", "There is none, or none in the caller's part of the tree.");
        yield return ("409", "A rule says no; `code` is stable.");
        if (doc.Body.Count > 0)
        {
            yield return ("413", "More than 4 MB.");
            yield return ("415", "Not sent as application/json.");
        }
        yield return ("500", "The program failed; nothing was saved.");
    }

    private static OpenApiSchema ProblemSchema => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Problem details (RFC 9457) with a sentence for people.",
        Required = new HashSet<string> { "status", "title", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("What kind of status it is."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["title"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The sentence, in the caller's language (cookie `language`, else Accept-Language).",
            },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable name of the refusal." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The sentence by field, where a field is wrong.",
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        },
    };

    private static OpenApiSchema Page(ApiDoc doc)
    {
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = Object(doc.Answer) },
            ["next"] = Text("Address of the next page; null on the last one."),
        };
        if (doc.IsCounted)
        {
            properties["previous"] = Text("Address of the page before; null on the first one.");
            properties["count"] = Object([
                new("number", "How many rows answer; at least so many when not exact.", ApiKind.Number),
                new("exact", "Whether that is all of them; ask with count=exact otherwise.", ApiKind.Flag),
                new("employees", "Employees of all that answer, unknown ones as 0; with count=people, and where an indicator of people is asked for by place alone; null otherwise.", ApiKind.Number),
                new("members", "Members, likewise.", ApiKind.Number),
            ]);
        }
        return new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties };
    }

    private static OpenApiSchema Object(IReadOnlyList<ApiField> fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(f => f.Name, IOpenApiSchema (f) => Answered(f)),
        Required = fields.Where(f => f.Required).Select(f => f.Name).ToHashSet(),
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };

    private static OpenApiSchema Answered(ApiField field)
    {
        var one = field.Parts.Count > 0 ? Object(field.Parts) : SchemaOf(field);
        if (!field.Repeated)
        {
            one.Type |= field.Required ? one.Type : JsonSchemaType.Null;
            one.Description = field.Description;
            return one;
        }
        one.Type &= ~JsonSchemaType.Null;
        one.Description = null;
        return new() { Type = JsonSchemaType.Array, Items = one, Description = field.Description };
    }

    private static OpenApiSchema SchemaOf(ApiField field) => new()
    {
        Description = field.Description,
        Type = field.Required ? TypeOf(field.Kind) : TypeOf(field.Kind) | JsonSchemaType.Null,
        Minimum = field.Kind == ApiKind.Number && field.Least is { } least ? least.ToString(CultureInfo.InvariantCulture) : null,
        Maximum = field.Most?.ToString(CultureInfo.InvariantCulture),
        Format = field.Kind switch
        {
            ApiKind.Day => "date",
            ApiKind.Instant => "date-time",
            ApiKind.Id => "uuid",
            _ => null,
        },
        Enum = field.Values is null ? null : [.. field.Values.Select(v => (JsonNode)JsonValue.Create(v)!)],
    };

    private static Dictionary<string, OpenApiMediaType> Bytes(string type) =>
        new() { [type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } };

    private static Dictionary<string, OpenApiMediaType> Json(OpenApiSchema schema) =>
        new() { [ApiRoutes.Json] = new OpenApiMediaType { Schema = schema } };

    private static JsonSchemaType TypeOf(ApiKind kind) => kind switch
    {
        ApiKind.Number => JsonSchemaType.Integer,
        ApiKind.Share => JsonSchemaType.Number,
        ApiKind.Flag => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
