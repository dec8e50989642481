using Gonglian.Foundation.Audit;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Rules;
using Gonglian.Organisations.Teams;
using Gonglian.Organisations.Tree;
using Gonglian.Organisations.Unions;

namespace Gonglian.Host.Demo;

/// <summary>组织: city, district, subdistricts, communities and parks, their teams, party organisations and federations.</summary>
/// <param name="db">The writable context.</param>
/// <param name="steps">The days.</param>
/// <param name="seed">The seed.</param>
/// <param name="now">The instant of recording, UTC.</param>
internal sealed class Planting(AppDb db, Steps steps, int seed, DateTime now)
{
    private const int CreationYear = 2020;
    private static readonly DateOnly Divided = new(2000, 1, 1);

    private static readonly (PostKind Kind, string Office)[] Team =
    [
        (PostKind.Chair, "工作站站长"), (PostKind.DeputyChair, "工作站副站长"), (PostKind.ProfessionalWorker, ""),
        (PostKind.Officer, ""), (PostKind.WomensMember, ""), (PostKind.AuditMember, ""),
    ];

    private readonly Dice dice = Dice.For(seed, "teams");

    /// <summary>Plants the whole tree.</summary>
    public void Plant()
    {
        var city = Add(null, "4403/", "440300000000", "深圳市", UnitKind.City);
        var district = Add(city, "4403/05/", "440305000000", "南山区", UnitKind.District);
        Federation(district, "南山区总工会(示例)", Names.Person(dice));
        var streets = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var street in Gazetteer.Streets)
        {
            var unit = Add(district, street.Path, $"{street.Code}000", street.Name, UnitKind.Subdistrict);
            (unit.MapColumn, unit.MapRow) = (street.Column, street.Row);
            streets[street.Code] = unit;
            Federation(unit, $"{street.Name}总工会", Names.Person(dice));
            Party(unit, $"{street.Name}党工委", $"{street.Name}党群服务中心");
        }

        var vacant = Vacancies();
        foreach (var community in Gazetteer.Communities)
            Plant(community, streets[community.Street.Code], vacant.GetValueOrDefault(community.Code));
    }

    private void Plant(Community community, Unit street, PostKind vacant)
    {
        var unit = Add(street, community.Path, community.Code, community.Name, UnitKind.Community,
            sample: community is { IsCreation: true, IsNamed: false });
        if (community.IsCreation)
            unit.CreationYear = CreationYear;
        var since = steps.Day(0).AddDays(-dice.Between(60, 900));
        string? chair = null;
        foreach (var (kind, office) in Team)
        {
            if (kind == vacant)
                continue;
            var person = Names.Person(dice);
            chair ??= person;
            db.Add(new Post
            {
                Key = db.NextKey(),
                Id = Guid.CreateVersion7(),
                Path = unit.Path,
                UnitKey = unit.Key,
                Kind = kind,
                Person = person,
                Office = office,
                EffectiveFrom = since,
            });
        }

        Federation(unit, $"{community.Name}工会联合会", chair!);
        Party(unit, $"{community.Name}党委", $"{community.Name}党群服务中心");
        foreach (var park in community.Parks)
        {
            var place = Add(unit, $"{unit.Path}{park.Segment}/", $"{community.Code}{park.Segment.ToUpperInvariant()}",
                park.Name, park.IsBuilding ? UnitKind.Building : UnitKind.Park, sample: !park.IsNamed);
            Party(place, $"{park.Name}联合党支部", "");
        }
    }

    // One of the sixteen lacks somebody, and so do some of the others; the chair is never the one.
    private Dictionary<string, PostKind> Vacancies()
    {
        var creation = Gazetteer.Communities.Where(c => c is { IsCreation: true, IsNamed: false }).ToList();
        var others = Gazetteer.Communities.Where(c => !c.IsCreation).ToList();
        dice.Shuffle(others);
        return others.Take(9).Append(dice.Pick<Community>(creation))
            .ToDictionary(c => c.Code, _ => (PostKind)dice.Between((int)PostKind.DeputyChair, (int)PostKind.AuditMember));
    }

    private Unit Add(Unit? above, string path, string code, string name, UnitKind kind, bool sample = false)
    {
        var unit = new Unit
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = path,
            ParentKey = above?.Key,
            Code = code,
            Name = name,
            Kind = kind,
            ValidFrom = Divided,
            Sample = sample,
        };
        db.Add(unit);
        return unit;
    }

    private void Party(Unit unit, string name, string venue) => db.Add(new PartyOrganisation
    {
        Key = db.NextKey(),
        Id = Guid.CreateVersion7(),
        Path = unit.Path,
        UnitKey = unit.Key,
        Name = name,
        Secretary = Names.Person(dice),
        Venue = venue,
    });

    private void Federation(Unit unit, string name, string chair)
    {
        var union = new Union
        {
            Key = db.NextKey(),
            Id = Guid.CreateVersion7(),
            Path = unit.Path,
            Name = name,
            Form = UnionForm.Federation,
            CreditCode = CreditCode.Make("81440305MF", (int)(unit.Key % 10_000)),
            Sample = true,
        };
        db.Add(union);
        var since = steps.Day(0).AddDays(-dice.Between(900, 1500));
        var change = db.NextKey();
        List<UnionFact> facts = [];
        Tell(UnionFactKind.Life, since, null, "");
        Tell(UnionFactKind.Term, since, since.AddYears(5), "");
        Tell(UnionFactKind.Chair, since, null, chair);
        db.AddRange(facts);
        UnionStanding.Judge(db, union, facts, China.Day(now));
        db.Note(change, now, union, "tell", after: new Dictionary<string, object?> { [nameof(UnionFactKind.Life)] = since });

        void Tell(UnionFactKind kind, DateOnly from, DateOnly? to, string text) => facts.Add(new UnionFact
        {
            Key = db.NextKey(),
            UnionKey = union.Key,
            Kind = kind,
            EffectiveFrom = from,
            EffectiveTo = to,
            Text = text,
            Source = "示例",
            RecordedAt = now,
            ChangeKey = change,
        });
    }
}
