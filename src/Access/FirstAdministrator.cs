using System.Security.Cryptography;
using System.Text;
using Gonglian.Access.Rules;
using Gonglian.Access.SigningIn;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Tree;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>首个管理员: how an empty store gets its first account without a default password.</summary>
public static class FirstAdministrator
{
    private const string Name = "first-administrator";

    /// <summary>Makes a link that works once; an earlier one no longer works.</summary>
    /// <param name="store">The store.</param>
    /// <param name="writes">Its writer.</param>
    /// <param name="address">Where the server listens, e.g. <c>http://localhost:5080</c>.</param>
    /// <returns>The link for the console, or nothing when the store has an account.</returns>
    public static async Task<string?> Link(Store store, Writes writes, string address)
    {
        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var made = await writes.Do(Caller.System("系统"), async db =>
        {
            if (await db.Users.AnyAsync())
                return false;
            await db.Set(Name, HashOf(token));
            return true;
        });
        return made ? $"{address.TrimEnd('/')}/welcome?token={token}" : null;
    }

    /// <summary>Whether the token is that of the link last made, and there is no account yet.</summary>
    public static async Task<bool> Opens(AppDb db, string? token) =>
        token is { Length: > 0 and < 200 } && await db.Get(Name) is { Length: > 0 } hash
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(token)))
        && !await db.Users.IgnoreQueryFilters([AppDb.ScopeFilter]).AnyAsync();

    /// <summary>Demands that the form is filled as it must be; says everything that is wrong at once.</summary>
    /// <exception cref="Refused">
    /// <c>access.unit-name</c>: no name; <c>access.district-code</c>: not six digits of a district; and those of
    /// <see cref="Accounts.CheckName"/>, <see cref="Logins"/>, <see cref="Passwords"/> and <see cref="BreachedPasswords"/>.
    /// </exception>
    public static void Check(WelcomeForm form, BreachedPasswords breached)
    {
        var no = new Refusals();
        Keep(no, () => NameOf(form.City, "city"));
        Keep(no, () => NameOf(form.District, "district"));
        Keep(no, () => CodeOf(form.Code));
        Keep(no, () => Accounts.CheckName(form.Name));
        Keep(no, () => Logins.Check(form.Login));
        Keep(no, () =>
        {
            Passwords.Check(form.Password, Logins.Normal(form.Login));
            breached.Check(form.Password);
        });
        no.Throw();
    }

    /// <summary>Makes city, district and the first account inside a change, and uses the link up.</summary>
    /// <param name="db">The writable context, of the program itself.</param>
    /// <param name="form">What the page asked for.</param>
    /// <param name="passwordHash">From <see cref="Accounts.Hash"/>.</param>
    /// <param name="now">When, UTC.</param>
    /// <exception cref="Refused">
    /// <c>access.link-used</c>: not the link last made, or used; <c>access.district-code</c>: not six digits of a
    /// district; <c>access.unit-name</c>: no name; and those of <see cref="Accounts.Create"/>.
    /// </exception>
    public static async Task<User> Create(AppDb db, WelcomeForm form, string passwordHash, DateTime now)
    {
        if (!await Opens(db, form.Token))
            throw new Refused("access.link-used", "这个链接已用过或已失效。请在服务器上重新启动程序,使用控制台上新的链接。");
        await db.Set(Name, "");
        var code = CodeOf(form.Code);
        var day = China.Day(now);
        var city = AddUnit(db, null, code[..4] + "/", code[..4] + "00", form.City, "city", UnitKind.City, day);
        var district = AddUnit(
            db, city.Key, $"{code[..4]}/{code[4..]}/", code, form.District, "district", UnitKind.District, day);
        var user = await Accounts.Create(db, form.Login ?? "", form.Name ?? "", district.Path, passwordHash, now);
        Accounts.Grant(db, user, RoleCatalogue.SystemAdmin, city.Path, day);
        if (form.Officer)
            Accounts.Grant(db, user, RoleCatalogue.DistrictOfficer, district.Path, day);
        return user;
    }

    private static void Keep(Refusals no, Action check)
    {
        try
        {
            check();
        }
        catch (Refused refused)
        {
            no.Add(refused);
        }
    }

    private static string CodeOf(string? typed)
    {
        var code = Plain.Code(typed);
        return code.Length == 6 && code.All(char.IsAsciiDigit) && !code.EndsWith("00", StringComparison.Ordinal)
            ? code
            : throw new Refused("access.district-code", "区划代码为 6 位数字,后两位不是 00,例如 440305").At("code");
    }

    private static string NameOf(string? typed, string field) => typed?.Trim() is { Length: > 0 and <= 100 } name
        ? name
        : throw new Refused("access.unit-name", "请填写名称,不超过 100 个字").At(field);

    private static Unit AddUnit(
        AppDb db, long? parent, string path, string code, string? name, string field, UnitKind kind, DateOnly day)
    {
        var unit = new Unit
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = path,
            ParentKey = parent,
            Code = code + "000000",
            Name = NameOf(name, field),
            Kind = kind,
            ValidFrom = day,
        };
        db.Add(unit);
        return unit;
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What the page of the first administrator asks for.</summary>
public sealed class WelcomeForm
{
    /// <summary>From the link.</summary>
    public string? Token { get; set; }

    /// <summary>登录名.</summary>
    public string? Login { get; set; }

    /// <summary>姓名.</summary>
    public string? Name { get; set; }

    /// <summary>密码.</summary>
    public string? Password { get; set; }

    /// <summary>City, as a name.</summary>
    public string? City { get; set; }

    /// <summary>District, as a name.</summary>
    public string? District { get; set; }

    /// <summary>The district's six digits.</summary>
    public string? Code { get; set; }

    /// <summary>Whether the administrator does the work of the district as well: a decision of the person, not of the program.</summary>
    public bool Officer { get; set; }
}
