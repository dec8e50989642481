using Gonglian.Enterprises.Imports.Reading;
using Gonglian.Foundation.Rules;

namespace Gonglian.Enterprises.Imports;

/// <summary>改动存疑: an update so large that somebody should say that it is meant; until then the row is left out.</summary>
/// <remarks>Counted against what is known on the day of the import, not against what a roster said before.</remarks>
public static class UpdateDoubts
{
    /// <summary>People by which employees or members must fall at least before somebody is asked.</summary>
    public const int LeastFall = 10;

    /// <summary>Part of the people known below which a fall is doubtful: more than half of them gone.</summary>
    public const double FallBelow = 0.5;

    /// <summary>Part of the shorter name's characters that two names of one unit share at least.</summary>
    public const double SharedName = 1.0 / 3;

    /// <summary>Whether two names share almost nothing beside the words that every company has.</summary>
    public static bool AreStrangers(string known, string given)
    {
        var (a, b) = (Words.OwnOf(known), Words.OwnOf(given));
        return a.Count > 0 && b.Count > 0 && a.Intersect(b).Count() < SharedName * Math.Min(a.Count, b.Count);
    }

    /// <summary>Whether a number of people falls so far that it is more likely a slip.</summary>
    public static bool IsFall(int? known, int? given) =>
        known is { } before && given is { } after && before - after >= LeastFall && after < before * FallBelow;

    /// <summary>What is doubtful about an update that nobody has answered for yet; nothing when all is well.</summary>
    /// <param name="before">The file before.</param>
    /// <param name="after">The file after.</param>
    /// <param name="isMeant">Whether somebody said that doubts of a kind are meant.</param>
    public static (DoubleKind Kind, Problem Why)? Of(FilePeople before, FilePeople after, Func<DoubleKind, bool> isMeant)
    {
        if (AreStrangers(before.Name, after.Name) && !isMeant(DoubleKind.OtherName))
            return (DoubleKind.OtherName, Problem.Error("import.other-name",
                "信用代码与已建档的“{0}”相同,名称却完全不同", before.Name));
        var employees = IsFall(before.Headcount, after.Headcount);
        var members = IsFall(before.Members, after.Members);
        if ((!employees && !members) || isMeant(DoubleKind.Fall))
            return null;
        return (DoubleKind.Fall, (employees, members) switch
        {
            (true, true) => Problem.Error("import.fall", "职工人数 {0} → {1}、会员人数 {2} → {3},都减少过半",
                before.Headcount, after.Headcount, before.Members, after.Members),
            (true, _) => Problem.Error("import.fall", "职工人数 {0} → {1},减少过半", before.Headcount, after.Headcount),
            _ => Problem.Error("import.fall", "会员人数 {0} → {1},减少过半", before.Members, after.Members),
        });
    }

    /// <summary>The doubt about a row that is met by its name and whose people would fall as well: one answer, with both in sight.</summary>
    /// <param name="kind">How it is met.</param>
    /// <param name="met">The file it meets.</param>
    /// <param name="before">The file before.</param>
    /// <param name="after">The file after.</param>
    public static Problem Both(DoubleKind kind, Enterprise met, FilePeople before, FilePeople after) => kind == DoubleKind.OtherCode
        ? Problem.Error("import.other-code",
            "与已建档的“{0}”同名同社区,那里的信用代码是 {1};合并会使人数减少过半:职工 {2} → {3},会员 {4} → {5}",
            met.Name, met.CreditCode ?? "—", Shown(before.Headcount), Shown(after.Headcount), Shown(before.Members), Shown(after.Members))
        : Problem.Error("import.same-name",
            "没有信用代码,与已建档的“{0}”同名;合并会使人数减少过半:职工 {1} → {2},会员 {3} → {4}",
            met.Name, Shown(before.Headcount), Shown(after.Headcount), Shown(before.Members), Shown(after.Members));

    /// <summary>Code of the refusal by which numbers typed by hand are asked about once.</summary>
    public const string ByHand = "enterprises.numbers-doubt";

    /// <summary>Asks about numbers typed by hand that count from now on and are more likely a slip.</summary>
    /// <exception cref="Refused"><see cref="ByHand"/>: fallen by more than half, or more members than employees.</exception>
    public static void Ask(FilePeople before, FilePeople after)
    {
        var no = new Refusals();
        if (IsFall(before.Headcount, after.Headcount))
            no.Add(new Refused(ByHand, "职工人数 {0} → {1},减少过半", before.Headcount, after.Headcount));
        if (IsFall(before.Members, after.Members))
            no.Add(new Refused(ByHand, "会员人数 {0} → {1},减少过半", before.Members, after.Members));
        if (after != before && after.Members > after.Headcount)
            no.Add(new Refused(ByHand, "会员 {0} 人多于职工 {1} 人,请核对", after.Members, after.Headcount));
        if (no.Any)
            no.Add(new Refused(ByHand, "还没有保存:数字属实的,请勾选后再保存一次"));
        no.Throw();
    }

    private static object Shown(int? people) => people is { } known ? known : "—";
}

/// <summary>What an update is doubted by: a file's name and its people as they count on a day.</summary>
/// <param name="Name">名称.</param>
/// <param name="Headcount">职工人数, none while unknown.</param>
/// <param name="Members">会员人数, none while unknown.</param>
public sealed record FilePeople(string Name, int? Headcount, int? Members)
{
    /// <summary>Of an open file.</summary>
    public static FilePeople Of(OpenFile file, DateOnly day) => new(
        file.Enterprise.Name, file.Unit.Pick(FactKind.Headcount, day)?.Number, file.Unit.Pick(FactKind.Members, day)?.Number);
}
