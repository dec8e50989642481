using System.Text;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Imports;

/// <summary>名册里的人: a roster and its refused rows lie sealed in the data folder, and damaged ones are refused.</summary>
public sealed class Nothing_of_a_roster_lies_open
{
    private const string Word = "海棠暗号";
    private const string Mobile = "13812345678";

    [Theory]
    [OnEveryDatabase]
    public async Task Neither_the_upload_nor_the_refused_rows(Database database)
    {
        await using var stand = await Planted(database);
        var roster = await Roster(stand);
        var browser = stand.As(Places.Taoyuan);
        await A_newcomer_imports_in_steps.Send(browser, roster, "名册.csv");
        await browser.Follow();
        File.Delete(roster);
        Demand(stand, files: 1);

        await browser.Post("main form[method=post]");
        await A_newcomer_imports_in_steps.Settled(browser);
        Demand(stand, files: 2);
        await using var db = stand.Read();
        var import = await db.Imports.SingleAsync();
        Assert.Contains(stand.Left(import), r => r.Cells.Contains(Word) && r.Cells.Contains(Mobile));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_damaged_upload_is_refused_in_a_sentence_and_nothing_is_half_imported(Database database)
    {
        await using var stand = await Planted(database);
        var roster = await Roster(stand, 3_000);
        var importer = stand.Get<Importer>();
        var id = Guid.CreateVersion7();
        await using (var content = File.OpenRead(roster))
            await importer.FileOf(id).Write(content);
        var import = await importer.Receive(Stand.System, id, "名册.csv");
        var stored = Path.Combine(importer.Folder, id.ToString("N"));
        var bytes = await File.ReadAllBytesAsync(stored);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(stored, bytes);

        var job = await importer.Begin(Stand.System, id, import.Stamp, Importer.WriteJob, takesUp: true);
        var refused = await Assert.ThrowsAsync<Refused>(() => importer.Write(job, null, default));
        Assert.Equal("vault.file-damaged", refused.Code);
        await using var db = stand.Read();
        Assert.Equal(0, await db.Enterprises.CountAsync());
        Assert.Equal(ImportState.Refused, (await db.Imports.SingleAsync()).State);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/imports/{id}");
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Damaged_refused_rows_are_not_given_out(Database database)
    {
        await using var stand = await Planted(database);
        var import = await stand.Import(Stand.Person(Places.Taoyuan), await Roster(stand));
        var stored = Path.Combine(stand.Get<Importer>().Folder, import.LeftName);
        var browser = stand.As(Places.Taoyuan);
        await browser.Open($"/imports/{import.Id}/left.xlsx");
        var bytes = await File.ReadAllBytesAsync(stored);
        await File.WriteAllBytesAsync(stored, bytes[..^5]);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/imports/{import.Id}/left.xlsx");
        request.Headers.Accept.ParseAdd("text/html");
        await browser.Send(request);
        await browser.Follow();
        Assert.Contains("保存的文件已损坏或不完整", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<Stand> Planted(Database database)
    {
        var stand = await Stand.On(database);
        await stand.PlantTree();
        return stand;
    }

    private static Task<string> Roster(Stand stand, int rows = 2) => Rosters.Csv(stand, Encoding.UTF8,
    [
        ["企业名称", "信用代码", "社区", "职工人数", "联系人", "电话", "备注"],
        ["不知何处公司", stand.NewCode(), "没有的社区", "12", "王一", Mobile, Word],
        .. Enumerable.Range(0, rows).Select(i => new[] { $"第{i}公司", stand.NewCode(), "平山", "12", "王一", Mobile, Word }),
    ]);

    // The tables hold names by design; everything else in the folder holds nothing that can be read.
    private static void Demand(Stand stand, int files)
    {
        var others = Directory.GetFiles(stand.Folder, "*", SearchOption.AllDirectories)
            .Where(f => !Path.GetFileName(f).StartsWith("gonglian.", StringComparison.Ordinal)).ToList();
        Assert.Equal(files, others.Count(f => f.Contains("uploads", StringComparison.Ordinal)));
        foreach (var file in others)
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var secret in new[] { Word, Mobile, "不知何处" })
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{file}: {secret}");
        }
    }
}
