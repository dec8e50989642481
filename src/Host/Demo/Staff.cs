using Gonglian.Access;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Demo;

/// <summary>示例账号: one person for each role, with one password that is shown openly.</summary>
public static class Staff
{
    /// <summary>The password of all of them. Nothing in a demonstration is anybody's.</summary>
    public const string Password = "gonglian-2020";

    private static readonly (string Login, string Name, string Role, string Path, string Unit)[] People =
    [
        ("leader", "示例区领导", "district-leader", "4403/05/", "南山区"),
        ("officer", "示例区干事", RoleCatalogue.DistrictOfficer, "4403/05/", "南山区"),
        ("taoyuan", "示例街道干事", "subdistrict-officer", "4403/05/008/", "桃源街道"),
        ("pingshan", "示例社区专干", "community-officer", "4403/05/008/011/", "平山社区"),
        ("chief", "示例站长", "station-chief", "4403/05/008/011/", "平山社区"),
        ("auditor", "示例审计", "auditor", "4403/05/", "南山区"),
        ("admin", "示例系统管理员", RoleCatalogue.SystemAdmin, "4403/", "深圳市"),
        ("security", "示例安全管理员", RoleCatalogue.SecurityAdmin, "4403/", "深圳市"),
        ("trail", "示例审计管理员", RoleCatalogue.AuditAdmin, "4403/", "深圳市"),
    ];

    /// <summary>Makes the accounts and keeps them for the sign-in page.</summary>
    /// <returns>Callers by login, for what the demonstration lets them do.</returns>
    public static async Task<IReadOnlyDictionary<string, Caller>> Engage(Writes writes, Caller maker, DateTime now)
    {
        var hash = Accounts.Hash(Password);
        return await writes.Do(maker, async db =>
        {
            var callers = new Dictionary<string, Caller>(StringComparer.Ordinal);
            foreach (var (login, name, role, path, _) in People)
            {
                var user = await Accounts.Create(db, login, name, path, hash, now, sample: true);
                Accounts.Grant(db, user, role, path, China.Day(now));
                callers[login] = new Caller(user.Id, name, [new Grant(path, null, false)]);
            }
            await DemoAccounts.Keep(db, [.. People.Select(p => new DemoAccount(p.Login, Password, RoleName(p.Role), p.Unit))]);
            return callers;
        });
    }

    private static string RoleName(string code) => RoleCatalogue.Roles.First(r => r.Code == code).Name;
}
