using FsCheck;
using FsCheck.Fluent;
using Gonglian.Access;
using Gonglian.Access.Rules;
using Gonglian.Foundation.Callers;

namespace Gonglian.Rules.Tests;

/// <summary>禁止优先 — whatever is granted, delegated or put into a role meanwhile, a denied part stays shut until the denial ends.</summary>
public sealed class A_denial_is_sticky
{
    private const string Right = "enterprises.see";
    private static readonly DateOnly Day = new(2026, 9, 1);
    private static readonly string[] Paths =
        ["4403/", "4403/05/", "4403/05/008/", "4403/05/008/011/", "4403/05/008/011/p01/", "4403/05/008/012/", "4403/05/002/"];

    private enum Act
    {
        Grant,
        Lend,
        EndGrant,
        EditRole,
        DenyLender,
        DisableLender,
        MoreDenial,
    }

    [Fact]
    public void Until_the_denial_itself_is_ended()
    {
        var act = from kind in Gen.Elements(Enum.GetValues<Act>())
                  from place in Gen.Elements(Paths)
                  from number in Gen.Choose(0, 1000)
                  select (kind, place, number);
        var story = from denied in Gen.Elements(Paths)
                    from acts in Gen.ListOf(act)
                    select (denied, acts.ToList());
        Prop.ForAll(story.ToArbitrary(), s => Shut(s.denied, s.Item2)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_delegation_gives_nowhere_what_the_lender_does_not_hold_there()
    {
        var story = from source in Gen.Elements(Paths)
                    from part in Gen.Elements(Paths)
                    from denial in Gen.Elements(Paths)
                    from denies in Gen.Elements(true, false)
                    select (source, part, denial, denies);
        Prop.ForAll(story.ToArbitrary(), s =>
        {
            var house = new House();
            var own = house.Add(2, s.source);
            var shut = s.denies ? house.Add(2, s.denial, deny: true) : null;
            house.Add(1, s.part, source: own.Key);
            var (lender, holder) = (house.CallerOf(2), house.CallerOf(1));
            return Paths.All(p => !holder.Can(Right, p) || lender.Can(Right, p)) && (shut is null || !holder.Can(Right, s.denial));
        }).QuickCheckThrowOnFailure();
    }

    private static bool Shut(string denied, List<(Act Kind, string Place, int Number)> acts)
    {
        var house = new House();
        var denial = house.Add(1, denied, deny: true);
        foreach (var (kind, place, number) in acts)
        {
            house.Do(kind, place, number, denial);
            var caller = house.CallerOf(1);
            if (Paths.Any(p => PathRange.Of(denied).Covers(p) && (caller.Can(Right, p) || caller.Covers(p))))
                return false;
        }
        // And it is the denial that shuts: what was given opens once it ends.
        house.Add(1, denied);
        denial.End(Day);
        return house.Grants.Any(g => g is { UserKey: 1, Deny: true, Ended: false }) || house.CallerOf(1).Can("role.held", denied);
    }

    /// <summary>Grants of two people in memory: 1 is shut out, 2 lends.</summary>
    private sealed class House
    {
        private readonly User lender = new()
        {
            Key = 2,
            Id = Guid.CreateVersion7(),
            Path = "4403/",
            Login = "er",
            NormalisedLogin = "er",
            Name = "二",
        };

        private HashSet<string> rights = [Right, "role.held"];
        private long key;

        public List<Granted> Grants { get; } = [];

        public Granted Add(long user, string path, bool deny = false, long? source = null)
        {
            var granted = new Granted
            {
                Key = ++key,
                Id = Guid.CreateVersion7(),
                UserKey = user,
                RoleCode = deny ? "" : "role",
                Path = path,
                Deny = deny,
                EffectiveFrom = Day,
                GrantedBy = "一",
                SourceKey = source,
            };
            Grants.Add(granted);
            return granted;
        }

        public void Do(Act kind, string place, int number, Granted denial)
        {
            switch (kind)
            {
                case Act.Grant:
                    Add(1 + (number % 2), place);
                    break;
                case Act.Lend when Grants.Where(g => g is { UserKey: 2, Deny: false }).ToList() is { Count: > 0 } own:
                    Add(1, place, source: own[number % own.Count].Key);
                    break;
                case Act.EndGrant when Grants[number % Grants.Count] is var one && one != denial:
                    one.End(Day);
                    break;
                case Act.EditRole:
                    rights = number % 2 == 0 ? ["role.held"] : [Right, "role.held", "enterprises.edit"];
                    break;
                case Act.DenyLender:
                    Add(2, place, deny: true);
                    break;
                case Act.DisableLender when number % 2 == 0:
                    lender.Disable();
                    break;
                case Act.DisableLender:
                    lender.Enable();
                    break;
                case Act.MoreDenial:
                    Add(1, place, deny: true).End(Day);
                    break;
            }
        }

        public Caller CallerOf(long user)
        {
            var denials = Grants.FindAll(g => g is { UserKey: 2, Deny: true });
            var sources = Grants.Where(g => g.UserKey == 2).ToDictionary(g => g.Key, g => new Source(g, lender, denials));
            var powers = Powers.Of(Grants.Where(g => g.UserKey == user), sources, new Dictionary<string, IReadOnlySet<string>> { ["role"] = rights }, Day)
                .ToList();
            // At most four separate parts; more is refused when it is given.
            try
            {
                return new Caller(Guid.CreateVersion7(), "一", powers);
            }
            catch (Foundation.Rules.Refused)
            {
                return Caller.Nobody;
            }
        }
    }
}
