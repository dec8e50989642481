namespace Gonglian.Foundation.Rules;

/// <summary>拼音.</summary>
public static class Pinyin
{
    /// <summary>The key by which a name sorts.</summary>
    public static string SortKey(string name) => name;
}
