using System.Runtime.CompilerServices;
using System.Security.Claims;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Security;

namespace LayerDyn.Web.Services;

/// <summary>Finds sweeps in the store.</summary>
internal sealed class SweepCatalog(IArtifactStore store, SweepViews views)
{
    private const int AtOnce = 16;

    /// <summary>The sweep that a request names. Its characters are checked, so that no path leaves the store.</summary>
    /// <exception cref="ProblemException">It is no id, or the store has no such sweep.</exception>
    public async Task<SweepId> FindAsync(string text, CancellationToken cancellation)
    {
        // What is not an id cannot be a sweep: the same answer, and nothing of the text comes back.
        if (!SweepId.TryParse(text, out var id)) throw ProblemException.NotFound("that is no sweep id: expected name-xxxxxxxx (8 hex digits)");
        if (await SweepIndex.HasAsync(store, id, cancellation)) return id;
        throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");
    }

    /// <summary>The same, for something that only who submitted it, or an admin, may do.</summary>
    /// <param name="text">What names it.</param>
    /// <param name="caller">Who would do it.</param>
    /// <param name="act">What they would do, e.g. "pause".</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ProblemException">It is no id, or the store has no such sweep, or it is somebody else's.</exception>
    public async Task<SweepId> FindOwnAsync(string text, ClaimsPrincipal caller, string act, CancellationToken cancellation)
    {
        var found = await FindAsync(text, cancellation);
        caller.MustOwn((await new SweepHeadStore(store, found).TryReadAsync(cancellation))?.Owner, $"{found} was submitted", act);
        return found;
    }

    /// <summary>A page of the sweeps that fit.</summary>
    /// <param name="query">Which, and in which order.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="after">Only those that come after the sweep of this id; null from the start.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<SweepPage> ListAsync(SweepQuery query, int limit, string? after, CancellationToken cancellation)
    {
        var items = new List<SweepView>();
        await foreach (var view in FindAsync(query, after, cancellation))
        {
            if (query.State is not null && view.State != query.State) continue;
            if (items.Count == limit) return new SweepPage(items, items[^1].Id);
            items.Add(view);
        }

        return new SweepPage(items, null);
    }

    /// <summary>The sweeps that fit, of whatever state, each as it is reached where the order does not depend on where they stand.</summary>
    private async IAsyncEnumerable<SweepView> FindAsync(SweepQuery query, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ids = (await SweepIndex.ListAsync(store, cancellationToken: cancellation)).Where(id => query.Name is null || id.Name.Contains(query.Name, StringComparison.OrdinalIgnoreCase));
        if (query is { Key: "id", Owner: null, Tag: null, Text: null })
        {
            // By their ids alone: those before are not read.
            if (after is not null) ids = ids.Where(id => (string.CompareOrdinal(id.Value, after) > 0) != query.Descending && id.Value != after);
            foreach (var id in query.Descending ? ids.Reverse() : ids)
                if (await views.InListAsync(id, cancellation) is { } view) yield return view;
            yield break;
        }

        IEnumerable<SweepHead> heads = (await HeadsAsync([.. ids], cancellation)).Where(query.Fits);
        if (query.Key is "id" or "submitted")
        {
            heads = query.Key == "id" ? heads : heads.OrderBy(head => head.Submitted).ThenByDescending(head => head.SweepId.Value, StringComparer.Ordinal);
            foreach (var head in After(query.Descending ? heads.Reverse() : heads, head => head.SweepId.Value, after))
                if (await views.InListAsync(head.SweepId, cancellation) is { } view) yield return view;
            yield break;
        }

        var all = new List<SweepView>();
        foreach (var head in heads)
            if (await views.InListAsync(head.SweepId, cancellation) is { } view) all.Add(view);
        foreach (var view in After(query.Order(all), view => view.Id, after)) yield return view;
    }

    // The head is a small file; a sweep whose head is gone is in no list, and one whose head is damaged in those that ask for nothing of it.
    private async Task<IReadOnlyList<SweepHead>> HeadsAsync(IReadOnlyList<SweepId> ids, CancellationToken cancellation)
    {
        var heads = new SweepHead?[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (at, cancelled) => heads[at] = await TryReadAsync(ids[at], cancelled));
        return [.. heads.OfType<SweepHead>()];
    }

    private async Task<SweepHead?> TryReadAsync(SweepId id, CancellationToken cancellation)
    {
        try
        {
            return await new SweepHeadStore(store, id).TryReadAsync(cancellation);
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            return new SweepHead { SweepId = id, PointCount = 0, BatchSize = 1, ShardSize = 1 };
        }
    }

    private static IEnumerable<T> After<T>(IEnumerable<T> sorted, Func<T, string> idOf, string? after) =>
        after is null ? sorted : sorted.SkipWhile(item => idOf(item) != after).Skip(1);
}
