using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Organisations.Unions;

/// <summary>统一社会信用代码 of a union as a legal person (81…): no two unions have the same.</summary>
public static class UnionCode
{
    /// <summary>The code as it is kept.</summary>
    /// <param name="db">The context; the code is unique in the whole store, whoever sees the other union.</param>
    /// <param name="text">What was typed; empty before registration.</param>
    /// <param name="ownKey">The union that has it already, where one is corrected.</param>
    /// <param name="field">The field of the form.</param>
    /// <returns>Nothing where nothing was typed.</returns>
    /// <exception cref="Refused">
    /// <c>unions.code-kind</c>: the code of another kind of body; <c>unions.code-taken</c>: another union has it; or what
    /// is wrong with its digits.
    /// </exception>
    public static async Task<string?> In(AppDb db, string? text, long? ownKey, string field)
    {
        var code = CreditCode.Normalise(text);
        if (code.Length == 0)
            return null;
        if (CreditCode.Check(code) is { IsWarning: false } problem)
            throw new Refused(problem).At(field);
        if (code[0] != '8')
            throw new Refused("unions.code-kind", "工会的代码以 81 开头,这是别的机构的代码").At(field);
        return await db.Unions.IgnoreQueryFilters([AppDb.ScopeFilter]).AnyAsync(u => u.CreditCode == code && u.Key != ownKey)
            ? throw new Refused("unions.code-taken", "这个信用代码已登记在另一个工会").At(field)
            : code;
    }
}
