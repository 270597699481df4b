using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>Finds sweeps in the store.</summary>
internal sealed class SweepCatalog(IArtifactStore store, SweepViews views)
{
    /// <summary>The sweep that a request names. Its characters are checked, so that no path leaves the store.</summary>
    /// <exception cref="ProblemException">It is no id, or the store has no such sweep.</exception>
    public async Task<SweepId> FindAsync(string text, CancellationToken cancellation)
    {
        // What is not an id cannot be a sweep: the same answer, and nothing of the text comes back.
        if (!SweepId.TryParse(text, out var id)) throw ProblemException.NotFound("that is no sweep id: expected name-xxxxxxxx (8 hex digits)");
        if (await SweepIndex.HasAsync(store, id, cancellation)) return id;
        throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");
    }

    /// <summary>A page of the sweeps that fit.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="name">Only those with this in their name, in any case; null for all.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="after">Only those after this id; null from the start.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<SweepPage> ListAsync(string? state, string? name, int limit, string? after, CancellationToken cancellation)
    {
        var items = new List<SweepView>();
        foreach (var id in await SweepIndex.ListAsync(store, cancellationToken: cancellation))
        {
            if (after is not null && string.CompareOrdinal(id.Value, after) <= 0) continue;
            if (name is not null && !id.Name.Contains(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (await views.InListAsync(id, cancellation) is not { } view || (state is not null && view.State != state)) continue;
            if (items.Count == limit) return new SweepPage(items, items[^1].Id);
            items.Add(view);
        }

        return new SweepPage(items, null);
    }
}
