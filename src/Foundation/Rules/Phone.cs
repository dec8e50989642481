using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Gonglian.Foundation.Rules;

/// <summary>号码类别: what a telephone number belongs to.</summary>
public enum PhoneKind
{
    /// <summary>内地手机: 11 digits, kept without the country code.</summary>
    Mobile,

    /// <summary>香港手机: kept as +852 and 8 digits; people who work across the border have one.</summary>
    HongKong,

    /// <summary>澳门手机: kept as +853 and 8 digits.</summary>
    Macao,

    /// <summary>固定电话: kept as area code-number, with -extension where there is one.</summary>
    Landline,

    /// <summary>企业服务号: 400 or 800 and 7 digits.</summary>
    Service,

    /// <summary>热线: 12345, 12351, 12333, 12348.</summary>
    Hotline,
}

/// <summary>电话号码: mobile numbers of people, and what an organisation may give as its contact.</summary>
/// <remarks>A number is not a person: colleagues in a dormitory share one, so it never serves as an identity.</remarks>
public static partial class Phone
{
    private static readonly string[] Hotlines = ["12345", "12351", "12333", "12348"];

    /// <summary>The number as it is kept; text that is no number comes back plain and without blanks.</summary>
    public static string Normalise(string? text)
    {
        if (IsPlainMobile(text))
            return text;
        var plain = Dash().Replace(Filler().Replace(Plain.Fold(text ?? ""), ""), "-").Trim('-');
        if (plain.StartsWith("00", StringComparison.Ordinal))
            plain = "+" + plain[2..];
        if (plain.StartsWith("+86", StringComparison.Ordinal))
            plain = Domestic(plain[3..].TrimStart('-'));
        if (LandlineForm().Match(plain) is { Success: true } line)
            return Join(line);

        var digits = plain.Replace("-", "", StringComparison.Ordinal);
        if (LandlineForm().Match(digits) is { Success: true } joined)
            return Join(joined);
        if (MobileWithCountry().IsMatch(digits))
            return digits[2..];
        return CrossBorderWithoutPlus().IsMatch(digits) ? "+" + digits : digits;
    }

    /// <summary>What kind of number it is, as a person wrote it; null when it is none.</summary>
    public static PhoneKind? KindOf(string? text) => KindOfKept(Normalise(text));

    /// <summary>What is wrong with the number, as a person wrote it; null when nothing is.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="contact">True where an organisation's telephone is asked: landlines and hotlines pass as well.</param>
    public static Problem? Check(string? text, bool contact = false)
    {
        var number = Normalise(text);
        var kind = KindOfKept(number);
        if (kind is PhoneKind.Mobile or PhoneKind.HongKong or PhoneKind.Macao || (contact && kind is not null))
            return null;
        if (number.Length == 0)
            return Problem.Error("phone.empty", contact ? "请填写联系电话" : "请填写手机号");
        if (kind is not null)
            return Problem.Error("phone.not-mobile", "“{0}”是固定电话或热线,这里请填写手机号", number);
        return Wrong(number, contact);
    }

    /// <summary>Whether the number is one that reaches a person's pocket.</summary>
    public static bool IsMobile([NotNullWhen(true)] string? text) => Check(text) is null;

    /// <summary>The number for lists: <c>138****1234</c>; hotlines stay, anything else keeps its last four digits.</summary>
    public static string Mask(string? number) => number switch
    {
        null or "" => "",
        _ when KindOfKept(number) is PhoneKind.Hotline or PhoneKind.Service => number,
        _ when KindOfKept(number) is PhoneKind.Mobile => $"{number[..3]}****{number[^4..]}",
        _ when KindOfKept(number) is PhoneKind.HongKong or PhoneKind.Macao => $"{number[..4]}****{number[^4..]}",
        { Length: > 4 } => new string('*', number.Length - 4) + number[^4..],
        _ => new string('*', number.Length),
    };

    // What most people write: eleven digits and nothing else.
    private static bool IsPlainMobile([NotNullWhen(true)] string? text) =>
        text is ['1', >= '3' and <= '9', ..] && text.Length == 11 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static PhoneKind? KindOfKept(string number) => number switch
    {
        _ when IsPlainMobile(number) => PhoneKind.Mobile,
        _ when HongKongForm().IsMatch(number) => PhoneKind.HongKong,
        _ when MacaoForm().IsMatch(number) => PhoneKind.Macao,
        _ when Hotlines.Contains(number) => PhoneKind.Hotline,
        _ when ServiceForm().IsMatch(number) => PhoneKind.Service,
        _ when LandlineForm().IsMatch(number) => PhoneKind.Landline,
        _ => null,
    };

    private static Problem Wrong(string number, bool contact)
    {
        if (Spreadsheet.IsNumber(number.ToUpperInvariant()))
        {
            return Problem.Error("phone.spreadsheet",
                "“{0}”是表格软件把号码当成数字后的样子;请把该列设为文本格式,重新填写", number);
        }

        if (number.Any(c => !char.IsAsciiDigit(c) && c is not '+' and not '-'))
            return Problem.Error("phone.character", "“{0}”中有不是数字的字", number);
        if (contact)
            return Problem.Error("phone.contact", "“{0}”不是电话号码;固定电话请写区号,例如0755-26667788", number);
        if (number is ['1', ..] && number.Length != 11)
            return Problem.Error("phone.length", "手机号应为11位,现在是{0}位", number.Length);
        return number is ['1', ..]
            ? Problem.Error("phone.second-digit", "手机号第二位应为3至9,现在是{0}", number[1])
            : Problem.Error("phone.form", "“{0}”不是手机号;内地手机号为1开头的11位数字,港澳手机号请加+852或+853", number);
    }

    private static string Domestic(string number) =>
        number is ['1', ..] or ['0', ..] or ['4', '0', '0', ..] or ['8', '0', '0', ..] ? number : "0" + number;

    private static string Join(Match line) => string.Join('-',
        line.Groups.Values.Skip(1).Where(g => g.Length > 0).Select(g => g.Value));

    [GeneratedRegex(@"[\s\p{Cf}\p{Cc}().'·]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Filler();

    [GeneratedRegex(@"[\p{Pd}\u2212转]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Dash();

    [GeneratedRegex(@"^86(?=1[3-9][0-9]{9}$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MobileWithCountry();

    [GeneratedRegex(@"^(852[4-9][0-9]{7}|8536[0-9]{7})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex CrossBorderWithoutPlus();

    [GeneratedRegex(@"^\+852[4-9][0-9]{7}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HongKongForm();

    [GeneratedRegex(@"^\+8536[0-9]{7}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MacaoForm();

    [GeneratedRegex(@"^[48]00[0-9]{7}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ServiceForm();

    [GeneratedRegex(@"^(?<area>010|02[0-9]|0[3-9][0-9]{2})-?(?<number>[2-9][0-9]{6,7})(-(?<extension>[0-9]{1,6}))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LandlineForm();
}
