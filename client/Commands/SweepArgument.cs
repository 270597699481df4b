using System.CommandLine;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>The argument that names a sweep of a store or a cluster: its id, its name, or nothing when there is only one.</summary>
internal static class SweepArgument
{
    /// <summary>The argument.</summary>
    /// <param name="place">Where sweeps are looked for.</param>
    public static Argument<string?> Create(string place = "store") => new("sweep")
    {
        Description = $"a sweep's id or name; may be left out when the {place} holds only one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The one sweep of a store that is meant.</summary>
    /// <exception cref="UserException">None or several fit.</exception>
    public static async Task<SweepId> ResolveAsync(IArtifactStore store, string? name, CancellationToken cancellation)
    {
        if (name is not null && SweepId.TryParse(name, out var named) && await SweepIndex.HasAsync(store, named, cancellation)) return named;
        var there = await ThereAsync(readThrough: false);
        if (!there.Exists(id => name is null || id.Name == name)) there = await ThereAsync(readThrough: true); // its folder may have been copied into the store
        return Choose(there, id => (id.Value, id.Name), name, store.Description, "layerdyn run");

        async Task<List<SweepId>> ThereAsync(bool readThrough)
        {
            List<SweepId> found = [];
            foreach (var id in await SweepIndex.ListAsync(store, readThrough, cancellation))
                if (name is not null && id.Name != name || await SweepIndex.HasAsync(store, id, cancellation)) found.Add(id); // its folder may have been deleted
            return found;
        }
    }

    /// <summary>The one sweep of a cluster that is meant.</summary>
    /// <exception cref="UserException">None or several fit.</exception>
    public static async Task<SweepView> ResolveAsync(LayerDynClient cluster, string? name, CancellationToken cancellation) =>
        Choose(await cluster.ListAsync(cancellation), sweep => (sweep.Id, sweep.Name), name, "the cluster", "layerdyn submit");

    private static T Choose<T>(IReadOnlyList<T> sweeps, Func<T, (string Id, string Name)> names, string? name, string place, string start)
    {
        var fitting = sweeps.Where(sweep => name is null || names(sweep).Id == name || names(sweep).Name == name).ToList();
        return fitting switch
        {
            [var one] => one,
            [] when sweeps.Count == 0 => throw new UserException($"there is no sweep in {place}", $"start one with '{start}'"),
            [] => throw new UserException($"there is no sweep '{name}' in {place}", Names.Suggest(name!, sweeps.Select(sweep => names(sweep).Id)) ?? ""),
            _ => throw new UserException(
                name is null ? $"{place} holds {fitting.Count} sweeps" : $"{fitting.Count} sweeps are called '{name}'",
                "name one of: " + string.Join(", ", fitting.Select(sweep => names(sweep).Id))),
        };
    }
}
