using System.Collections.Frozen;
using Gonglian.Foundation.Sheets;

namespace Gonglian.Enterprises.Imports.Reading;

/// <summary>What a column of a roster can hold.</summary>
public enum RosterColumn
{
    /// <summary>企业名称.</summary>
    Name,

    /// <summary>统一社会信用代码.</summary>
    CreditCode,

    /// <summary>街道, which tells communities of one name apart.</summary>
    Subdistrict,

    /// <summary>社区 of the workplace, by name or code.</summary>
    Community,

    /// <summary>园区 or 楼宇.</summary>
    Park,

    /// <summary>实际经营地址.</summary>
    Address,

    /// <summary>注册地址.</summary>
    RegisteredAddress,

    /// <summary>行业.</summary>
    Industry,

    /// <summary>成立日期.</summary>
    EstablishedOn,

    /// <summary>经营状态.</summary>
    Status,

    /// <summary>职工人数.</summary>
    Headcount,

    /// <summary>The day of the headcount.</summary>
    HeadcountOn,

    /// <summary>Where the headcount comes from.</summary>
    HeadcountSource,

    /// <summary>会员人数.</summary>
    Members,

    /// <summary>The day of the membership.</summary>
    MembersOn,

    /// <summary>Where the membership comes from.</summary>
    MembersSource,

    /// <summary>联系人.</summary>
    Contact,

    /// <summary>职务 of the contact.</summary>
    ContactRole,

    /// <summary>电话.</summary>
    Phone,

    /// <summary>建会形式.</summary>
    UnionForm,

    /// <summary>工会名称.</summary>
    UnionName,

    /// <summary>建会日期.</summary>
    UnionSince,

    /// <summary>本届选举日期.</summary>
    TermFrom,

    /// <summary>届满日期.</summary>
    TermEnd,

    /// <summary>工会信用代码.</summary>
    UnionCode,

    /// <summary>联合工会签署日期.</summary>
    SignedOn,

    /// <summary>工会主席 (组长).</summary>
    Chair,

    /// <summary>主席任职日期.</summary>
    ChairFrom,

    /// <summary>最近活动日期.</summary>
    ActivityOn,

    /// <summary>已报送月份: the months for which the union filed.</summary>
    FiledMonths,
}

