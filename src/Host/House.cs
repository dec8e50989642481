using System.Text.Encodings.Web;
using System.Text.Unicode;
using Gonglian.Access;
using Gonglian.Access.SigningIn;
using Gonglian.Enterprises;
using Gonglian.Establishment;
using Gonglian.Foundation;
using Gonglian.Foundation.Apis;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Ui;
using Gonglian.Foundation.Vaults;
using Gonglian.Host.Layout;
using Gonglian.Host.Operations;
using Gonglian.Insight;
using Gonglian.Organisations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Gonglian.Host;

/// <summary>Where and how the house stands.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="Connection">A PostgreSQL connection string, or nothing for SQLite in the folder.</param>
/// <param name="Urls">Addresses to listen on, separated by semicolons; nothing for the framework's own settings.</param>
/// <param name="Clock">The clock; tests bring their own.</param>
/// <param name="Store">The store, where it is opened already.</param>
/// <param name="BreachedPasswords">A list of breached passwords; nothing for the one in the data folder, if it is there.</param>
/// <param name="Proxies">The networks of reverse proxies that are believed; nothing for nobody.</param>
public sealed record HouseOptions(
    string Data, string? Connection = null, string? Urls = null, TimeProvider? Clock = null, Store? Store = null,
    string? BreachedPasswords = null, IReadOnlyList<System.Net.IPNetwork>? Proxies = null);

/// <summary>Puts the rooms together.</summary>
public static class House
{
    /// <summary>The rooms, from the ground up.</summary>
    public static IReadOnlyList<Module> Modules { get; } =
    [
        new OrganisationsModule(), new EnterprisesModule(), new AccessModule(), new EstablishmentModule(),
        new InsightModule(), new SystemModule(),
    ];

    /// <summary>The whole program, ready to start.</summary>
    public static WebApplication Build(HouseOptions options, Action<WebApplicationBuilder>? also = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "Gonglian.Host",
            ContentRootPath = AppContext.BaseDirectory,
        });
        if (options.Urls is not null)
            builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(k => k.AddServerHeader = false);
        Services(builder.Services, options);
        also?.Invoke(builder);
        var app = builder.Build();
        Pipeline(app);
        return app;
    }

    /// <summary>Everything but the web server; the command line needs no more.</summary>
    public static void Services(IServiceCollection services, HouseOptions options)
    {
        var clock = options.Clock ?? TimeProvider.System;
        var english = English();
        services.AddSingleton(clock);
        services.AddSingleton(_ => options.Store ?? new Store(Modules, options.Data, options.Connection, clock));
        services.AddSingleton<Writes>();
        services.AddSingleton(new Vault(Path.Combine(options.Data, "keys")));
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<IWrapped, WrappedPersons>();
        services.AddSingleton<IWrapped, WrappedFiles>();
        services.AddSingleton<IWrapped>(s => s.GetRequiredService<SigningKeys>());
        services.AddSingleton<Rotation>();
        services.AddHostedService<TrailAdoption>();
        services.AddSingleton<JobKind, TrailRootJob>();
        services.AddSingleton<JobKind, TrailCheckJob>();
        services.AddSingleton<IRoll, TrailRootRoll>();
        services.AddSingleton(BreachedPasswords.Of(options.Data, options.BreachedPasswords));
        services.AddSingleton<DayRoll>();
        services.AddSingleton<Turning>();
        services.AddSingleton<BulletinBoard>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService(s => s.GetRequiredService<JobRunner>());
        services.AddSingleton<Health>();
        Proxies.Believe(services, options.Proxies ?? []);
        services.AddHttpContextAccessor();
        services.AddScoped(s => Current(s)?.Features.Get<Caller>() ?? Caller.Nobody);
        services.AddScoped(s => Languages.IsEnglish(Current(s)) ? english : Texts.Chinese);
        services.AddScoped(s => s.GetRequiredService<Store>().Read(s.GetRequiredService<Caller>()));
        services.AddScoped<IAuthorizationHandler, NeedsHandler>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddExceptionHandler<ApiBreakdown>();
        services.AddOpenApi("v1", ApiDocument.Describe);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var module in Modules)
            module.Services(services);
    }

    /// <summary>The English of every room.</summary>
    public static Texts English() => Texts.Load(Modules.Select(m => m.GetType().Assembly)
        .Append(typeof(Texts).Assembly).Append(typeof(House).Assembly).Distinct());

    /// <summary>The assemblies with pages, besides the program's own.</summary>
    public static IEnumerable<System.Reflection.Assembly> Rooms =>
        Modules.Select(m => m.GetType().Assembly).Distinct().Where(a => a != typeof(House).Assembly);

    private static HttpContext? Current(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext;

    private static void Pipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            SuppressDiagnosticsCallback = broken => ApiBreakdown.IsSendersOwn(broken.Exception),
        });
        app.UseStatusCodePagesWithReExecute("/missing", "?code={0}", createScopeForStatusCodePages: true);
        app.Use(Looked);
        app.UseApiProblems();
        app.Use(Headers);
        app.UseStaleForms();
        app.UseAuthentication();
        foreach (var module in Modules)
            module.Pipeline(app);
        app.UseKeptForms();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapOpenApi("/api/{documentName}/openapi.json");
        Languages.Map(app);
        Health.Map(app);
        foreach (var module in Modules)
            module.Endpoints(app);
        app.MapRazorComponents<App>()
            .AddAdditionalAssemblies([.. Rooms]);
    }

    // The page that says what went wrong is looked at, whatever was sent: nobody reads the rest of an upload for it, and no
    // form is looked for on it.
    private static Task Looked(HttpContext http, RequestDelegate next)
    {
        var isTold = http.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || http.Features.Get<IExceptionHandlerFeature>() is not null;
        if (isTold && HttpMethods.IsPost(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }

    private static Task Headers(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()";
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize ??= ApiRoutes.Largest;
        return next(http);
    }
}
