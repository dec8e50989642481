using Gonglian.Enterprises;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;

namespace Gonglian.Slices.Tests.Enterprises;

/// <summary>工会名称、联系人 — columns of the list that stand in other tables: on the page, in the sheet and in the answer alike.</summary>
public sealed class Names_beside_the_row_are_shown_when_asked
{
    private const string Asked = "col=name&col=unionName&col=contact";

    [Theory]
    [OnEveryDatabase]
    public async Task On_the_page_in_the_sheet_and_in_the_answer(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (live, life) = await stand.Found(Places.Pingshan, "平山联合工会", UnionForm.Joint);
        var (gone, ended) = await stand.Found(Places.Pingshan, "早已撤销的工会", UnionForm.Own, to: stand.Clock.Today.AddDays(-1));
        var day = stand.Clock.Today.AddDays(-100);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30, more: (_, ledger, file) =>
        {
            ledger.Join(file, live, [life], day, day);
            ledger.Join(file, gone, [ended], day, day);
        });
        await stand.RegisterEnterprise(Places.Pingshan, "乙公司", 30);
        await Contact(stand, enterprise, "李四");
        await Contact(stand, enterprise, "王五");

        var browser = stand.As(Places.Pingshan);
        await browser.Open($"/enterprises?{Asked}");
        var rows = browser.Page.QuerySelectorAll("#list tbody tr")
            .Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(d => d.TextContent.Trim()))).Order();
        Assert.Equal(["乙公司 — —", "甲公司 平山联合工会 李四、王五"], rows);
        await browser.Open($"/enterprises/export.csv?{Asked}");
        Assert.Contains("甲公司,平山联合工会,李四、王五", browser.Body);
        Assert.DoesNotContain("13800138000", browser.Body);
        await browser.Open($"/api/v1/enterprises?{Asked}");
        Assert.Contains("\"unionName\":\"平山联合工会\",\"contact\":\"李四、王五\"", browser.Body);
        await browser.Open($"/api/v1/enterprises/{enterprise.Id}");
        Assert.Contains("\"contact\":\"李四、王五\"", browser.Body);
        await browser.Open("/api/v1/enterprises");
        Assert.DoesNotContain("李四", browser.Body);
    }

    private static Task Contact(Stand stand, Enterprise enterprise, string name) => stand.Do(db =>
    {
        var seal = stand.Vault.NewKey(db.NextKey());
        db.AddRange(seal, new Contact
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = enterprise.Path,
            EnterpriseKey = enterprise.Key,
            Role = "人事",
            Name = name,
            SealKeyKey = seal.Key,
            Phone = stand.Vault.Seal(seal, "13800138000"),
        });
        return Task.CompletedTask;
    });
}
