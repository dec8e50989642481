using Gonglian.Access.Programs;
using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Bulletins;
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
        new(AccessRights.See, "查看账号、授权及其变更记录"),
        new(AccessRights.Manage, "建立、修改、停用账号"),
        new(AccessRights.Reset, "重置密码、解锁账号"),
        new(AccessRights.Grant, "授予和收回角色、禁止进入"),
        new(AccessRights.Appoint, "授予自己没有的角色"),
        new(AccessRights.Roles, "编辑角色"),
        new(AccessRights.SignIn, "决定登录规则"),
        new(AccessRights.Sessions, "结束别人的登录、移除第二步验证"),
        new(AccessRights.Audit, "查看账号与授权的全部记录"),
        new(AccessRights.Confirm, "确认别人提出的角色改动和管理员任命"),
        new(AccessRights.Who, "查看谁能看到一处单位或企业"),
        new(AccessRights.Programs, "管理程序接入"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<NavigationEntry> Navigation =>
        [new("账号", "/users", AccessRights.See, 200), new("程序接入", "/programs", AccessRights.Programs, 240)];

    /// <inheritdoc/>
    public override void Services(IServiceCollection services)
    {
        services.AddSingleton<Sessions>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<Limits>();
        services.AddScoped<ProgramKeeping>();
        services.AddSingleton<Guesses>();
        services.AddScoped<Tries>();
        services.AddScoped<SecondSteps>();
        services.AddScoped<OwnSessions>();
        services.AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
            (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required"));
        services.AddScoped<SignIns>();
        services.AddScoped<Administration>();
        services.AddScoped<Proposals>();
        services.AddScoped<Delegating>();
        services.AddSingleton<IHear<PostEnded>, PostHearing>();
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
        Proposal.Map(model);
        ProgramKey.Map(model);
    }

    /// <inheritdoc/>
    public override void Pipeline(IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<Writes>().WhenRefused = app.ApplicationServices.GetRequiredService<Attempts>().Refused;
        app.Use(app.ApplicationServices.GetRequiredService<Limits>().Pass);
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

        /// <summary>待确认的改动.</summary>
        public DbSet<Proposal> Proposals => db.Set<Proposal>();

        /// <summary>程序密钥.</summary>
        public DbSet<ProgramKey> ProgramKeys => db.Set<ProgramKey>();

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
