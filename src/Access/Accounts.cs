using Gonglian.Access.Rules;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Gonglian.Access;

/// <summary>账号: making them and giving them roles, inside a change.</summary>
/// <remarks>
/// Nothing here asks who may: pages ask first. The command line and the
/// demonstration call these directly.
/// </remarks>
public static class Accounts
{
    /// <summary>Rounds of the slow hash; hashes of fewer rounds are made anew when their owner signs in.</summary>
    public const int Rounds = 210_000;

    private static readonly PasswordHasher<User> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    /// <summary>The slow hash of a password (PBKDF2, HMAC-SHA-512, 210,000 rounds).</summary>
    /// <remarks>Some 100 ms of one processor: call it before the change, never inside.</remarks>
    public static string Hash(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Makes an account that can do nothing yet.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="login">登录名.</param>
    /// <param name="name">姓名.</param>
    /// <param name="path">所在单位.</param>
    /// <param name="passwordHash">From <see cref="Hash"/>.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="byOther">The person must choose an own password at the first sign-in.</param>
    /// <param name="sample">Made for the demonstration.</param>
    /// <exception cref="Refused">
    /// <c>access.login</c>: not a login; <c>access.login-taken</c>: somebody has it; <c>access.name</c>: no name; all at once.
    /// </exception>
    public static async Task<User> Create(
        AppDb db, string login, string name, string path, string passwordHash, DateTime now,
        bool byOther = false, bool sample = false)
    {
        var no = new Refusals();
        var (checkedLogin, checkedName) = (no.Try(() => Logins.Check(login)), no.Try(() => CheckName(name)));
        var normal = Logins.Normal(login);
        if (checkedLogin is not null && await db.Users.IgnoreQueryFilters([AppDb.ScopeFilter]).AnyAsync(u => u.NormalisedLogin == normal))
            no.Add(new Refused("access.login-taken", "登录名“{0}”已有人用", checkedLogin).At("login"));
        no.Throw();
        var user = new User
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = path,
            Login = checkedLogin!,
            NormalisedLogin = normal,
            Name = checkedName!,
            Sample = sample,
        };
        user.SetPassword(passwordHash, now, byOther);
        db.Add(user);
        return user;
    }

    /// <summary>Gives a role in a part of the tree.</summary>
    /// <param name="db">The writable context.</param>
    /// <param name="user">Who gets it.</param>
    /// <param name="roleCode">Which role.</param>
    /// <param name="path">Where; with everything below it.</param>
    /// <param name="from">First day, in China.</param>
    /// <param name="to">First day on which it no longer holds; none while it lasts.</param>
    /// <param name="id">The grant's public id, where a form brought one.</param>
    /// <param name="postKey">The post that it hangs on.</param>
    /// <param name="sourceKey">The colleague's grant of which it is a part.</param>
    public static Granted Grant(
        AppDb db, User user, string roleCode, string path, DateOnly from, DateOnly? to = null, Guid? id = null,
        long? postKey = null, long? sourceKey = null) =>
        Add(db, user, roleCode, path, from, to, id, postKey, sourceKey);

    /// <summary>Takes a part of the tree away, whatever is granted there.</summary>
    public static Granted Deny(
        AppDb db, User user, string path, DateOnly from, DateOnly? to = null, Guid? id = null) =>
        Add(db, user, roleCode: null, path, from, to, id, postKey: null, sourceKey: null);

    /// <summary>A person's name as it is kept.</summary>
    /// <exception cref="Refused"><c>access.name</c>: empty or longer than 60.</exception>
    public static string CheckName(string? name) => name?.Trim() is { Length: > 0 and <= 60 } trimmed
        ? trimmed
        : throw new Refused("access.name", "请填写姓名,不超过 60 个字").At("name");

    private static Granted Add(
        AppDb db, User user, string? roleCode, string path, DateOnly from, DateOnly? to, Guid? id,
        long? postKey, long? sourceKey)
    {
        var granted = new Granted
        {
            Key = db.NextKey(),
            Id = id ?? Guid.CreateVersion7(),
            UserKey = user.Key,
            RoleCode = roleCode ?? "",
            Path = path,
            Deny = roleCode is null,
            EffectiveFrom = from,
            GrantedBy = db.Caller.Name,
            PostKey = postKey,
            SourceKey = sourceKey,
        }.Until(to);
        db.Add(granted);
        return granted;
    }
}
