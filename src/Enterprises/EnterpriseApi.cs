using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Sheets;
using Gonglian.Foundation.Vaults;
using Gonglian.Organisations.Tree;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises;

/// <summary>The public API of the enterprises: the list with the page's filters and columns, one row, and registering.</summary>
internal static class EnterpriseApi
{
    private static readonly Dictionary<string, JsonEncodedText> Names =
        EnterpriseColumns.All.ToDictionary(c => c.Id, c => JsonEncodedText.Encode(c.Id), StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapApi("enterprises");
        var see = new NeedsAttribute("enterprises.see");
        group.MapGet("", List).RequireAuthorization(see).WithMetadata(EnterpriseApiDoc.List)
            .WithName("listEnterprises").WithSummary("Enterprises by filter, in order, page by page");
        group.MapGet("/{id:guid}", One).RequireAuthorization(see).WithMetadata(EnterpriseApiDoc.One)
            .WithName("getEnterprise").WithSummary("One enterprise, with every column");
        group.MapPost("", Register).RequireAuthorization(new NeedsAttribute("enterprises.edit"))
            .WithMetadata(EnterpriseApiDoc.Register)
            .WithName("registerEnterprise").WithSummary("Registers an enterprise; sent twice, it is registered once");
    }

    private static async Task<IResult> List(HttpContext http, Caller caller, AppDb db, DayRoll roll, EnterpriseList list, UnitTree units)
    {
        var query = http.Request.Query;
        var view = EnterpriseView.Read(query);
        foreach (var word in new[] { "after", "before" })
            if (query[word].ToString() is { Length: > 0 } token && EnterpriseCursor.Read(token, view.Sort) is null)
                throw ApiQuery.NoCursor(word, token);
        if (view.Filter.Place is { } place && (await units.Now(place)).PathsOf(place, caller)?.Any(caller.Covers) != true)
            throw ApiProblems.NoPlace(place);
        var columns = query["col"].Count == 0 ? EnterpriseColumns.Own : view.Columns;
        var size = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 50;
        var day = await roll.Today();
        var (page, count) = await list.PageAndCount(db, view.Ask(query, size), query["count"] == "exact", people: query["count"] == "people");
        await db.ReadBeside(page.Rows, columns, day);
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            Write(json, page.Rows, columns);
            json.WriteEndArray();
            json.WriteString("next", Other("after", page.Next));
            json.WriteString("previous", Other("before", page.Previous));
            json.WriteStartObject("count");
            json.WriteNumber("number", count.Number);
            json.WriteBoolean("exact", count.Exact);
            Number(json, "employees", count.People?.Employees);
            Number(json, "members", count.People?.Members);
            json.WriteEndObject();
            json.WriteEndObject();
        });

        string? Other(string word, EnterpriseCursor? cursor) => cursor is null ? null : view.Address(
            $"{ApiRoutes.Root}/enterprises", ("limit", size == 50 ? null : $"{size}"), (word, cursor.Token(view.Sort)));
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static async Task<IResult> One(Guid id, AppDb db, DayRoll roll, UnitTree units)
    {
        var day = await roll.Today();
        var found = await db.Enterprises.FirstOrDefaultAsync(e => e.Id == id);
        if (found is null)
            return Results.NotFound();
        var row = new EnterpriseRow(found, await units.Now());
        await db.ReadBeside([row], EnterpriseColumns.All, day);
        return new JsonAnswer(json => Write(json, [row], EnterpriseColumns.All));
    }

    private static async Task<IResult> Register(
        HttpContext http, Caller caller, AppDb reading, Writes writes, DayRoll roll, UnitTree units, CoverageParameters parameters,
        Vault vault, TimeProvider clock)
    {
        var sent = await ApiBody.Read(http, RegistrationJson.Default.Registration);
        if (sent.Id == Guid.Empty)
            sent.Id = IdOf(http.Request.Headers["Idempotency-Key"], caller);
        sent.Sent = Digest(sent, vault);
        var today = await roll.Today();
        Guid id;
        try
        {
            var place = sent.CanBePrepared ? (await units.Now()).Find(sent.Unit) : null;
            id = place?.Code == sent.Unit && place?.Kind >= UnitKind.Community && caller.Covers(place.Path)
                ? await Write(sent.Prepare(reading, await Books(reading), place, today, clock.GetUtcNow().UtcDateTime))
                : await Enter();
        }
        catch (Refused refused) when (refused.Code == Writes.AlreadyThere)
        {
            id = await Enter();
        }
        http.Response.Headers.Location = $"{ApiRoutes.Root}/enterprises/{id}";
        return new JsonAnswer(
            json =>
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteEndObject();
            },
            StatusCodes.Status201Created);

        Task<Guid> Write(NewFile file) => writes.Do(caller, async db =>
            await file.Write(db, await Books(db)) ? sent.Id : (await sent.Enter(db, await Books(db), today)).Id);

        Task<Guid> Enter() => writes.Do(caller, async db => (await sent.Enter(db, await Books(db), today)).Id);

        async Task<Ledger> Books(AppDb db) =>
            new(db, await parameters.Of(db), vault, today, clock.GetUtcNow().UtcDateTime);
    }

    // The same key of the same account names the same enterprise, whatever the key looks like.
    private static Guid IdOf(string? key, Caller caller)
    {
        if (string.IsNullOrEmpty(key))
            return Guid.CreateVersion7();
        return Guid.TryParse(key, out var id) && id != Guid.Empty
            ? id
            : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.UserId}\n{key}")).AsSpan(0, 16));
    }

    // Of what was understood, not of its spelling; keyed, since a telephone number could be guessed from it.
    private static long Digest(Registration sent, Vault vault) =>
        vault.Blind("registration", JsonSerializer.Serialize(sent, RegistrationJson.Default.Registration));

    private static void Write(Utf8JsonWriter json, IReadOnlyList<EnterpriseRow> rows, IReadOnlyList<Column<EnterpriseRow>> columns)
    {
        var named = columns.Select(c => (Name: Names[c.Id], c.Value)).ToArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            foreach (var (name, value) in named)
            {
                json.WritePropertyName(name);
                Write(json, value(row));
            }
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case Coded coded:
                json.WriteStringValue(coded.Code);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case DateOnly day:
                Span<char> text = stackalloc char[10];
                day.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
                json.WriteStringValue(text);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    /// <summary>JSON written straight from the columns.</summary>
    private sealed class JsonAnswer(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) : IResult
    {
        private static readonly JsonWriterOptions Plain = new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        };

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.ContentType) = (status, "application/json; charset=utf-8");
            await using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, Plain))
                write(json);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
