using System.Diagnostics;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;

namespace Gonglian.Enterprises.Imports;

/// <summary>A first look at an upload: as far as one second reaches, so that a hostile file is refused at once.</summary>
public static class Look
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    /// <summary>Reads rows of the chosen sheet for at most a second; the check reads all of them.</summary>
    /// <exception cref="Refused"><c>sheets.…</c>: the file is damaged or hostile.</exception>
    public static void Over(SealedFile file, RosterSettings settings)
    {
        using var reader = Roster.Open(file, settings);
        var began = Stopwatch.GetTimestamp();
        var rows = 0;
        foreach (var _ in reader.Rows())
            if ((++rows & 0xff) == 0 && Stopwatch.GetElapsedTime(began) > Most)
                return;
        if (rows == 0)
            throw new Refused("sheets.no-rows", "工作簿里没有填写任何内容");
    }
}
