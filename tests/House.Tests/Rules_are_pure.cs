using System.Reflection;
using System.Runtime.InteropServices;

namespace Gonglian.House.Tests;

/// <summary>规则 — what stands in a <c>Rules</c> namespace is plain C#: no database, no web, no clock, no files.</summary>
public sealed class Rules_are_pure
{
    private static readonly string[] Far =
    [
        "Microsoft.", "Npgsql", "System.Net.", "System.Data.", "System.IO.File", "System.IO.Directory",
        "System.Threading.Tasks.", "System.Threading.Thread", "System.Environment", "System.Console", "System.Random",
        "System.Diagnostics.Process", "System.Diagnostics.Stopwatch",
    ];

    private static readonly string[] Clocks =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.TimeProvider.get_System",
        "System.TimeZoneInfo.get_Local", "System.Guid.NewGuid",
    ];

    private static IEnumerable<MethodBase> Rules => Tree.Assemblies.SelectMany(Code.Methods)
        .Where(m => $"{Code.Outermost(m.DeclaringType!).Namespace}.".Contains(".Rules."));

    [Fact]
    public void They_touch_nothing_outside_themselves() => Tree.Nothing("Rules that touch the outside",
        from method in Rules
        from member in Code.Members(method)
        let name = Name(member)
        where name != "System.Environment.get_CurrentManagedThreadId" // every iterator that the compiler writes
        where Far.Any(f => name.StartsWith(f, StringComparison.Ordinal)) || Clocks.Contains(name)
        select $"{Code.Outermost(method.DeclaringType!).FullName}.{method.Name}: {name}");

    [Fact]
    public void There_are_rules_to_look_at() => Assert.InRange(Rules.Count(), 100, 100_000);

    [Fact]
    public void Nobody_anywhere_asks_a_clock_but_the_one_handed_in() => Tree.Nothing("Clocks",
        from method in Tree.Assemblies.SelectMany(Code.Methods)
        from member in Code.Members(method)
        let name = Name(member)
        let type = Code.Outermost(method.DeclaringType!).FullName!
        where Clocks.Contains(name) && !Allowed.ContainsKey($"{type} {name}")
        select $"{type}.{method.Name}: {name}");

    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Gonglian.Host.House System.TimeProvider.get_System"] = "the one place where the real clock comes in",
        ["Gonglian.Host.Commands.Days System.TimeProvider.get_System"] = "the command line's own today",
        ["Gonglian.Host.Commands.Serving System.TimeProvider.get_System"] = "the day of the first start",
        ["Gonglian.Host.Demo.Demonstration System.TimeProvider.get_System"] = "an anchor must not lie in the future",
    };

    private static string Name(MemberInfo member)
    {
        if (member is Type type)
            return $"{type.FullName ?? type.Name}";
        return $"{member.DeclaringType?.FullName ?? RuntimeInformation.FrameworkDescription}.{member.Name}";
    }
}
