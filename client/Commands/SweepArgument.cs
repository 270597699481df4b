using System.CommandLine;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>The argument that names a sweep of a store: its id, its name, or nothing when there is only one.</summary>
internal static class SweepArgument
{
    public static Argument<string?> Create() => new("sweep")
    {
        Description = "a sweep's id or name; may be left out when the store holds only one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>All sweeps of a store.</summary>
    public static async Task<IReadOnlyList<SweepId>> ListAsync(IArtifactStore store, CancellationToken cancellation)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var entry in store.ListAsync("", cancellation))
            if (entry.Path.Value.EndsWith("/manifest.json", StringComparison.Ordinal)) found.Add(entry.Path.Value.Split('/')[0]);
        return [.. found.Where(id => SweepId.TryParse(id, out _)).Select(SweepId.Parse)];
    }

    /// <summary>The one sweep that is meant.</summary>
    /// <exception cref="UserException">None or several fit.</exception>
    public static async Task<SweepId> ResolveAsync(IArtifactStore store, string? name, CancellationToken cancellation)
    {
        var sweeps = await ListAsync(store, cancellation);
        var fitting = sweeps.Where(id => name is null || id.Value == name || id.Name == name).ToList();
        return fitting switch
        {
            [var one] => one,
            [] when sweeps.Count == 0 => throw new UserException($"there is no sweep in {store.Description}", "start one with 'layerdyn run'"),
            [] => throw new UserException($"there is no sweep '{name}' in {store.Description}", Names.Suggest(name!, sweeps.Select(id => id.Value)) ?? ""),
            _ => throw new UserException(
                name is null ? $"{store.Description} holds {fitting.Count} sweeps" : $"{fitting.Count} sweeps are called '{name}'",
                "name one of: " + string.Join(", ", fitting)),
        };
    }
}
