using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>The databases on which everything is promised to work.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>
/// Runs a test on SQLite, and on PostgreSQL too where <c>GONGLIAN_TEST_POSTGRES</c> names a server. The test's first
/// parameter is the <see cref="Database"/>; further arguments may follow.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEveryDatabaseAttribute(params object?[] arguments) : DataAttribute
{
    /// <summary>What follows the database.</summary>
    public IReadOnlyList<object?> Arguments => arguments;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Databases.All.Select(d => new TheoryDataRow([d, .. arguments]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
