using System.Text.RegularExpressions;

namespace Gonglian.Foundation.Rules;

/// <summary>个人号码: mobile and identity numbers inside any text, so that no table shows one open.</summary>
public static partial class PersonalNumbers
{
    /// <summary>The text with the middle of every such number hidden; an organisation's credit code stays.</summary>
    public static string Mask(string text) => text.Length < 11
        ? text
        : Mobile().Replace(Identity().Replace(text, Hidden), m => Phone.Mask(Phone.Normalise(m.Value)));

    private static string Hidden(Match number) =>
        CreditCode.IsValid(number.Value) ? number.Value : ResidentId.Mask(number.Value);

    [GeneratedRegex(
        @"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Identity();

    [GeneratedRegex(@"(?<![0-9A-Za-z])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mobile();
}
