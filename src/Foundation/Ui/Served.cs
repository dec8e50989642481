using Microsoft.AspNetCore.Components;

namespace Gonglian.Foundation.Ui;

/// <summary>Addresses of Foundation's own files, with their fingerprints.</summary>
public static class Served
{
    private const string Root = "_content/Gonglian.Foundation/";

    /// <summary>The address of a file under wwwroot.</summary>
    public static string At(ResourceAssetCollection assets, string file) => assets[Root + file];

    /// <summary>The same for a file from npm; null where the build had no Node.js, so that nobody asks for it in vain.</summary>
    public static string? Npm(ResourceAssetCollection assets, string file)
    {
        var address = assets[Root + "npm/" + file];
        var known = address != Root + "npm/" + file || assets.Any(a => a.Url == address);
        return known || !assets.Any() ? address : null;
    }
}
