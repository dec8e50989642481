namespace Gonglian.Access;

/// <summary>The roles that a new store begins with. From then on roles are data.</summary>
public static class RoleCatalogue
{
    /// <summary>系统管理员: administers accounts, gives any role inside the own scope, sees nothing of the work.</summary>
    public const string SystemAdmin = "system-admin";

    /// <summary>区干事.</summary>
    public const string DistrictOfficer = "district-officer";

    private const string Overview = "insight.see organisations.see enterprises.see establishment.see";

    private const string Officer =
        Overview + " organisations.edit groups.edit enterprises.edit enterprises.import enterprises.export enterprises.reveal";

    /// <summary>Code, name and rights, in the order in which they are offered.</summary>
    /// <remarks>安全管理员 and 审计管理员 are kept free: they hold no right yet and are not offered.</remarks>
    public static IReadOnlyList<(string Code, string Name, string Rights)> Roles { get; } =
    [
        ("district-leader", "区领导", Overview + " enterprises.export groups.edit figures.define figures.freeze"),
        (DistrictOfficer, "区干事", Officer + " exclusions.decide figures.freeze"),
        ("subdistrict-officer", "街道干事", Officer),
        ("community-officer", "社区专干", Officer),
        ("station-chief", "站长", Officer + " exclusions.decide figures.freeze"),
        ("auditor", "审计", Overview + " access.see records.see"),
        (SystemAdmin, "系统管理员", "access.see access.manage access.appoint"),
        ("security-admin", "安全管理员", ""),
        ("audit-admin", "审计管理员", ""),
    ];
}
