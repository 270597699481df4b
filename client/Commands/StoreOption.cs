using System.CommandLine;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;

namespace LayerDyn.Client.Commands;

/// <summary>The option that names the artifact store.</summary>
internal static class StoreOption
{
    /// <summary>Where results go when nothing is said.</summary>
    public const string Default = "layerdyn-results";

    /// <summary>What the option is called.</summary>
    public const string Name = "--out";

    public static Option<string> Create() => new(Name, "-o")
    {
        Description = "the artifact store: a folder for results (may hold many sweeps)",
        DefaultValueFactory = _ => Default,
    };

    /// <summary>The store that a command line names; null where it names none, or the command has no such option.</summary>
    public static string? Named(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Name) is { } output && parsed.GetResult(output) is { Implicit: false } named
            ? named.GetValueOrDefault<string>() : null;

    /// <summary>Opens a store that must exist already.</summary>
    public static IArtifactStore OpenExisting(string location)
    {
        if (!location.Contains(':', StringComparison.Ordinal) && !Directory.Exists(location))
            throw new UserException($"there is no store at '{location}'", "give the folder that 'layerdyn run --out' wrote to");
        return ArtifactStores.Open(location);
    }

    /// <summary>Opens a store that must exist already for a command that takes a short look at it and does nothing else.</summary>
    public static IArtifactStore OpenToLook(string location)
    {
        var store = OpenExisting(location);
        return store is LocalArtifactStore ? new LocalArtifactStore(location, inline: true) : store;
    }
}
