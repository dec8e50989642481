namespace Gonglian.Access.Rules;

/// <summary>浏览器: what a browser says of itself, in the words of its owner.</summary>
/// <remarks>Only to know the own sessions apart: a browser says what it likes, and nothing is decided by it.</remarks>
public static class Browsers
{
    // The first sign that is found decides: most browsers name others as well.
    private static readonly (string Sign, string Name)[] Kinds =
    [
        ("MicroMessenger/", "WeChat"), ("DingTalk/", "DingTalk"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
        ("HuaweiBrowser/", "Huawei Browser"), ("QQBrowser/", "QQ Browser"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Windows", "Windows"), ("Android", "Android"),
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
    ];

    /// <summary>Browser and system; nothing where neither is known.</summary>
    /// <param name="said">The header <c>User-Agent</c>.</param>
    public static string? Of(string? said)
    {
        var known = new[] { Named(Kinds, said), Named(Systems, said) }.Where(n => n is not null);
        return string.Join(" · ", known) is { Length: > 0 } words ? words : null;
    }

    private static string? Named((string Sign, string Name)[] names, string? said) =>
        names.FirstOrDefault(n => said?.Contains(n.Sign, StringComparison.Ordinal) == true).Name;
}
