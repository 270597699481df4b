using System.CommandLine;
using LayerDyn.Storage;

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
}
