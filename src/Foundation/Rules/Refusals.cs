namespace Gonglian.Foundation.Rules;

/// <summary>Gathers what is wrong with a form, so that a person sees every sentence at once and not one after another.</summary>
public sealed class Refusals
{
    private List<Refused>? all;

    /// <summary>Whether something is wrong.</summary>
    public bool Any => all is not null;

    /// <summary>Adds a refusal.</summary>
    public void Add(Refused refused) => (all ??= []).Add(refused);

    /// <summary>Adds a refusal of a field where a condition holds.</summary>
    public void When(bool wrong, string field, string code, string template, params object?[] arguments)
    {
        if (wrong)
            Add(new Refused(code, template, arguments).At(field));
    }

    /// <summary>Adds what a check found, unless it found nothing or only a warning.</summary>
    public void Add(string field, Problem? problem)
    {
        if (problem is { IsWarning: false })
            Add(new Refused(problem).At(field));
    }

    /// <summary>Runs a check and keeps its refusal.</summary>
    public async Task<T?> Try<T>(Task<T> check)
    {
        try
        {
            return await check;
        }
        catch (Refused refused)
        {
            AddAll(refused);
            return default;
        }
    }

    /// <summary>Runs a check and keeps its refusal.</summary>
    public T? Try<T>(Func<T> check)
        where T : class?
    {
        try
        {
            return check();
        }
        catch (Refused refused)
        {
            AddAll(refused);
            return null;
        }
    }

    // What one check found may be several things already.
    private void AddAll(Refused refused)
    {
        foreach (var one in refused.All.ToList())
            Add(one);
    }

    /// <summary>What is wrong, as one refusal that carries the others; nothing when nothing is.</summary>
    public Refused? All => all is [var first, .. var others] ? first.With(others) : null;

    /// <summary>Refuses when something is wrong.</summary>
    /// <exception cref="Refused">The first refusal, which carries the others.</exception>
    public void Throw()
    {
        if (All is { } refused)
            throw refused;
    }
}
