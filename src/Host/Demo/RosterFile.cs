using System.Globalization;
using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;

namespace Gonglian.Host.Demo;

/// <summary>名册: what a subdistrict hands in at one step, as a csv file like a person's.</summary>
internal sealed class RosterFile : IDisposable
{
    private const string Header =
        "企业名称,统一社会信用代码,街道,社区,园区/楼宇,经营地址,注册地址,行业,成立日期,经营状态,职工人数,人数日期,人数来源,"
        + "会员人数,会员人数日期,会员人数来源,联系人,职务,电话,建会形式,工会名称,建会日期,本届选举日期,届满日期,工会信用代码,联合工会签署日期,"
        + "工会主席,最近活动日期,已报送月份";

    private readonly StreamWriter writer;

    private readonly Vitals vitals;

    /// <summary>Begins a file with its header.</summary>
    public RosterFile(string path, Vitals vitals)
    {
        (Path, this.vitals) = (path, vitals);
        writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        writer.WriteLine(Header);
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Rows written.</summary>
    public int Rows { get; private set; }

    /// <summary>Writes what a step tells of an enterprise: everything at first, then only what is new.</summary>
    public void Write(Firm firm, int step) => Write(
        firm,
        step,
        step == firm.FirstStep,
        step == firm.Left?.Step ? firm.Status : "",
        firm.Heads.FindLast(h => h.Step == step),
        firm.Members.FindLast(m => m.Step == step),
        firm.Covers.FindLast(c => c.Step == step) ?? (step == Steps.Survey ? firm.Covers.FindLast(c => c.Step < step) : null));

    /// <summary>Writes everything that is told of an enterprise at once.</summary>
    public void WriteAll(Firm firm) => Write(
        firm, Steps.Last, true, firm.Status, firm.Heads.MaxBy(h => (h.On, h.Step)), firm.Members.MaxBy(m => (m.On, m.Step)),
        firm.Covers.LastOrDefault());

    private void Write(Firm firm, int step, bool first, string status, Head? head, Head? members, Cover? cover)
    {
        var (chair, held, months) = vitals.Of(cover, step);
        string?[] cells =
        [
            firm.Name, firm.Code, firm.Community.Street.Name, firm.Community.Name, firm.Park?.Name,
            first ? firm.Address : "", first ? firm.RegisteredAddress : "", first ? firm.Industry : "",
            first ? Day(firm.Born) : "", status,
            Number(head), Day(head?.On), Source(head), Number(members), Day(members?.On), Source(members),
            first ? firm.Contact : "", first ? firm.ContactRole : "", first ? firm.Phone : "",
            Form(cover?.Form), cover?.Name, Day(cover?.Since), Day(cover?.TermFrom), Day(cover?.TermEnd?.AddDays(-1)), cover?.Code,
            Day(cover?.SignedOn), chair, held, months,
        ];
        writer.WriteLine(string.Join(',', cells));
        Rows++;
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();

    private static string Number(Head? head) => head?.People.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Source(Head? head) => head?.Source switch
    {
        FactSource.SocialInsurance => "社保",
        FactSource.AnnualReport => "企业年报",
        FactSource.Visit => "走访核实",
        FactSource.SelfReport => "企业自报",
        _ => "",
    };

    private static string Form(UnionForm? form) => form switch
    {
        UnionForm.Own => "独立工会",
        UnionForm.Joint => "联合工会",
        UnionForm.Group => "工会小组",
        UnionForm.Organiser => "组织员",
        _ => "",
    };
}
