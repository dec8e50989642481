using System.Globalization;

namespace Gonglian.Host.Demo;

/// <summary>名称: names of enterprises and people from lists of words; an enterprise's name is never given twice.</summary>
/// <remarks>The characters are chosen so that hardly any real enterprise is met; every row is marked 示例 besides.</remarks>
public sealed class Names
{
    private const string First = "沐珩屿澍衍岑翊杼霁砺朔栎泓琢笙榕麓湛弈筱澜桐苒霖晏楹钧瀚骁旻芷颢昱珂璟煦埔蔚岩穗";
    private const string Second = "禾川石舟岚野拓维芯谷启泽源峰域翎远帆汀坤原钲桥恒序迅策象衡柏宸沣桦亭墨星屹航港";
    private const string Third = "达通联创合能格讯微诺普佳瑞凯";
    private const string Surnames = "陈林黄张李王吴刘蔡杨许郑谢郭曾彭何梁罗邓叶冯曹袁钟肖温古赖詹";
    private const string GivenFirst = "志建国文晓海春丽秀玉永俊伟雅思佳嘉家子宇欣美慧明振德少";
    private const string GivenSecond = "华明强军平芳英敏丽娟霞燕玲杰辉鹏超斌波勇飞婷雯琳怡宁涛";

    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>A company of a trade.</summary>
    public string Company(Trade trade, Dice dice)
    {
        var place = dice.Pick<(string, double)>([(("深圳市", 0), 70), (("深圳", 0), 12), (("广东", 0), 6), (("", 0), 12)]).Item1;
        return Once(() =>
        {
            var ending = dice.Chance(0.07) ? "股份有限公司" : dice.Chance(0.05) ? "（深圳）有限公司" : "有限公司";
            return $"{place}{Brand(dice)}{dice.Pick(trade.Words)}{ending}";
        });
    }

    /// <summary>A sole trader.</summary>
    public string Trader(Dice dice) => Once(() =>
        $"深圳市南山区{Brand(dice)}{dice.Pick<string>(["餐饮店", "便利店", "理发店", "五金店", "打印店", "水果店", "洗衣店"])}");

    /// <summary>An organ of state, plainly made up.</summary>
    public string Organ(Community community, Dice dice) => Once(() =>
        $"示例机关{community.Plain}{dice.Pick<string>(["税务", "市场监管", "司法", "城管"])}{dice.Between(1, 30).ToString(CultureInfo.InvariantCulture)}所");

    /// <summary>A branch of another one.</summary>
    public string Branch(string of, Community community, Dice dice) =>
        Once(() => $"{of}{community.Plain}第{dice.Between(1, 90).ToString(CultureInfo.InvariantCulture)}分公司");

    /// <summary>A person.</summary>
    public static string Person(Dice dice)
    {
        var second = dice.Chance(0.75) ? GivenSecond[dice.Between(0, GivenSecond.Length - 1)].ToString() : "";
        return $"{Surnames[dice.Between(0, Surnames.Length - 1)]}{GivenFirst[dice.Between(0, GivenFirst.Length - 1)]}{second}";
    }

    /// <summary>A mobile number of a range that no operator has (1540…).</summary>
    public static string Phone(Dice dice) =>
        "1540" + dice.Between(0, 9_999_999).ToString("0000000", CultureInfo.InvariantCulture);

    private string Once(Func<string> make)
    {
        var name = make();
        while (!given.Add(name))
            name = make();
        return name;
    }

    private static string Brand(Dice dice)
    {
        var brand = $"{First[dice.Between(0, First.Length - 1)]}{Second[dice.Between(0, Second.Length - 1)]}";
        return dice.Chance(0.4) ? brand + Third[dice.Between(0, Third.Length - 1)] : brand;
    }
}
