using System.CommandLine;
using System.Globalization;
using Gonglian.Foundation;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Host.Commands;

/// <summary>What a command line names: files, units, numbers. Checked before anything is done.</summary>
internal static class Named
{
    /// <summary>Demands that a file to be written ends as one that can be written.</summary>
    /// <exception cref="Refused"><c>command.ending</c>: another ending.</exception>
    public static void Check(string? file, string option, params IReadOnlyList<string> endings)
    {
        if (file is not null && !endings.Any(e => file.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            throw new Refused("command.ending", "{0} 的文件名要以 {1} 结尾,写的是 {2}",
                option, string.Join(" / ", endings), file);
        }
    }

    /// <summary>The path of a unit by its code.</summary>
    /// <exception cref="Refused"><c>command.no-unit</c>: there is none.</exception>
    public static async Task<string> PathOf(Store store, Caller caller, string code)
    {
        await using var db = store.Read(caller);
        return await db.Units.Where(u => u.Code == code).Select(u => u.Path).FirstOrDefaultAsync()
            ?? throw new Refused("command.no-unit", "没有区划代码为 {0} 的单位", code);
    }

    /// <summary>An option that takes a whole number, and says so in plain words.</summary>
    public static Option<int?> Number(string name, string description, Texts l) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = said =>
        {
            if (said.Tokens is not [var token, ..])
                return null;
            if (int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            said.AddError(l["{0} 要写整数,写的是“{1}”", name, token.Value]);
            return null;
        },
    };
}
