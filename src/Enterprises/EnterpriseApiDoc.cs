using System.Text.Json;
using Gonglian.Enterprises.Rules;
using Gonglian.Foundation.Apis;

namespace Gonglian.Enterprises;

/// <summary>What the document of the API says of the enterprises.</summary>
internal static class EnterpriseApiDoc
{
    private static readonly string[] Sources =
        [.. Enum.GetNames<FactSource>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    public static ApiDoc List { get; } = new()
    {
        Query =
        [
            new("q", "Any two characters of the name, pinyin initials, a credit code or its beginning, or at least the last 4 digits of a contact's phone."),
            new("place", "Code or path of a subdistrict, community, park or building, with all below it; creation-units for the units chosen for the programme."),
            new("unit", "Another word for place."),
            new("section", "Section of GB/T 4754-2017, A–T; - for unknown.", Values: [.. Sections.All.Select(s => s.Letter), "-"]),
            new("size", "Size band by headcount: " + string.Join(", ", SizeBands.Titles.Select((t, i) => $"{i} = {t}")) + ".", ApiKind.Number) { Most = SizeBands.Titles.Count - 1 },
            new("union", "Form of union that covers it; none for no live union.", Values: [.. FilterWords.Union.Keys]),
            new("duty", "national: by members (工会法 §11); local: by members or employees; due: a stand-alone union is due and missing; other: not so.", Values: [.. FilterWords.Duty.Keys]),
            new("exclusion", "Left out of the base set of the rates; proposed: waiting for the second person; base: in the base set; outside: in neither.", Values: [.. FilterWords.Exclusion.Keys]),
            new("counted", "The rows behind an indicator.", Values: ["N1", "N2", "N3", "N4", "N5", "N6"]),
            new("part", "Which of them; the numerator when nothing is said.", Values: [.. FilterWords.Part.Keys]),
            new("unverified", "1: only those not verified for 180 days.", Values: ["1"]),
            new("unknown", "1: only those whose headcount is unknown.", Values: ["1"]),
            new("within", "A second place, as place: only what lies in both."),
            new("coverage", "State of the coverage; outside: not in the base set.", Values: [.. CoverageStates.All.Select(s => s.Code)]),
            new("verified", "1: only those verified in the last 180 days.", Values: ["1"]),
            new("status", "Operating status as reported.", Values: [.. ApiList.Codes<OperatingStatus>()]),
            new("source", "Where the headcount comes from; - where there is none.", Values: [.. Sources, "-"]),
            new("year", "Year of registration; - where it is unknown."),
            new("import", "Key of an import: only what it touched.", ApiKind.Number),
            new("sort", "Column to sort by, with - from the greatest. Name by default; the latest registered first when q is given.",
                Values: [.. EnterpriseSort.All.SelectMany(s => new[] { s.Id, "-" + s.Id })]),
            new("col", "Columns wanted; all but unionName and contact when none is named.", Values: [.. EnterpriseColumns.All.Select(c => c.Id)]) { Repeated = true },
            new("after", "The page after this place; take it from next."),
            new("before", "The page before this place; take it from previous."),
            new("limit", "Rows of a page, 1–500; 50 when nothing is said.", ApiKind.Number) { Least = 1, Most = 500 },
            new("count", "exact: count all that answer; people: with their employees and members; otherwise one by one up to 1,000.", Values: ["exact", "people"]),
        ],
        Answer = Row,
        IsList = true,
        IsCounted = true,
    };

    public static ApiDoc One { get; } = new() { Answer = Row };

    public static ApiDoc Register { get; } = new()
    {
        Headers = [new("Idempotency-Key", "Names this registration when the body has no id: the same sent again is answered with the same 201 and nothing is registered twice; anything else under the same key is refused with 409 enterprises.key-used.")],
        Body =
        [
            new("id", "The id that the enterprise shall have; sent again, nothing is registered twice (see Idempotency-Key).", ApiKind.Id),
            new("unit", "Code of the community, park or building where it works.") { Required = true },
            new("name", "名称, at most 120 characters.") { Required = true },
            new("creditCode", "统一社会信用代码 (GB 32100-2015), checked."),
            new("industry", "Section letter, class or name of GB/T 4754-2017, e.g. C, 3911 or 软件和信息技术服务业."),
            new("establishedOn", "Day of registration.", ApiKind.Day),
            new("address", "Where it works."),
            new("registeredAddress", "Where it is registered."),
            new("headcount", "职工人数.", ApiKind.Number),
            new("members", "会员人数.", ApiKind.Number),
            new("numbersOn", "The day the numbers are of; today when nothing is said.", ApiKind.Day),
            new("contactName", "姓名 of a contact to begin with."),
            new("contactRole", "职务 of the contact."),
            new("phone", "电话 of the contact; kept sealed, never given out."),
            new("source", "Where the numbers come from; visit when nothing is said.", Values: Sources),
        ],
        Answer = [new("id", "The id of the enterprise.", ApiKind.Id) { Required = true }],
        Status = 201,
    };

    /// <summary>What an address of the list may say, also that of its spreadsheet: all but the size of a page.</summary>
    public static IReadOnlyList<ApiField> View { get; } = [.. List.Query.Where(f => f.Name != "limit")];

    private static IReadOnlyList<ApiField> Row => ApiList.Fields(EnterpriseColumns.All);
}
