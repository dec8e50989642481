using Gonglian.Foundation;
using Gonglian.Foundation.Rules;

namespace Gonglian.Host.Operations;

/// <summary>How grave a finding is.</summary>
public enum Grade
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and somebody should look.</summary>
    Warn,

    /// <summary>Does not work, or something may be lost.</summary>
    Bad,
}

/// <summary>体检结果: one thing that was looked at, in a sentence, with what to do.</summary>
/// <param name="Grade">How grave.</param>
/// <param name="What">What was found.</param>
/// <param name="Cure">What to do; nothing where nothing is to be done.</param>
public sealed record Finding(Grade Grade, Problem What, Problem? Cure = null)
{
    /// <summary>Stable name of what was found, such as <c>doctor.backup-old</c>.</summary>
    public string Code => What.Code;

    /// <summary>What was found, in the reader's language.</summary>
    public string Said(Texts texts) => texts[What.Template, [.. What.Arguments]];

    /// <summary>What to do, in the reader's language.</summary>
    public string? Told(Texts texts) => Cure is null ? null : texts[Cure.Template, [.. Cure.Arguments]];

    /// <summary>As it should be.</summary>
    internal static Finding Good(string code, string template, params object?[] arguments) =>
        new(Grade.Good, Problem.Warning($"doctor.{code}", template, arguments));

    /// <summary>Works, and somebody should look.</summary>
    internal static Finding Warn(string code, string template, params object?[] arguments) =>
        new(Grade.Warn, Problem.Warning($"doctor.{code}", template, arguments));

    /// <summary>Does not work.</summary>
    internal static Finding Bad(string code, string template, params object?[] arguments) =>
        new(Grade.Bad, Problem.Error($"doctor.{code}", template, arguments));

    /// <summary>The same finding, with what to do.</summary>
    internal Finding Do(string template, params object?[] arguments) =>
        this with { Cure = Problem.Warning($"{Code}.do", template, arguments) };
}
