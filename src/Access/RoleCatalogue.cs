namespace Gonglian.Access;

/// <summary>The roles that a new store begins with. From then on roles are data.</summary>
public static class RoleCatalogue
{
    /// <summary>系统管理员: keeps accounts and the running of the system; gives no rights, sees nothing of the work.</summary>
    public const string SystemAdmin = "system-admin";

    /// <summary>安全管理员: keeps roles, grants, the rules of signing in and sessions; makes no accounts.</summary>
    public const string SecurityAdmin = "security-admin";

    /// <summary>审计管理员: sees records and trail, and nothing else.</summary>
    public const string AuditAdmin = "audit-admin";

    /// <summary>区干事.</summary>
    public const string DistrictOfficer = "district-officer";

    private const string Overview = "insight.see organisations.see enterprises.see establishment.see";

    private const string Officer =
        Overview + " organisations.edit groups.edit enterprises.edit enterprises.import enterprises.export enterprises.reveal";

    /// <summary>Code, name and rights, in the order in which they are offered.</summary>
    /// <remarks>
    /// Roles without rights wait for their rooms and are not offered. What the three administrators may do is fixed: see
    /// <see cref="IsFixed"/>.
    /// </remarks>
    public static IReadOnlyList<(string Code, string Name, string Rights)> Roles { get; } =
    [
        ("district-leader", "区领导", Overview + " enterprises.export groups.edit figures.define figures.freeze access.who"),
        (DistrictOfficer, "区干事", Officer + " exclusions.decide figures.freeze access.who"),
        ("subdistrict-officer", "街道干事", Officer),
        ("community-officer", "社区专干", Officer),
        ("station-chief", "站长", Officer + " exclusions.decide figures.freeze access.who"),
        ("auditor", "审计", Overview + " access.see access.who records.see"),
        (SystemAdmin, "系统管理员", "access.see access.manage access.reset access.confirm system.manage programs.manage"),
        (SecurityAdmin, "安全管理员",
            "access.see access.grant access.appoint access.roles access.sign-in access.sessions access.confirm access.who"),
        (AuditAdmin, "审计管理员", "records.see access.audit"),
        ("enterprise-officer", "企业工会干事", ""),
        ("mediator", "调解员", ""),
        ("facilitator", "议事主持人", ""),
        ("activist", "积极分子", ""),
        ("worker", "职工", ""),
        ("supplier", "服务商", ""),
    ];

    /// <summary>Whether a role's rights cannot be changed: those of the three administrators keep each other in check.</summary>
    public static bool IsFixed(string code) => code is SystemAdmin or SecurityAdmin or AuditAdmin;
}
