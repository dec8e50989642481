namespace Gonglian.Foundation.Rules;

/// <summary>问题: what a check found wrong with a value, before anybody decides whether to refuse it.</summary>
/// <param name="Code">Stable name of the problem, such as <c>credit-code.length</c>.</param>
/// <param name="Template">The Chinese sentence, with {0}, {1} … where the arguments go.</param>
/// <param name="Arguments">What fills the places, in order.</param>
/// <param name="IsWarning">True when the value may be kept all the same, but somebody should look.</param>
public sealed record Problem(string Code, string Template, IReadOnlyList<object?> Arguments, bool IsWarning = false)
{
    /// <summary>A problem for which the value cannot be accepted.</summary>
    public static Problem Error(string code, string template, params object?[] arguments) =>
        new(code, template, arguments);

    /// <summary>A problem with which the value may still be kept.</summary>
    public static Problem Warning(string code, string template, params object?[] arguments) =>
        new(code, template, arguments, IsWarning: true);

    /// <summary>The Chinese sentence, complete.</summary>
    public string Sentence => Refused.Fill(Template, Arguments);

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
