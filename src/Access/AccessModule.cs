using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Modules;
using Gonglian.Foundation.Vaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gonglian.Access;

/// <summary>权限: accounts, roles, who may do what where.</summary>
public sealed class AccessModule : Module
{
    /// <summary>Name of the cookie that names the session.</summary>
    internal const string Cookie = "gonglian";

    /// <inheritdoc/>
    public override string Title => "权限";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights =>
    [
        new("access.see", "查看账号、授权及其变更记录"),
        new("access.manage", "管理账号与授权"),
        new("access.appoint", "授予自己没有的角色"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation => [new("账号", "/users", "access.see", 200)];

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<Sessions>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<Guesses>();
        services.AddScoped<Tries>();
        services.AddScoped<SecondSteps>();
        services.AddScoped<OwnSessions>();
        services.AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
            (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required"));
        services.AddScoped<SignIns>();
        services.AddScoped<Administration>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Accounts.Rounds);
        services.AddIdentityCore<User>(identity => identity.User.AllowedUserNameCharacters = "")
            .AddUserStore<UserStore>()
            .AddSignInManager();
        services.AddScoped<ILookupNormalizer, UserStore>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, Keep);
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).PostConfigure<TimeProvider>(
            (cookie, clock) => cookie.TicketDataFormat = new Tickets(cookie.TicketDataFormat, clock));
        services.AddDataProtection().SetApplicationName("Gonglian");
        services.AddSingleton<ProtectionKeys>();
        services.AddSingleton<IWrapped>(s => s.GetRequiredService<ProtectionKeys>());
        services.AddSingleton<KeySealer>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s =>
            new ConfigureOptions<KeyManagementOptions>(keys =>
            {
                keys.XmlRepository = s.GetRequiredService<ProtectionKeys>();
                keys.XmlEncryptor = s.GetRequiredService<KeySealer>();
            }));
    }

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        User.Map(model);
        Role.Map(model);
        Granted.Map(model);
        Session.Map(model);
        ProtectionKey.Map(model);
        FamiliarAddress.Map(model);
        Authenticator.Map(model);
        RecoveryCode.Map(model);
        Passkey.Map(model);
    }

    /// <inheritdoc/>
    public override void Pipeline(IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<Writes>().WhenRefused = app.ApplicationServices.GetRequiredService<Attempts>().Refused;
        app.UseMiddleware<Gate>();
    }

    /// <inheritdoc/>
    public override void Endpoints(IEndpointRouteBuilder routes)
    {
        UserList.Map(routes);
        routes.MapPost("/sign-out", async (HttpContext http, Caller caller, SignIns signIns, IAntiforgery forgery) =>
        {
            if (!await forgery.IsRequestValidAsync(http))
                return Results.BadRequest();
            await signIns.SignOut(http, caller);
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization();
        routes.MapPost("/account/second-step/passkeys/options", async (
            HttpContext http, Caller caller, Passkeys passkeys, IAntiforgery forgery) =>
            await forgery.IsRequestValidAsync(http)
                ? Results.Content(await passkeys.AskToAdd(http, caller), "application/json")
                : Results.BadRequest()).RequireAuthorization();
        routes.MapPost("/sign-in/passkey", async (HttpContext http, Passkeys passkeys, IAntiforgery forgery) =>
            await forgery.IsRequestValidAsync(http)
                ? Results.Content(await passkeys.AskToSignIn(http), "application/json")
                : Results.BadRequest()).AllowAnonymous();
    }

    private static void Keep(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = Cookie;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // How long a pause may be is looked at with every request; see Sessions.
        cookie.ExpireTimeSpan = Session.Longest;
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "back";
        cookie.Events.OnRedirectToLogin = Answers.NotSignedIn;
        cookie.Events.OnRedirectToAccessDenied = Answers.NotAllowed;
    }
}

/// <summary>The room's tables.</summary>
public static class AccessTables
{
    extension(AppDb db)
    {
        /// <summary>账号.</summary>
        public DbSet<User> Users => db.Set<User>();

        /// <summary>角色.</summary>
        public DbSet<Role> Roles => db.Set<Role>();

        /// <summary>授权.</summary>
        public DbSet<Granted> Grants => db.Set<Granted>();

        /// <summary>会话.</summary>
        public DbSet<Session> Sessions => db.Set<Session>();

        /// <summary>验证器.</summary>
        public DbSet<Authenticator> Authenticators => db.Set<Authenticator>();

        /// <summary>通行密钥.</summary>
        public DbSet<Passkey> Passkeys => db.Set<Passkey>();

        /// <summary>恢复码.</summary>
        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        /// <summary>用过的地址.</summary>
        public DbSet<FamiliarAddress> FamiliarAddresses => db.Set<FamiliarAddress>();
    }
}
