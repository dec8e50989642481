using Gonglian.Enterprises.Imports.Reading;

namespace Gonglian.Enterprises.Imports;

/// <summary>只补空白: what is left of a second row of one unit in one file, once everything known is taken away.</summary>
internal static class Filling
{
    /// <summary>The row with only what the file does not know yet; its union and its contact stay, they stand beside others.</summary>
    public static Line Of(Line line, OpenFile file, DateOnly today)
    {
        var (e, unit) = (file.Enterprise, file.Unit);
        return new Line
        {
            Row = line.Row,
            Name = e.Name,
            CreditCode = e.CreditCode ?? line.CreditCode,
            Community = line.Community,
            EstablishedOn = e.EstablishedOn ?? line.EstablishedOn,
            Section = e.Section.Length > 0 ? "" : line.Section,
            Industry = e.Industry.Length > 0 ? "" : line.Industry,
            Address = e.Address.Length > 0 ? "" : line.Address,
            RegisteredAddress = e.RegisteredAddress.Length > 0 ? "" : line.RegisteredAddress,
            Status = unit.Pick(FactKind.Status, today) is null ? line.Status : null,
            Headcount = unit.Pick(FactKind.Headcount, today) is null ? line.Headcount : null,
            Members = unit.Pick(FactKind.Members, today) is null ? line.Members : null,
            Contact = line.Contact,
            ContactRole = line.ContactRole,
            Phone = line.Phone,
        };
    }
}
