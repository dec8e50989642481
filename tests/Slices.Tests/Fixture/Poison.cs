using Gonglian.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Fixture;

/// <summary>A row that SQLite takes at once and refuses with the commit: what a full disk does, whenever a test wants it.</summary>
public static class Poison
{
    /// <summary>Makes its table.</summary>
    public static Task Prepare(AppDb db) => db.Database.ExecuteSqlRawAsync(
        "CREATE TABLE poison (x INTEGER REFERENCES job (\"Key\") DEFERRABLE INITIALLY DEFERRED)");

    /// <summary>Puts it into the running transaction.</summary>
    public static Task Put(AppDb db) => db.Database.ExecuteSqlRawAsync("INSERT INTO poison VALUES (-1)");
}
