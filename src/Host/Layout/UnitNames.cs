using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Layout;

/// <summary>The name under the mark: the unit in which the caller works.</summary>
public static class UnitNames
{
    /// <summary>The federation of the highest unit the caller sees, or nothing.</summary>
    public static async Task<string> Of(AppDb db, Caller caller)
    {
        var name = await db.Units.OrderBy(u => u.Path).Select(u => u.Name).FirstOrDefaultAsync();
        return caller.UserId is null || name is null ? "" : name;
    }
}
