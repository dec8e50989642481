using System.Text.Json;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Access;

/// <summary>登录规则: what holds for everybody's signing in, for the whole store.</summary>
/// <param name="IdleMinutes">不操作多久要重新登录: the longest pause of a session, in minutes.</param>
/// <param name="SecondStep">谁必须设置第二步验证: a code of <see cref="Whom"/>.</param>
/// <param name="DelegationDays">委托最长多少天: the longest time for which a role is handed to a colleague.</param>
public sealed record SignInRules(int IdleMinutes, string SecondStep, int DelegationDays = 60)
{
    /// <summary>Whom the second step can be demanded of: code and words.</summary>
    public static IReadOnlyList<(string Code, string Title)> Whom { get; } =
        [(Administrators, "系统、安全、审计管理员"), (Everybody, "所有人"), (Nobody, "不强制")];

    /// <summary>Those who carry one of the three duties; see <see cref="Duties"/>.</summary>
    public const string Administrators = "administrators";

    /// <summary>Every account.</summary>
    public const string Everybody = "everybody";

    /// <summary>No account; whoever wishes may.</summary>
    public const string Nobody = "nobody";

    /// <summary>The shortest and the longest idle time that can be set, in minutes.</summary>
    public const int ShortestIdle = 5, LongestIdle = 24 * 60;

    /// <summary>The longest and the shortest of <see cref="DelegationDays"/>.</summary>
    public const int LongestDelegation = 366, ShortestDelegation = 1;

    /// <summary>The setting in which they are kept.</summary>
    public const string Name = "access.sign-in-rules";

    /// <summary>What holds where nothing was decided.</summary>
    public static SignInRules Usual { get; } = new(8 * 60, Administrators);

    /// <summary>The longest pause of a session.</summary>
    public TimeSpan Idle => TimeSpan.FromMinutes(IdleMinutes);

    /// <summary>Whether an account must have a second step; accounts of a demonstration never, they are everybody's.</summary>
    public bool Demands(User user, Caller caller) => !user.Sample
        && (SecondStep == Everybody || (SecondStep == Administrators && Duties.IsCarriedBy(caller)));

    /// <summary>What holds.</summary>
    public static async Task<SignInRules> Read(AppDb db) =>
        await db.Get(Name) is { } json ? JsonSerializer.Deserialize<SignInRules>(json)! : Usual;

    /// <summary>The highest place of the tree: whoever may there decides the rules.</summary>
    /// <param name="db">A context that sees the whole tree.</param>
    public static async Task<string> Root(AppDb db) =>
        await db.Units.OrderBy(u => u.Path).Select(u => u.Path).FirstOrDefaultAsync() ?? "";

    /// <summary>Decides, inside a change; it stands in the change records.</summary>
    /// <param name="db">A writable context that sees the whole tree.</param>
    /// <param name="caller">Who decides.</param>
    /// <param name="rules">What is to hold.</param>
    /// <param name="now">When, UTC.</param>
    /// <exception cref="Refused">
    /// <c>access.idle</c>: not between 5 minutes and a day; <c>access.second-step</c>: nobody that can be chosen;
    /// <c>access.delegation-days</c>: not between a day and a year;
    /// <c>access.not-allowed</c>: the caller may not for the whole store.
    /// </exception>
    public static async Task Decide(AppDb db, Caller caller, SignInRules rules, DateTime now)
    {
        var root = await Root(db);
        caller.Need(AccessRights.SignIn, root);
        var no = new Refusals();
        no.When(rules.IdleMinutes is < ShortestIdle or > LongestIdle,
            "idle", "access.idle", "不操作的时间在 5 分钟到 24 小时之间");
        no.When(!Whom.Any(w => w.Code == rules.SecondStep), "second-step", "access.second-step", "请选择谁必须设置");
        no.When(rules.DelegationDays is < ShortestDelegation or > LongestDelegation,
            "delegation", "access.delegation-days", "委托的天数在 1 到 366 之间");
        no.Throw();
        var before = await Read(db);
        if (before == rules)
            return;
        await db.Set(Name, JsonSerializer.Serialize(rules));
        db.Note(null, now, new Record(root), "edit", Told(before), Told(rules));
    }

    private static Dictionary<string, object?> Told(SignInRules rules) => new()
    {
        ["IdleMinutes"] = rules.IdleMinutes,
        ["DelegationDays"] = rules.DelegationDays,
        ["SecondStep"] = Whom.First(w => w.Code == rules.SecondStep).Title,
    };

    private sealed class Record(string path) : IRecorded
    {
        public string Subject => "sign-in-rules";

        public long SubjectKey => 0;

        public string SubjectPath => path;
    }
}
