using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Gonglian.Enterprises;
using Gonglian.Enterprises.Imports;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Slices.Tests.Fixture;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Slices.Tests.Killed;

/// <summary>断电: a process that is killed in the middle of its work leaves what it answered for, and nothing half done.</summary>
public sealed class A_killed_server_loses_nothing
{
    private const int Clients = 8;
    private const int Rows = 6_000;
    private const int Wrong = Rows / 10;

    [Theory]
    [OnEveryDatabase]
    public async Task What_was_answered_is_there_and_what_was_not_can_be_sent_again(Database database)
    {
        await using var server = await RealServer.On(database);
        await server.Start();
        var (answered, unanswered) = (new ConcurrentDictionary<string, Guid>(), new ConcurrentBag<int>());
        var (answers, killed) = (0, Task.CompletedTask);
        var posting = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var i = client; ; i += Clients)
                try
                {
                    answered[Name(i)] = await Register(server, i);
                    // At the moment of an answer, so that one given before its commit would be found out.
                    if (Interlocked.Increment(ref answers) == 400)
                        killed = server.Kill();
                }
                catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or ObjectDisposedException)
                {
                    unanswered.Add(i);
                    return;
                }
        })).ToList();
        await Task.WhenAll(posting);
        await killed;
        Assert.NotEmpty(unanswered);

        await server.Start();
        await Whole.Demand(server);
        var found = await server.Look(db => db.Enterprises.ToDictionaryAsync(e => e.Name, e => e.Id));
        Assert.DoesNotContain(answered, a => found.GetValueOrDefault(a.Key) != a.Value);
        Assert.InRange(found.Count, answered.Count, answered.Count + Clients);
        foreach (var again in unanswered)
            answered[Name(again)] = await Register(server, again);
        Assert.Equal(answered.Count, await server.Look(db => db.Enterprises.CountAsync()));
        await Whole.Demand(server);
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_import_ends_as_if_nobody_had_disturbed_it(Database database)
    {
        await using var undisturbed = await RealServer.On(database);
        await Imported(undisturbed, now: true);
        await using var server = await RealServer.On(database);
        await Imported(server, now: false);
        await server.Start();
        await KillInTheMiddle(server, (done, enterprises) => done > 0 && enterprises is > 0 and < Rows - Wrong);

        await Finish(server);
        Assert.Equal(await Whole.Rows(undisturbed), await Whole.Rows(server));
        await Whole.Demand(server);
        await server.Inside(async services =>
        {
            var import = await server.Look(db => db.Imports.SingleAsync());
            Assert.Equal((ImportState.Done, Rows, Rows - Wrong, Wrong), (import.State, import.Rows, import.New, import.Left));
            var left = LeftFile.Read(services.GetRequiredService<Importer>().LeftOf(import));
            Assert.Equal(Wrong, left.Skip(1).Count());
        });
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_undo_ends_as_if_nobody_had_disturbed_it(Database database)
    {
        await using var undisturbed = await RealServer.On(database);
        await Imported(undisturbed, now: true, 900);
        await Undo(undisturbed, now: true);
        await using var server = await RealServer.On(database);
        await Imported(server, now: true, 900);
        await Undo(server, now: false);
        await server.Start();
        await KillInTheMiddle(server, (done, enterprises) => done > 0 && enterprises > 0);

        await Finish(server);
        Assert.Equal(await Whole.Rows(undisturbed), await Whole.Rows(server));
        await Whole.Demand(server);
        var import = await server.Look(db => db.Imports.SingleAsync());
        Assert.Equal((ImportState.Undone, 900 - 90, 0), (import.State, import.Undone, import.Rest));
        Assert.Equal(0, await server.Look(db => db.Enterprises.CountAsync()));
    }

    private static string Name(int number) => $"第{number}公司";

    private static string CodeOf(int number) => CreditCode.Make("91440305", number);

    private static async Task<Guid> Register(RealServer server, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/enterprises")
        {
            Content = JsonContent.Create(new
            {
                unit = "440305008011",
                name = Name(number),
                creditCode = CodeOf(number),
                headcount = number % 60,
            }),
        };
        request.Headers.Add("Idempotency-Key", $"{number}");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString()[^36..]);
    }

    // A roster, every tenth row of which names a community that does not exist; written at once, or left to the server.
    private static async Task Imported(RealServer server, bool now, int rows = Rows)
    {
        var csv = new StringBuilder("企业名称,信用代码,社区,职工人数,联系人,电话\r\n");
        foreach (var i in Enumerable.Range(0, rows))
            csv.Append($"{Name(i)},{CodeOf(i)},{(i % 10 == 0 ? "没有的社区" : "平山")},{i % 60},王一,13800138000\r\n");
        await server.Inside(async services =>
        {
            var importer = services.GetRequiredService<Importer>();
            var id = Guid.CreateVersion7();
            await importer.FileOf(id).Write(new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString())));
            var import = await importer.Receive(RealServer.System, id, "名册.csv");
            await importer.Begin(RealServer.System, id, import.Stamp, Importer.WriteJob);
            if (now)
                await services.GetRequiredService<JobRunner>().Drain(default);
        });
    }

    private static Task Undo(RealServer server, bool now) => server.Inside(async services =>
    {
        var import = await server.Look(db => db.Imports.SingleAsync());
        await services.GetRequiredService<Importer>()
            .Begin(RealServer.System, import.Id, import.Stamp, Importer.UndoJob);
        if (now)
            await services.GetRequiredService<JobRunner>().Drain(default);
    });

    private static async Task KillInTheMiddle(RealServer server, Func<long, long, bool> middle)
    {
        for (var i = 0; i < 10_000; i++)
        {
            var (done, enterprises) = await Whole.Progress(server);
            if (middle(done, enterprises))
                break;
            await Task.Delay(1);
        }
        await server.Kill();
        var (reached, left) = await Whole.Progress(server);
        Assert.True(middle(reached, left), $"The job was not in its middle when it was killed: {reached} done, {left} there");
        await Whole.Demand(server);
    }

    private static async Task Finish(RealServer server)
    {
        await server.LeaseRunsOut();
        await server.Start();
        for (var i = 0; i < 4_800; i++)
        {
            var jobs = await server.Look(db => db.Jobs.Where(j => j.State != JobState.Done).ToListAsync());
            Assert.DoesNotContain(jobs, j => j.State == JobState.Failed);
            if (jobs.Count == 0)
                return;
            await Task.Delay(25);
        }
        Assert.Fail("The job does not end");
    }
}
