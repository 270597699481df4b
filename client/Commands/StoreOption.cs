using System.CommandLine;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>The option that names the artifact store.</summary>
internal static class StoreOption
{
    /// <summary>Where results go when nothing is said.</summary>
    public const string Default = "layerdyn-results";

    public static Option<string> Create() => new("--out", "-o")
    {
        Description = "the artifact store: a folder for results (may hold many sweeps)",
        DefaultValueFactory = _ => Default,
    };

    /// <summary>Opens a store that must exist already.</summary>
    public static IArtifactStore OpenExisting(string location)
    {
        if (!location.Contains(':', StringComparison.Ordinal) && !Directory.Exists(location))
            throw new UserException($"there is no store at '{location}'", "give the folder that 'layerdyn run --out' wrote to");
        return ArtifactStores.Open(location);
    }

    /// <summary>Keeps other processes from running a sweep in a folder; null for another store, and where one does already.</summary>
    public static IDisposable? TryTakeTurn(IArtifactStore store, SweepId sweep) => (store as LocalArtifactStore)?.TryHold($"run-{sweep}");

    /// <summary>The same, for a sweep that nobody may be running.</summary>
    /// <exception cref="UserException">Another process does.</exception>
    public static IDisposable? TakeTurn(IArtifactStore store, SweepId sweep) => TryTakeTurn(store, sweep) is { } turn ? turn
        : store is LocalArtifactStore ? throw new UserException($"another process is running sweep {sweep}", "stop it first, by Ctrl-C") : null;
}
