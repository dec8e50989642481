using System.Diagnostics.CodeAnalysis;

namespace Gonglian.Foundation.Rules;

/// <summary>统一社会信用代码: the one number of every enterprise, union and organisation in China.</summary>
/// <remarks>
/// 18 characters: registrar, type, division (6), subject (9, the old 组织机构代码 with a check of its own), check.
/// Source: GB 32100-2015; the inner check: GB 11714. Some codes in force break the inner check, so it only warns.
/// </remarks>
public static class CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string InnerAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] InnerWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The code as it is kept: half-width capitals without blanks and dashes.</summary>
    public static string Normalise(string? text) => Plain.Code(text);

    /// <summary>Whether the code can be kept (a warning does not prevent it).</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) => Check(text) is null or { IsWarning: true };

    /// <summary>What is wrong with the code, as a person wrote it; null when nothing is.</summary>
    /// <returns>An error for a wrong length, letter or check character; a warning when only the inner check fails.</returns>
    public static Problem? Check(string? text)
    {
        var code = Normalise(text);
        return Form(code) ?? (Outer(code) == code[17] ? InnerProblem(code) : OuterProblem(code));
    }

    /// <summary>登记机关和类别: which kind of body holds the code, from its first two characters.</summary>
    /// <returns>Such as <c>基层工会</c>; null when the standard names none.</returns>
    public static string? Kind(string code) => code.Length < 2 ? null : code[..2] switch
    {
        "11" => "机关",
        "12" => "事业单位",
        "13" => "编办直接管理机构编制的群众团体",
        "19" => "编办登记的其他机构",
        "31" => "律师执业机构",
        "32" => "公证处",
        "33" => "基层法律服务所",
        "34" => "司法鉴定机构",
        "35" => "仲裁委员会",
        "39" => "司法行政登记的其他机构",
        "51" => "社会团体",
        "52" => "民办非企业单位",
        "53" => "基金会",
        "59" => "民政登记的其他机构",
        "81" => "基层工会",
        "89" => "其他工会",
        "91" => "企业",
        "92" => "个体工商户",
        "93" => "农民专业合作社",
        "N1" => "农村集体经济组织",
        "N2" => "农村集体经济组织",
        "N3" => "农村集体经济组织",
        "N9" => "农业农村部门登记的其他机构",
        _ => code[0] switch
        {
            '2' => "外交部门登记的机构",
            '4' => "文化部门登记的机构",
            '6' => "旅游部门登记的机构",
            '7' => "宗教场所或院校",
            'A' => "军队有关单位",
            'Y' => "其他部门登记的机构",
            _ => null,
        },
    };

    /// <summary>A code that passes both checks, for demonstration data.</summary>
    /// <param name="prefix">How it begins, such as <c>91440305MA</c>; at most 15 characters of the alphabet.</param>
    /// <param name="n">Its running number; different numbers give different codes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number does not fit behind the prefix.</exception>
    public static string Make(string prefix, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        var body = prefix.PadRight(16, '0').ToCharArray();
        var rest = n;
        for (var i = 15; rest > 0; i--, rest /= Alphabet.Length)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(i, prefix.Length, nameof(n));
            body[i] = Alphabet[rest % Alphabet.Length];
        }

        var code = new string(body);
        code += Inner(code);
        return code + Outer(code);
    }

    private static Problem? Form(string code)
    {
        if (code.Length == 0)
            return Problem.Error("credit-code.empty", "请填写统一社会信用代码");
        // A code may end in E and two digits: 914403050000001E07 is one, 9.14403E+17 is none.
        if ((code.Length != 18 || code.AsSpan().ContainsAny('.', '+')) && Spreadsheet.IsNumber(code))
        {
            return Problem.Error("credit-code.spreadsheet",
                "“{0}”是表格软件把代码当成数字后的样子,原来的数字已经丢失;请把该列设为文本格式,重新填写18位代码", code);
        }

        return code.Length == 18 ? Letters(code) : Length(code);
    }

    private static Problem Length(string code) => code.Length switch
    {
        15 when code.All(char.IsAsciiDigit) => Problem.Error("credit-code.registration-number",
            "“{0}”是15位的旧工商注册号,请填写营业执照上18位的统一社会信用代码", code),
        9 => Problem.Error("credit-code.organisation-code",
            "“{0}”是9位的旧组织机构代码,请填写18位的统一社会信用代码", code),
        < 18 => Problem.Error("credit-code.length", "统一社会信用代码应为18位,现在是{0}位,少了{1}位",
            code.Length, 18 - code.Length),
        _ => Problem.Error("credit-code.length", "统一社会信用代码应为18位,现在是{0}位,多了{1}位",
            code.Length, code.Length - 18),
    };

    private static Problem? Letters(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            if (Alphabet.Contains(code[i], StringComparison.Ordinal))
                continue;
            var meant = code[i] switch { 'I' => '1', 'O' => '0', 'S' => '5', 'Z' => '2', 'V' => 'U', _ => '\0' };
            return meant == '\0'
                ? Problem.Error("credit-code.character", "第{0}位“{1}”不是数字或大写字母", i + 1, code[i])
                : Problem.Error("credit-code.letter",
                    "第{0}位是字母{1},统一社会信用代码不使用字母I、O、S、V、Z,请核对是否为{2}", i + 1, code[i], meant);
        }

        return null;
    }

    private static Problem OuterProblem(string code) => Spreadsheet.IsRounded(code)
        ? Problem.Error("credit-code.rounded",
            "“{0}”末三位是000且校验不符,可能是表格软件只保留了前15位数字;请把该列设为文本格式,重新填写", code)
        : Problem.Error("credit-code.check", "“{0}”的校验码不符,请对照营业执照核对,可能有一位写错或两位写反", code);

    private static Problem? InnerProblem(string code) => Inner(code) == code[16]
        ? null
        : Problem.Warning("credit-code.inner-check",
            "“{0}”第9至17位(组织机构代码)的校验码不符;少数在用代码如此,请对照证照核对", code);

    private static char Outer(string code)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += Weights[i] * Alphabet.IndexOf(code[i], StringComparison.Ordinal);
        return Alphabet[(31 - (sum % 31)) % 31];
    }

    private static char Inner(string code)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += InnerWeights[i] * InnerAlphabet.IndexOf(code[8 + i], StringComparison.Ordinal);
        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
