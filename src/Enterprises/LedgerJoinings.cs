using Gonglian.Enterprises.Rules;
using Gonglian.Organisations.Unions;

namespace Gonglian.Enterprises;

// Joining records: a union covers the enterprise, from a day, with a signature, until it leaves.
public sealed partial class Ledger
{
    /// <summary>Writes down that a union covers the enterprise.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="union">The union.</param>
    /// <param name="facts">Everything told of it.</param>
    /// <param name="from">First day covered.</param>
    /// <param name="signedOn">When the joining record was signed; a joint union covers nobody without it.</param>
    public void Join(OpenFile file, Union union, IReadOnlyList<UnionFact> facts, DateOnly from, DateOnly? signedOn)
    {
        var joining = new Joining
        {
            Key = db.NextKey(),
            EnterpriseKey = file.Enterprise.Key,
            UnionKey = union.Key,
            Form = union.Form,
            SignedOn = signedOn,
            EffectiveFrom = from,
            RecordedAt = now,
            ChangeKey = file.ChangeKey,
        };
        Put(file, joining);
        file.Covers.Add(new Cover(joining, facts));
        file.Told[nameof(Joining)] = new { Union = union.Name, Form = union.Form.ToString(), From = from, SignedOn = signedOn };
    }

    /// <summary>Writes down when a joining record was signed: the unsigned row is superseded, a signed copy stands instead.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="joining">The record, unsigned so far.</param>
    /// <param name="union">The union's name.</param>
    /// <param name="signedOn">签署日期.</param>
    public void Sign(OpenFile file, Joining joining, string union, DateOnly signedOn)
    {
        Replace(file, joining, joining.EffectiveTo, signedOn);
        file.Told["Signed"] = new { Union = union, SignedOn = signedOn };
    }

    /// <summary>Takes a joining record back or ends it: the old row is superseded, an ended copy stands instead.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="joining">The record.</param>
    /// <param name="endsOn">First day no longer covered; nothing when it never should have stood.</param>
    public void Leave(OpenFile file, Joining joining, DateOnly? endsOn)
    {
        file.Told[nameof(Leave)] = new { Form = joining.Form.ToString(), EndsOn = endsOn };
        if (endsOn is not null)
        {
            Replace(file, joining, endsOn, joining.SignedOn);
            return;
        }
        joining.SupersededAt = now;
        file.Covers.RemoveAll(c => c.Joining.Key == joining.Key);
    }

    private void Replace(OpenFile file, Joining joining, DateOnly? endsOn, DateOnly? signedOn)
    {
        var cover = file.Covers.Single(c => c.Joining.Key == joining.Key);
        joining.SupersededAt = now;
        file.Covers.Remove(cover);
        var next = new Joining
        {
            Key = db.NextKey(),
            EnterpriseKey = joining.EnterpriseKey,
            UnionKey = joining.UnionKey,
            Form = joining.Form,
            SignedOn = signedOn,
            EffectiveFrom = joining.EffectiveFrom,
            EffectiveTo = endsOn,
            RecordedAt = now,
            ChangeKey = file.ChangeKey,
        };
        db.Add(next);
        file.Covers.Add(new Cover(next, cover.Facts));
    }
}
