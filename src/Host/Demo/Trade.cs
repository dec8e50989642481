namespace Gonglian.Host.Demo;

/// <summary>行业: what enterprises of a trade are called and how large they are.</summary>
/// <param name="Code">Class of GB/T 4754-2017.</param>
/// <param name="Words">What stands before 有限公司.</param>
/// <param name="Character">Where the trade is at home.</param>
public sealed record Trade(string Code, IReadOnlyList<string> Words, Character Character)
{
    private static readonly Trade[] All =
    [
        Of("6513", "软件 软件技术 应用软件 智能软件", Character.Technology),
        Of("6531", "信息技术 信息系统 系统集成 智慧系统", Character.Technology),
        Of("6550", "数据科技 云计算 数据服务 算力科技", Character.Technology),
        Of("6429", "网络科技 互联网服务 数字科技", Character.Technology),
        Of("7320", "工程技术 新材料研究 传感技术 机器人技术", Character.Technology),
        Of("7340", "生物医药 基因技术 医学检验技术", Character.Technology),
        Of("7491", "工业设计 产品设计", Character.Technology),
        Of("3922", "通信设备 通讯技术 射频技术", Character.Factories),
        Of("3973", "集成电路 微电子 半导体", Character.Factories),
        Of("3974", "光电科技 显示技术 光电", Character.Factories),
        Of("3982", "电路科技 电子 精密电子", Character.Factories),
        Of("3525", "精密模具 模具制造", Character.Factories),
        Of("3581", "医疗器械 医疗设备", Character.Factories),
        Of("3872", "照明科技 照明电器", Character.Factories),
        Of("2319", "包装印刷 彩印包装", Character.Factories),
        Of("2929", "塑胶制品 塑胶科技", Character.Factories),
        Of("5431", "物流 货运 供应链", Character.Port),
        Of("5532", "港口服务 码头服务", Character.Port),
        Of("5990", "仓储服务 仓储物流", Character.Port),
        Of("6020", "速递 快递服务", Character.Port),
        Of("5176", "数码贸易 计算机设备", Character.Commerce),
        Of("5199", "贸易 国际贸易 进出口", Character.Commerce),
        Of("7259", "广告 广告传媒", Character.Commerce),
        Of("7263", "人力资源 劳务派遣", Character.Commerce),
        Of("7241", "税务咨询 财务顾问", Character.Commerce),
        Of("7020", "物业管理 物业服务", Character.Commerce),
        Of("5011", "装饰工程 建筑装饰", Character.Commerce),
        Of("6110", "酒店管理 酒店", Character.Commerce),
        Of("6210", "餐饮管理 餐饮", Character.Homes),
        Of("5212", "商业超市 百货商业", Character.Homes),
        Of("8391", "职业培训 教育培训", Character.Homes),
        Of("8425", "门诊部 口腔门诊", Character.Homes),
        Of("8219", "家政服务 清洁服务", Character.Homes),
        Of("8040", "美容美发 形象设计", Character.Homes),
        Of("8870", "文化体育 文化传播", Character.Homes),
    ];

    /// <summary>A trade for a place: mostly one that is at home there.</summary>
    public static Trade For(Character character, Dice dice)
    {
        var home = dice.Chance(0.68) ? Array.FindAll(All, t => t.Character == character) : All;
        return dice.Pick<Trade>(home);
    }

    private static Trade Of(string code, string words, Character character) => new(code, words.Split(' '), character);
}
