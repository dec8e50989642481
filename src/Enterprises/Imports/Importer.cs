using System.Runtime.InteropServices;
using System.Text.Json;
using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Bulletins;
using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Jobs;
using Gonglian.Foundation.Rules;
using Gonglian.Foundation.Vaults;
using Microsoft.EntityFrameworkCore;

namespace Gonglian.Enterprises.Imports;

/// <summary>How far an import is.</summary>
/// <param name="Rows">Rows done.</param>
/// <param name="Share">Part of the file, between 0 and 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ImportProgress(int Rows, double Share);

/// <summary>导入器: a roster from a file into the enterprises' files; for the pages, the command line and the demonstration.</summary>
public sealed partial class Importer(
    Store store, Writes writes, DayRoll days, CoverageParameters parameters, Vault vault, BulletinBoard board,
    TimeProvider clock)
{
    /// <summary>The job that checks a file.</summary>
    public const string CheckJob = "import-check";

    /// <summary>The job that writes a file.</summary>
    public const string WriteJob = "import-write";

    /// <summary>The job that takes an import back.</summary>
    public const string UndoJob = "import-undo";

    /// <summary>Imports a file at once, without questions: what is doubtful stays in the workbook of refused rows.</summary>
    /// <param name="caller">Who imports; needs <c>enterprises.import</c> where the rows belong.</param>
    /// <param name="file">Path of an xlsx, xls or csv file; it stays as it is.</param>
    /// <param name="settings">What is known of it; sheet, header and columns are guessed where they are not given.</param>
    /// <param name="progress">Told after every piece.</param>
    /// <param name="stop">Stops between two pieces; the next start of the program goes on.</param>
    /// <returns>The import with its numbers.</returns>
    /// <exception cref="Refused">The file is no workbook, its day cannot be, or nothing in it can be imported; the sentence says why.</exception>
    public async Task<Import> Run(
        Caller caller, string file, RosterSettings? settings = null, Action<ImportProgress>? progress = null,
        CancellationToken stop = default)
    {
        var today = China.Today(clock);
        Roster.DemandDay(settings ?? new(), today);
        var id = Guid.CreateVersion7();
        settings = await Keep(file, FileOf(id), settings);
        var import = await Receive(caller, id, Path.GetFileName(file), settings, readsAll: true);
        if (Sentence.Read(import.Message) is { } refused)
            throw new Refused("import.refused", refused.Template, [.. refused.Arguments]);
        Roster.Demand(settings, today);
        var job = await Begin(caller, import.Id, import.Stamp, WriteJob, takesUp: true);
        await Write(job, progress, stop);
        await writes.Do(caller, db => db.End(job, null, clock.GetUtcNow().UtcDateTime));
        return await Find(import.Key);
    }

    /// <summary>A file while it is imported, sealed; the name on disk is the import's id and nothing else.</summary>
    public SealedFile FileOf(Guid id) => new(vault, Path.Combine(Folder, id.ToString("N")));

    /// <summary>The refused rows of an import as far as it has come, sealed; it is not there while there are none.</summary>
    public SealedLog LeftOf(Import import) => LeftAt(import.LeftName);

    // Whoever has lost the work may still be writing down what it read ahead.
    private static string LeftName(Import import, Job job) => $"{import.Id:N}.{job.Key}-{job.Turn}.left";

    private SealedLog LeftAt(string name) => new(vault, Path.Combine(Folder, name));

    // All files of refused rows of an import but one.
    private void DeleteLeft(Guid id, string but = "")
    {
        foreach (var file in Directory.EnumerateFiles(Folder, $"{id:N}.*").Where(f => Path.GetFileName(f) != but))
            File.Delete(file);
    }

    /// <summary>The folder in which both lie.</summary>
    public string Folder => Path.Combine(store.Folder, "uploads");

    /// <summary>Takes a file in that lies at <see cref="FileOf"/>: looks at it, guesses, and makes the import's row.</summary>
    /// <param name="caller">Who imports.</param>
    /// <param name="id">The import's id to be.</param>
    /// <param name="fileName">The file's name as the person has it.</param>
    /// <param name="given">Settings that are known.</param>
    /// <param name="readsAll">Whether the whole file is read at once now, so that no first look is needed.</param>
    /// <returns>The import; refused, with its sentence, when the file is no workbook or hostile.</returns>
    /// <exception cref="Refused"><c>access.not-allowed</c>: the caller may import nowhere.</exception>
    public async Task<Import> Receive(
        Caller caller, Guid id, string fileName, RosterSettings? given = null, bool readsAll = false)
    {
        var file = FileOf(id);
        var places = await Places.Load(store);
        var scope = ImportScope.Of(caller, places.Paths);
        if (scope.Allowed.Count == 0)
            throw new Refused("access.not-allowed", "您的账号没有在这里做这件事的权限");
        var (settings, message) = (given ?? new(), "");
        try
        {
            if (settings.Header == 0)
                settings = Roster.Guess(file, settings);
            if (settings.Header == 0 && Roster.IsProse(file))
                throw new Refused("import.no-table",
                    "文件里没有名册:要有一行列名,如“企业名称、统一社会信用代码、社区、职工人数”,下面每行一家企业");
            if (settings.Header > 0 && !Roster.HasRows(file, settings))
                throw new Refused("import.no-rows", "文件里只有列名,下面没有一行企业;请填好再上传");
            if (!readsAll)
                settings = await Known(caller, file, settings);
            if (!readsAll)
                Look.Over(file, settings);
        }
        catch (Refused refused)
        {
            message = Sentence.Of(refused).ToString();
        }
        var (hash, bytes) = await Digest(file);
        if (message.Length > 0)
            file.Delete();
        if (settings.Place is null && places.All.Where(p => caller.Can(ImportScope.Right, p.Path)).Take(2).ToList() is [var only])
            settings = settings with { Place = only.Path };
        var now = clock.GetUtcNow().UtcDateTime;
        return await writes.Do(caller, async db =>
        {
            var before = await db.Imports.Where(i => i.Hash == hash && i.State == ImportState.Done)
                .OrderByDescending(i => i.Key).Select(i => i.Settings).FirstOrDefaultAsync();
            var import = new Import
            {
                Key = db.NextKey(),
                Id = id,
                Path = scope.Allowed[0],
                FileName = fileName[..Math.Min(fileName.Length, 200)],
                Bytes = bytes,
                Hash = hash,
                UserId = caller.UserId,
                By = caller.Name,
                Scope = JsonSerializer.Serialize(scope, ImportJson.Options),
                Settings = (settings with { Day = settings.Day ?? (before is null ? null : RosterSettings.Read(before).Day) }).ToString(),
                State = message.Length > 0 ? ImportState.Refused : ImportState.Uploaded,
                Message = message,
                At = now,
            };
            db.Add(import);
            return import;
        });
    }

    private async Task<RosterSettings> Known(Caller caller, SealedFile file, RosterSettings settings)
    {
        if (settings.Header == 0)
            return settings;
        await using var db = store.Read(caller);
        return await KnownTitles.Recall(db, settings, Roster.Titles(file, settings));
    }

    private static async Task<RosterSettings> Keep(string given, SealedFile file, RosterSettings? settings)
    {
        await using (var content = File.OpenRead(given))
            await file.Write(content);
        try
        {
            return settings is { Header: > 0 } ? settings : Roster.Guess(file, settings);
        }
        catch (Refused)
        {
            file.Delete();
            throw;
        }
    }

    private async Task<(string Hash, long Bytes)> Digest(SealedFile file)
    {
        await using var content = file.Open();
        return (await vault.Digest(content), content.Length);
    }

    /// <summary>Puts the next step of an import into the queue of jobs.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The import.</param>
    /// <param name="stamp">The stamp that the person saw.</param>
    /// <param name="kind">Which step: <see cref="CheckJob"/>, <see cref="WriteJob"/> or <see cref="UndoJob"/>.</param>
    /// <param name="takesUp">Whether whoever calls does it; else it waits for the runner.</param>
    /// <param name="settings">New settings, where the step brings some.</param>
    /// <exception cref="Refused">
    /// <c>import.moved-on</c>: somebody else has changed or started it; <c>import.too-late</c>: the days to take it back are over.
    /// </exception>
    public Task<Job> Begin(
        Caller caller, Guid id, int stamp, string kind, bool takesUp = false, RosterSettings? settings = null) =>
        writes.Do(caller, async db =>
        {
            var import = await db.Imports.FirstAsync(i => i.Id == id);
            caller.Need(ImportScope.Right, import.Path);
            var now = clock.GetUtcNow().UtcDateTime;
            if (import.Stamp != stamp || !MayBegin(import, kind))
                throw MovedOn();
            if (kind == UndoJob && !import.CanUndo(now))
                throw new Refused("import.too-late", "导入完成已超过 {0} 天,不能再整体撤销", Import.UndoDays);
            // Answers and corrections belong to rows of a sheet.
            if (settings is not null && settings.Sheet != RosterSettings.Read(import.Settings).Sheet)
                await db.ImportNotes.Where(n => n.ImportKey == import.Key).ExecuteDeleteAsync();
            if (settings is not null)
                import.Settings = settings.ToString();
            import.State = kind switch
            {
                CheckJob => ImportState.Checking,
                WriteJob => ImportState.Writing,
                _ => ImportState.Undoing,
            };
            var total = kind == UndoJob ? import.New + import.Changed : import.Rows;
            if (kind == WriteJob)
                (import.Rows, import.New, import.Changed, import.Unchanged, import.Left, import.Doubles, import.Proposed) =
                    (0, 0, 0, 0, 0, 0, 0);
            import.Message = "";
            import.Stamp++;
            var job = db.Enqueue(kind, import.Key, import.Path, now);
            job.Total = total;
            if (takesUp)
                job.TakeUp(now);
            return job;
        });

    /// <summary>Keeps what somebody decided about single rows that may be doubles.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: somebody else has changed or started it.</exception>
    public static async Task Decide(AppDb db, Guid id, int stamp, IReadOnlyDictionary<int, DoubleAnswer> answers)
    {
        var import = await Open(db, id, stamp);
        var rows = answers.Keys.ToArray();
        foreach (var note in await db.ImportNotes
                     .Where(n => n.ImportKey == import.Key && n.Kind == NoteKind.Twin && rows.Contains(n.Row)).ToListAsync())
            note.Answer = note.Twin!.Value.IsOneUnit() && answers[note.Row] == DoubleAnswer.New ? null : answers[note.Row];
    }

    /// <summary>An import whose preview somebody works on, inside a change.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: somebody else has changed or started it.</exception>
    internal static async Task<Import> Open(AppDb db, Guid id, int stamp)
    {
        var import = await db.Imports.FirstAsync(i => i.Id == id);
        db.Caller.Need(ImportScope.Right, import.Path);
        return import.Stamp == stamp && import.State == ImportState.Checked ? import : throw MovedOn();
    }

    /// <summary>Goes on with a step that broke off, behind its last piece.</summary>
    /// <exception cref="Refused"><c>import.moved-on</c>: it did not break off, or somebody was quicker.</exception>
    public static async Task Resume(AppDb db, Guid id, DateTime now)
    {
        var import = await db.Imports.FirstAsync(i => i.Id == id);
        db.Caller.Need(ImportScope.Right, import.Path);
        var last = await db.Jobs.Where(j => j.SubjectKey == import.Key).OrderByDescending(j => j.Key).FirstOrDefaultAsync();
        if (last is not { State: JobState.Failed })
            throw MovedOn();
        db.Enqueue(last.Kind, import.Key, import.Path, now).Total = last.Total;
    }

    /// <summary>The import as it stands now.</summary>
    public async Task<Import> Find(long key)
    {
        await using var db = store.Read(Runner);
        return await db.Imports.FirstAsync(i => i.Key == key);
    }

    /// <summary>Keeps why an import's step broke off, and where it stands then.</summary>
    public Task Break(Job job, ImportState state, Refused refused) => writes.Do(Runner, async db =>
    {
        await db.Hold(job, clock.GetUtcNow().UtcDateTime);
        var import = await db.Imports.FirstAsync(i => i.Key == job.SubjectKey);
        (import.State, import.Message) = (state, Sentence.Of(refused).ToString());
        import.Stamp++;
    });

    /// <summary>The pass's own name where no person acts.</summary>
    internal static Caller Runner { get; } = Caller.System("后台任务");

    /// <summary>Everything a pass over an import's file needs.</summary>
    internal async Task<ImportRun> Prepare(long key)
    {
        await using var db = store.Read(Runner);
        var import = await db.Imports.FirstAsync(i => i.Key == key);
        var answers = await db.ImportNotes.Where(n => n.ImportKey == key && n.Answer != null)
            .ToDictionaryAsync(n => n.Row, n => n.Answer!.Value);
        var scope = JsonSerializer.Deserialize<ImportScope>(import.Scope, ImportJson.Options)!;
        var settings = RosterSettings.Read(import.Settings);
        return new(import, settings, answers, scope.Caller(import.UserId, import.By),
            await Places.Load(store), await parameters.Of(db), vault, China.Today(clock))
        {
            Corrections = await Corrections.Load(db, vault, key, settings),
        };
    }

    private static Refused MovedOn() => new("import.moved-on", "这次导入已经进行到下一步,请刷新后再看");

    private static bool MayBegin(Import import, string kind) => kind switch
    {
        CheckJob => import.State is ImportState.Uploaded or ImportState.Checked,
        WriteJob => import.State is ImportState.Uploaded or ImportState.Checked,
        _ => import.State is ImportState.Done,
    };
}
