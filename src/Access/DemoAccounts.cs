using System.Text.Json;
using Gonglian.Foundation.Data;

namespace Gonglian.Access;

/// <summary>示例账号: shown on the sign-in page of a demonstration, and nowhere else.</summary>
/// <param name="Login">登录名.</param>
/// <param name="Password">Shown openly: nothing in a demonstration is anybody's.</param>
/// <param name="Role">The role in words, in Chinese.</param>
/// <param name="Unit">Where, in words.</param>
public sealed record DemoAccount(string Login, string Password, string Role, string Unit);

/// <summary>Keeps the demonstration's accounts in a setting; a store without it shows none.</summary>
public static class DemoAccounts
{
    private const string Name = "demo.accounts";

    /// <summary>Keeps them, inside a change.</summary>
    public static Task Keep(AppDb db, IReadOnlyList<DemoAccount> accounts) =>
        db.Set(Name, JsonSerializer.Serialize(accounts));

    /// <summary>The accounts of a demonstration; none in a store of real work.</summary>
    public static async Task<IReadOnlyList<DemoAccount>> Read(AppDb db) =>
        await db.Get(Name) is { } json ? JsonSerializer.Deserialize<DemoAccount[]>(json)! : [];
}
