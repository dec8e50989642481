using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gonglian.Foundation.Rules;

/// <summary>公民身份号码, and the residence permits that share its form.</summary>
/// <remarks>
/// 18 characters: division (6), birth (8), sequence (3, odd for men), check. Divisions that no longer exist are
/// accepted: the number keeps the place of first registration. Source: GB 11643-1999.
/// </remarks>
public static class ResidentId
{
    private const int OldestAge = 130;
    private const string CheckCharacters = "10X98765432";

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The number as it is kept: half-width, without blanks and dashes, the X a capital.</summary>
    public static string Normalise(string? text) => Plain.Code(text).Replace('×', 'X');

    /// <summary>Whether the number can belong to somebody born by today.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text, DateOnly today) => Check(text, today) is null;

    /// <summary>What is wrong with the number, as a person wrote it; null when nothing is.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="today">The China day of the check: nobody is born after it, nor more than 130 years before.</param>
    public static Problem? Check(string? text, DateOnly today)
    {
        var id = Normalise(text);
        if (id.Length == 0)
            return Problem.Error("resident-id.empty", "请填写身份证号");
        if (Spreadsheet.IsNumber(id))
        {
            return Problem.Error("resident-id.spreadsheet",
                "“{0}”是表格软件把号码当成数字后的样子,原来的数字已经丢失;请把该列设为文本格式,重新填写18位号码", id);
        }

        return id.Length == 18 ? Characters(id) ?? Birth(id, today) ?? CheckCharacter(id) : Other(id);
    }

    /// <summary>证件类别, from the first characters of an 18-character number.</summary>
    public static string Kind(string id) => id switch
    {
        ['8', '1', '0', '0', '0', '0', ..] => "港澳台居民居住证(香港)",
        ['8', '2', '0', '0', '0', '0', ..] => "港澳台居民居住证(澳门)",
        ['8', '3', '0', '0', '0', '0', ..] => "港澳台居民居住证(台湾)",
        ['9', ..] => "外国人永久居留身份证",
        _ => "居民身份证",
    };

    /// <summary>The day of birth that the number names; null when it names no real day.</summary>
    public static DateOnly? Birthday(string id) =>
        id.Length == 18 && DateOnly.TryParseExact(id.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whether the number is a man's: its 17th digit is odd.</summary>
    public static bool IsMale(string id) => (id[16] - '0') % 2 == 1;

    /// <summary>The number for lists: <c>440305********0017</c>; anything of another length is hidden but for two.</summary>
    public static string Mask(string? id) => id switch
    {
        null or "" => "",
        { Length: 18 } => $"{id[..6]}********{id[^4..]}",
        { Length: > 4 } => new string('*', id.Length - 2) + id[^2..],
        _ => new string('*', id.Length),
    };

    /// <summary>The check character of 17 digits.</summary>
    public static char CheckOf(string digits)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += Weights[i] * (digits[i] - '0');
        return CheckCharacters[sum % 11];
    }

    private static Problem? Characters(string id)
    {
        for (var i = 0; i < 18; i++)
        {
            if (!char.IsAsciiDigit(id[i]) && !(i == 17 && id[i] == 'X'))
                return Problem.Error("resident-id.character", "身份证号第{0}位“{1}”不对,只能是数字,末位可以是X", i + 1, id[i]);
        }

        return id[0] == '0' ? Problem.Error("resident-id.division", "身份证号不会以0开头,请核对前6位") : null;
    }

    private static Problem? Birth(string id, DateOnly today)
    {
        if (Birthday(id) is not { } day)
        {
            return Problem.Error("resident-id.birth", "身份证号中的出生日期{0}年{1}月{2}日不存在",
                id[6..10], id[10..12], id[12..14]);
        }

        if (day > today)
            return Problem.Error("resident-id.future", "身份证号中的出生日期{0:yyyy-MM-dd}还没有到", day);
        return day.AddYears(OldestAge) < today
            ? Problem.Error("resident-id.age", "身份证号中的出生日期{0:yyyy-MM-dd}早于{1}年前,请核对", day, OldestAge)
            : null;
    }

    private static Problem? CheckCharacter(string id)
    {
        if (CheckOf(id) == id[17])
            return null;
        return Spreadsheet.IsRounded(id)
            ? Problem.Error("resident-id.rounded",
                "“{0}”末三位是000且校验不符,可能是表格软件只保留了前15位数字;请把该列设为文本格式,重新填写", id)
            : Problem.Error("resident-id.check", "身份证号末位校验码不符,请对照证件核对,可能有一位写错或两位写反");
    }

    private static Problem Other(string id) => id switch
    {
        { Length: 15 } when id.All(char.IsAsciiDigit) => Problem.Error("resident-id.old",
            "这是15位的旧身份证号,2013年起已停止使用;请填写现在证件上的18位号码"),
        ['H' or 'M', .. var rest] when rest.Length is 8 or 10 && rest.All(char.IsAsciiDigit) => Problem.Error(
            "resident-id.permit", "“{0}”是港澳居民来往内地通行证号,不是身份证号;请改选证件类型", id),
        { Length: 8 } when id.All(char.IsAsciiDigit) => Problem.Error(
            "resident-id.permit", "“{0}”像是台湾居民来往大陆通行证号,不是身份证号;请改选证件类型", id),
        [>= 'A' and <= 'Z', .. var rest] when rest.Length is 8 && rest[1..].All(char.IsAsciiDigit) => Problem.Error(
            "resident-id.passport", "“{0}”像是护照号,不是身份证号;请改选证件类型", id),
        _ => Problem.Error("resident-id.length", "身份证号应为18位,现在是{0}位", id.Length),
    };
}
