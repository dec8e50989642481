using Gonglian.Foundation.Callers;
using Gonglian.Foundation.Data;
using Gonglian.Foundation.Figures;
using Gonglian.Foundation.Rules;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;

namespace Gonglian.Foundation.Ui;

/// <summary>What every page has at hand. Only the page queries; the components below it render.</summary>
public abstract class Page : ComponentBase
{
    private bool taken;

    /// <summary>Reads, inside the caller's scope.</summary>
    [Inject]
    protected AppDb Db { get; set; } = null!;

    /// <summary>Changes.</summary>
    [Inject]
    protected Writes Writes { get; set; } = null!;

    /// <summary>Who asks.</summary>
    [Inject]
    protected Caller Caller { get; set; } = null!;

    /// <summary>Texts in the reader's language.</summary>
    [Inject]
    protected Texts L { get; set; } = null!;

    /// <summary>Where to go next.</summary>
    [Inject]
    protected NavigationManager Nav { get; set; } = null!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = null!;

    /// <summary>The day of the figures; rolls the counters when it is a new one.</summary>
    [Inject]
    protected DayRoll DayRoll { get; set; } = null!;

    /// <summary>The request that is being answered.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>What of the sent form could not be read as the number or day that it should be.</summary>
    [CascadingParameter]
    protected FormMappingContext? Mapping { get; set; }

    /// <summary>Why the last change was refused, with all that is wrong; shown at <see cref="Refused.Field"/> or on top of the form.</summary>
    protected Refused? Refusal { get; private set; }

    /// <summary>The sentence for a field of the form, or nothing.</summary>
    protected string? ProblemAt(string field) => Refusal?.All.FirstOrDefault(r => r.Field == field) is { } refused ? L[refused] : null;

    /// <summary>Where what the sentence of a field speaks of can be opened, or nothing.</summary>
    protected string? HrefAt(string field) => Refusal?.All.FirstOrDefault(r => r.Field == field)?.Href;

    /// <summary>The sentence for the form as a whole, or nothing.</summary>
    protected string? ProblemOnTop => Refusal?.All.FirstOrDefault(r => r.Field is null) is { } refused ? L[refused] : null;

    /// <summary>Takes the request's values, loads, and only then renders: a page half loaded is never rendered.</summary>
    /// <remarks>The frame may render again while it loads; the values are taken once, so that a filled form stays filled.</remarks>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        if (taken)
            return;
        taken = true;
        try
        {
            parameters.SetParameterProperties(this);
        }
        catch (InvalidOperationException)
        {
            // A value in the address that is no number or no yes and no.
            Nav.NotFound();
            return;
        }
        OnInitialized();
        await OnInitializedAsync();
        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    /// <summary>This page's address with one word of its query changed: from the root, without the host, which a proxy renames.</summary>
    protected string With(string name, string? value) => "/" + Nav.ToBaseRelativePath(Nav.GetUriWithQueryParameter(name, value));

    /// <summary>Makes a change; a refusal is kept for the form, and the answer is then 422.</summary>
    /// <returns>Whether the change was made.</returns>
    protected async Task<bool> Try(Func<AppDb, Task> change)
    {
        var unread = Unread();
        try
        {
            await Writes.Do(Caller, unread.Count == 0 ? change : async db =>
            {
                // Tried all the same, and never kept: so that everything that is wrong is said at once.
                await change(db);
                throw unread[0];
            });
            return true;
        }
        catch (Refused refused)
        {
            List<Refused> all = [.. unread, .. refused.All.Where(r => !unread.Contains(r))];
            Refuse(all[0].With([.. all.Skip(1)]));
            return false;
        }
    }

    // A value that cannot be read would otherwise be taken for none at all.
    private List<Refused> Unread() =>
    [
        .. (Mapping?.GetAllErrors() ?? []).Where(e => !string.IsNullOrEmpty(e.AttemptedValue))
            .Select(e => new Refused("form.unread", "“{0}”不是有效的数字或日期", e.AttemptedValue)
                .At(e.Path[(e.Path.LastIndexOf('.') + 1)..])),
    ];

    /// <summary>Leads on after a change, with the word that it was saved.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="text">What was done, in Chinese, with {0}, {1} … where the arguments go.</param>
    /// <param name="arguments">What the sentence names.</param>
    protected void Saved(string address, string text = "已保存。", params IReadOnlyList<object?> arguments)
    {
        Http.Leave(Tone.Good, text, arguments);
        Nav.NavigateTo(address);
    }

    /// <summary>Whether the refused form shows a phone number that was sent masked only.</summary>
    protected virtual bool HidesPhone => false;

    /// <summary>Keeps a refusal for the form.</summary>
    protected void Refuse(Refused refused)
    {
        Refusal = refused;
        Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Returning.Keep(Http, HidesPhone);
    }
}
