using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gonglian.Foundation.Modules;

/// <summary>The front door of a room: what it is called and what it brings into the house.</summary>
public abstract class Module
{
    /// <summary>The room's word, e.g. 企业; the heading of its part of the navigation.</summary>
    public abstract string Title { get; }

    /// <summary>Services that only this room has.</summary>
    public virtual void Services(IServiceCollection services) { }

    /// <summary>The room's tables.</summary>
    public virtual void Map(ModelBuilder model) { }

    /// <summary>What the room does with every request after it is known who asks.</summary>
    public virtual void Pipeline(IApplicationBuilder app) { }

    /// <summary>Endpoints besides the room's pages: API, downloads, uploads.</summary>
    public virtual void Endpoints(IEndpointRouteBuilder routes) { }

    /// <summary>What a person may be allowed to do here.</summary>
    public virtual IEnumerable<Right> Rights => [];

    /// <summary>The figures that this room defines; everyone reads them by id.</summary>
    public virtual IEnumerable<Figures.Indicator> Indicators => [];

    /// <summary>The room's entries in the navigation, in order.</summary>
    public virtual IEnumerable<NavigationEntry> Navigation => [];
}

/// <summary>What the rooms declare.</summary>
public static class Declared
{
    extension(Data.AppDb db)
    {
        /// <summary>All rights, room by room.</summary>
        public IEnumerable<Right> AllRights() => db.Rooms.SelectMany(m => m.Rights);

        /// <summary>The right of a code; nothing where no room has it.</summary>
        public Right? RightOf(string code) => db.Rooms.SelectMany(m => m.Rights).FirstOrDefault(r => r.Code == code);
    }
}

/// <summary>One thing a person may be allowed to do.</summary>
/// <param name="Code">e.g. <c>enterprises.edit</c>; stands in roles and on pages.</param>
/// <param name="Title">What it is in words, in Chinese.</param>
public sealed record Right(string Code, string Title);

/// <summary>An entry of the navigation.</summary>
/// <param name="Title">The word shown.</param>
/// <param name="Href">The address, beginning with a slash.</param>
/// <param name="Needs">The right without which the entry is not shown.</param>
/// <param name="Order">Place from top to bottom; a new group starts at every full hundred.</param>
/// <param name="Count">What the number behind the word counts, or nothing.</param>
/// <param name="Also">Other addresses below which the same room lies.</param>
public sealed record NavigationEntry(
    string Title, string Href, string Needs, int Order, Func<Data.AppDb, Callers.Caller, Task<int?>>? Count = null,
    IReadOnlyList<string>? Also = null);
