namespace Gonglian.Foundation.Rules;

/// <summary>拒绝: a rule says no, in a sentence the person at the screen understands.</summary>
/// <remarks>
/// Thrown by rules, caught once per page (shown at the field) and once per API (409). The template and its arguments
/// stay apart so that the sentence can be looked up in another language.
/// </remarks>
public sealed class Refused : Exception
{
    private readonly object?[] arguments;

    /// <summary>A refusal.</summary>
    /// <param name="code">Stable name of the refusal, such as <c>disputes.not-waiting</c>; never shown to people.</param>
    /// <param name="template">The Chinese sentence, with {0}, {1} … where the arguments go.</param>
    /// <param name="arguments">What the sentence names: a value, a day, a number.</param>
    public Refused(string code, string template, params object?[] arguments)
        : base(Fill(template, arguments))
    {
        (Code, Template, this.arguments) = (code, template, arguments);
    }

    /// <summary>A refusal for a problem that a check found.</summary>
    public Refused(Problem problem)
        : this(problem.Code, problem.Template, [.. problem.Arguments])
    {
    }

    /// <summary>Stable name of the refusal; tests and the API's problem details use it.</summary>
    public string Code { get; }

    /// <summary>The Chinese sentence with its places, the key of its translations.</summary>
    public string Template { get; }

    /// <summary>What fills the places of <see cref="Template"/>, in order.</summary>
    public IReadOnlyList<object?> Arguments => arguments;

    /// <summary>Name of the form field that the refusal concerns; null when it concerns the whole act.</summary>
    public string? Field { get; private set; }

    /// <summary>Address of what the refusal speaks of, such as the file that stands already; null where there is none.</summary>
    public string? Href { get; private set; }

    /// <summary>What else is wrong with the same form; see <see cref="Refusals"/>.</summary>
    public IReadOnlyList<Refused> Others { get; private set; } = [];

    /// <summary>This refusal and the others of the same form.</summary>
    public IEnumerable<Refused> All => Others.Prepend(this);

    /// <summary>Names the address of what the refusal speaks of; only for whom may open it.</summary>
    /// <returns>The same refusal.</returns>
    public Refused See(string href)
    {
        Href = href;
        return this;
    }

    /// <summary>Takes along what else is wrong with the form.</summary>
    /// <returns>The same refusal.</returns>
    internal Refused With(IReadOnlyList<Refused> others)
    {
        Others = others;
        return this;
    }

    /// <summary>Names the form field, so that the page shows the sentence beside it.</summary>
    /// <returns>The same refusal.</returns>
    public Refused At(string field)
    {
        Field = field;
        return this;
    }

    /// <summary>Puts the arguments into their places, whatever the machine's culture: days as 2026-11-01, in every language.</summary>
    public static string Fill(string template, IReadOnlyList<object?> arguments) =>
        arguments.Count == 0 ? template : string.Format(Wording.Values, template, [.. arguments]);
}