/// <summary>The names that columns have in rosters as they really come.</summary>
public static class RosterColumns
{
    private static readonly (RosterColumn Column, string Title, string Names)[] Known =
    [
        (RosterColumn.Name, "企业名称", "单位名称 名称 公司名称 法人单位名称 单位 企业 企业全称 单位全称 公司全称 用人单位 用人单位名称 工作单位 商户名称 机构名称 市场主体名称 企业单位名称 企业/单位名称 name enterprise company"),
        (RosterColumn.CreditCode, "统一社会信用代码", "社会信用代码 信用代码 社会统一信用代码 社会统一代码 统一社会代码 统一社会信用码 统一社会信用编码 信用代码证号 企业代码 单位代码 法人代码 企业统一代码 企业统一社会信用代码 单位统一社会信用代码 企业社会信用代码 单位社会信用代码 统一信用代码 统一代码 企业信用代码 机构代码 组织机构代码 营业执照号 营业执照号码 营业执照注册号 注册号 纳税人识别号 税号 统一社会信用代码/注册号 creditcode uscc"),
        (RosterColumn.Subdistrict, "街道", "所属街道 所在街道 街道办 街道办事处 镇街 街道名称 subdistrict"),
        (RosterColumn.Community, "社区", "所属社区 所在社区 社区名称 社区代码 经营地社区 经营地所在社区 实际经营社区 社区居委会 居委会 社区工联会 所属社区工联会 community"),
        (RosterColumn.Park, "园区/楼宇", "园区 楼宇 楼宇/园区 园区楼宇 所在园区 所在楼宇 园区名称 楼宇名称 大厦 大厦名称 park building"),
        (RosterColumn.Address, "经营地址", "实际经营地址 地址 办公地址 生产经营地址 通讯地址 单位地址 企业地址 公司地址 详细地址 实际地址 address"),
        (RosterColumn.RegisteredAddress, "注册地址", "住所 登记地址 注册地 工商注册地址 登记住所 registeredaddress"),
        (RosterColumn.Industry, "行业", "行业代码 行业类别 所属行业 行业门类 国民经济行业 行业名称 行业分类 国民经济行业代码 国民经济行业分类 industry"),
        (RosterColumn.EstablishedOn, "成立日期", "注册日期 成立时间 登记日期 开业日期 注册时间 设立日期 企业成立日期 工商注册日期 established"),
        (RosterColumn.Status, "经营状态", "状态 登记状态 企业状态 单位状态 存续状态 营业状态 运营状态 经营情况 status"),
        (RosterColumn.Headcount, "职工人数", "职工数 员工人数 员工数 从业人数 从业人员 从业人员数 在职职工 在职职工数 在职职工人数 在职人数 在岗职工 人数 职工总数 职工总人数 职工 员工 用工人数 企业人数 社保人数 参保人数 员工总数 headcount employees"),
        (RosterColumn.HeadcountOn, "人数日期", "职工人数日期 统计日期 职工数日期 数据日期 人数截至 截至日期 统计时间 核实日期 人数核实日期 headcounton"),
        (RosterColumn.HeadcountSource, "人数来源", "职工人数来源 数据来源 来源 统计来源 source"),
        (RosterColumn.Members, "会员人数", "会员数 工会会员 工会会员人数 工会会员数 会员 会员总数 入会人数 members"),
        (RosterColumn.MembersOn, "会员人数日期", "会员数日期 会员日期 会员统计日期 memberson"),
        (RosterColumn.MembersSource, "会员人数来源", "会员数来源 会员来源"),
        (RosterColumn.Contact, "联系人", "联系人姓名 姓名 负责人 企业联系人 负责人姓名 经办人 单位联系人 contact"),
        (RosterColumn.ContactRole, "职务", "联系人职务 职位 岗位 role"),
        (RosterColumn.Phone, "电话", "联系电话 手机 手机号 手机号码 联系方式 电话号码 联系人电话 联系手机 联系人手机 联系人联系方式 phone mobile"),
        (RosterColumn.UnionForm, "建会形式", "工会形式 组建形式 工会组织形式 工会类型 建会方式 建会类型 建会情况 是否建会 是否建立工会 unionform"),
        (RosterColumn.UnionName, "工会名称", "工会组织名称 基层工会名称 所属工会 所在工会 工会 工会全称 union unionname"),
        (RosterColumn.UnionSince, "建会日期", "建会时间 工会成立日期 工会成立时间 批复日期 成立工会日期 建立工会日期 unionsince"),
        (RosterColumn.TermFrom, "本届选举日期", "换届日期 任期开始 届期开始 本届起始日期 换届时间 本届任期开始日期 termfrom"),
        (RosterColumn.TermEnd, "届满日期", "任期届满 任期届满日期 届满时间 任期截止 任期结束日期 任期到期日期 届期截止 本届届满日期 termend"),
        (RosterColumn.UnionCode, "工会信用代码", "工会统一社会信用代码 工会社会信用代码 工会法人代码 工会法人资格代码 unioncode"),
        (RosterColumn.SignedOn, "联合工会签署日期", "签署日期 加入日期 加入联合工会日期 加入工会日期 确认书签署日期 加入确认书日期 签订日期 signedon"),
        (RosterColumn.Chair, "工会主席", "主席 工会主席姓名 主席姓名 工会负责人 工会小组长 现任主席 现任工会主席 chair"),
        (RosterColumn.ChairFrom, "主席任职日期", "工会主席任职日期 任职日期 主席任职时间 主席到任日期 任职时间 chairfrom"),
        (RosterColumn.ActivityOn, "最近活动日期", "最近一次活动日期 最近活动时间 最近开展活动日期 最近会议日期 最近活动或会议日期 工会活动日期 lastactivity"),
        (RosterColumn.FiledMonths, "已报送月份", "报送月份 已报月份 月报月份 近12个月已报月份 已报送报表月份 filedmonths"),
    ];

    private static readonly FrozenDictionary<string, RosterColumn> ByName = Known
        .SelectMany(k => k.Names.Split(' ').Append(k.Title).Append(k.Column.ToString())
            .Select(name => (Name: HeaderRow.Normalise(name), k.Column)))
        .DistinctBy(n => n.Name)
        .ToFrozenDictionary(n => n.Name, n => n.Column, StringComparer.Ordinal);

    /// <summary>All columns with their Chinese titles, in the order of the template.</summary>
    public static IReadOnlyList<(RosterColumn Column, string Title)> All { get; } =
        [.. Known.Select(k => (k.Column, k.Title))];

    /// <summary>The Chinese title of a column.</summary>
    public static string Title(RosterColumn column) => Known[(int)column].Title;

    /// <summary>Whether a title, normalised by <see cref="HeaderRow.Normalise"/>, is known.</summary>
    public static bool IsKnown(string key) => Guess(key) is not null;

    /// <summary>What a column of this title holds; nothing when the title says nothing.</summary>
    public static RosterColumn? Guess(string key) =>
        ByName.TryGetValue(key, out var column) || ByName.TryGetValue(Bare(key), out column) ? column : null;

    // 企业(单位)名称, 职工人数(人), 建会日期【必填】: what stands in brackets is a remark.
    private static string Bare(string key)
    {
        var bare = key;
        for (var open = bare.IndexOfAny(['(', '[', '【']); open >= 0; open = bare.IndexOfAny(['(', '[', '【']))
        {
            var close = bare.IndexOfAny([')', ']', '】'], open);
            bare = close < 0 ? bare[..open] : bare.Remove(open, close - open + 1);
        }

        return bare;
    }
}
