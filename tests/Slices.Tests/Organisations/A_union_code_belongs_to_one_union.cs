using System.Net;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations;
using Gonglian.Organisations.Unions;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Organisations;

/// <summary>工会的信用代码: no two unions have the same, wherever the other one lies and from whichever form it comes.</summary>
public sealed class A_union_code_belongs_to_one_union
{
    private static readonly string Taken = CreditCode.Make("81440305MC", 7);

    [Theory]
    [OnEveryDatabase]
    public async Task Founding_from_a_file_says_so_at_the_field(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (elsewhere, _) = await stand.Found(Places.Nanyuan, "别处工会", UnionForm.Joint);
        await stand.Do(async db => (await db.Unions.SingleAsync(u => u.Key == elsewhere.Key)).CreditCode = Taken);
        var enterprise = await stand.RegisterEnterprise(Places.Pingshan, "甲公司", 30);
        var officer = stand.As(Places.Pingshan);
        await Join(officer, enterprise.Id, Taken.ToLowerInvariant());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, officer.Status);
        Assert.Contains("这个信用代码已登记在另一个工会", officer.Text, StringComparison.Ordinal);
        await Join(officer, enterprise.Id, stand.NewCode());
        Assert.Contains("工会的代码以 81 开头", officer.Text, StringComparison.Ordinal);
        await using (var db = stand.Read())
            Assert.Single(await db.Unions.ToListAsync());
        await Join(officer, enterprise.Id, CreditCode.Make("81440305MC", 8));
        Assert.Equal(HttpStatusCode.Found, officer.Status);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Of_two_at_one_moment_one_is_refused_with_a_sentence(Database database)
    {
        await using var stand = await Stand.On(database);
        await stand.PlantTree();
        var (one, _) = await stand.Found(Places.Pingshan, "甲工会", UnionForm.Joint);
        var (two, _) = await stand.Found(Places.Nanyuan, "乙工会", UnionForm.Joint);
        var answers = await Task.WhenAll(new[] { one, two }.Select(async union =>
        {
            try
            {
                await stand.Do(async db => (await db.Unions.SingleAsync(u => u.Key == union.Key)).CreditCode = Taken);
                return "";
            }
            catch (Refused refused)
            {
                return refused.Code;
            }
        }));
        Assert.Equal(["", "writes.already-there"], answers.Order(StringComparer.Ordinal));
    }

    private static async Task Join(Browser officer, Guid enterprise, string code)
    {
        await officer.Open($"/enterprises/{enterprise}/join");
        await officer.Post("main form[method=post]", ("Form.Form", "Own"), ("Form.UnionName", "甲公司工会"),
            ("Form.From", "2026-01-05"), ("Form.UnionCode", code));
    }
}
