using System.Text.Json;
using System.Text.RegularExpressions;

namespace LayerDyn.Storage.Reports;

/// <summary>The reports of an artifact store, one document each in the folder <c>reports</c>.</summary>
/// <param name="store">The store.</param>
public sealed partial class ReportStore(IArtifactStore store)
{
    /// <summary>The folder of reports, as a prefix.</summary>
    public const string Folder = "reports/";

    /// <summary>What a name must be.</summary>
    public const string NameRule = "1 to 64 lower-case letters, digits and hyphens, and begin with a letter or a digit";

    private const string Ending = ".json";

    /// <summary>Whether a report may have this name.</summary>
    public static bool IsName(string name) => NameForm().IsMatch(name);

    /// <summary>The names of all, in order.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation = default)
    {
        var names = new List<string>();
        await foreach (var entry in store.ListAsync(Folder, cancellation))
            if (entry.Path.Name.EndsWith(Ending, StringComparison.Ordinal) && entry.Path.Name[..^Ending.Length] is var name && IsName(name)) names.Add(name);
        return names;
    }

    /// <summary>A report and its version; null where there is none of this name.</summary>
    /// <exception cref="StoreException">The store failed, or its file is no report.</exception>
    public async Task<(StoredReport Report, string Version)?> TryReadAsync(string name, CancellationToken cancellation = default)
    {
        if (!IsName(name) || await store.TryReadAsync(PathOf(name), cancellation) is not { } file) return null;
        try
        {
            return (JsonSerializer.Deserialize<StoredReport>(file.Content.Span, JsonSerializerOptions.Web)!, file.ETag);
        }
        catch (JsonException error)
        {
            throw new StoreException($"{PathOf(name)} in {store.Description}", $"it is no report: {error.Message}", "delete the file, or put one there that this program wrote");
        }
    }

    /// <summary>Writes a report over the version that it was made of.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="report">What it is to be.</param>
    /// <param name="version">The version that must be there; null for one that must not be there.</param>
    /// <param name="cancellation">Cancels the wait, never half of the write.</param>
    /// <returns>Its new version; null where another version is there.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<string?> TryWriteAsync(string name, StoredReport report, string? version, CancellationToken cancellation = default) =>
        store.TryReplaceAsync(PathOf(name), JsonSerializer.SerializeToUtf8Bytes(report, JsonSerializerOptions.Web), version, cancellation);

    /// <summary>Deletes a report.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellation = default) => store.DeleteAsync(PathOf(name), cancellation);

    private static ArtifactPath PathOf(string name) => $"{Folder}{name}{Ending}";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex NameForm();
}
