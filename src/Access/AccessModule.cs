using Gonglian.Foundation.Data;
using Gonglian.Foundation.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Access;

/// <summary>权限: accounts, roles, who may do what where.</summary>
public sealed class AccessModule : Module
{
    /// <inheritdoc/>
    public override string Title => "权限";

    /// <inheritdoc/>
    public override IEnumerable<Right> Rights => [new("access.manage", "管理账号与授权")];

    /// <inheritdoc/>
    public override void Services(IServiceCollection services) =>
        services.AddAuthentication("cookie").AddCookie("cookie", c => c.LoginPath = "/sign-in");

    /// <inheritdoc/>
    public override void Map(ModelBuilder model)
    {
        User.Map(model);
        Role.Map(model);
        Granted.Map(model);
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
    }
}
