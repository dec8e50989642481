namespace Gonglian.Foundation.Ui;

/// <summary>Attributes of a control that is checked while people type.</summary>
/// <remarks>It asks its own page, and takes the sentence from the answer.</remarks>
public static class LiveCheck
{
    /// <summary>For a control in a <see cref="Field"/>: <c>@attributes="LiveCheck.At(…)"</c>.</summary>
    /// <param name="id">The control's id.</param>
    /// <param name="page">The page's address: it gets name and value as query, and shows the problem.</param>
    public static IReadOnlyDictionary<string, object> At(string id, string page)
    {
        var problem = "#" + Field.ProblemId(id);
        return new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["hx-get"] = page,
            ["hx-trigger"] = "input changed delay:400ms, change",
            ["hx-select"] = problem,
            ["hx-target"] = problem,
            ["hx-swap"] = "outerHTML",
            ["hx-sync"] = "this:replace",
            ["aria-describedby"] = Field.HintId(id) + " " + Field.ProblemId(id),
        };
    }
}
