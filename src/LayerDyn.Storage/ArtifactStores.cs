using LayerDyn.Storage.Azure;
using LayerDyn.Storage.Local;

namespace LayerDyn.Storage;

/// <summary>Opens the artifact store that a location names.</summary>
public static class ArtifactStores
{
    /// <summary>The environment variable that holds the connection string of an Azure storage account.</summary>
    public const string ConnectionStringVariable = "LAYERDYN_AZURE_CONNECTION_STRING";

    private const string AzureScheme = "azure:";

    /// <summary>
    /// Opens a store: a folder's path; <c>azure:CONTAINER</c>, with the account in <see cref="ConnectionStringVariable"/>; or the
    /// https URL of a container, with a shared access signature or, without one, under the identity of this machine (managed or
    /// workload identity, or a developer's login). Nothing is contacted yet: see <see cref="IArtifactStore.CheckAsync"/>.
    /// </summary>
    /// <param name="location">What a user wrote.</param>
    /// <param name="environment">Reads an environment variable; the process's by default.</param>
    /// <exception cref="StoreException">The location names no store.</exception>
    public static IArtifactStore Open(string location, Func<string, string?>? environment = null)
    {
        if (string.IsNullOrWhiteSpace(location))
            throw new StoreException("the artifact store", "has no location", "give a folder, azure:CONTAINER or a container's https URL");
        if (location.StartsWith(AzureScheme, StringComparison.Ordinal))
            return OpenContainer(location, (environment ?? Environment.GetEnvironmentVariable)(ConnectionStringVariable));
        if (location.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return OpenUrl(location);
        if (location.Contains("://", StringComparison.Ordinal))
            throw new StoreException(location, "is no known kind of store", "give a folder, azure:CONTAINER or a container's https URL");
        return new LocalArtifactStore(location);
    }

    private static AzureBlobArtifactStore OpenContainer(string location, string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new StoreException(location, $"needs the environment variable {ConnectionStringVariable}", "set it to the account's connection string");
        string container = location[AzureScheme.Length..];
        if (!AzureBlobArtifactStore.IsContainerName(container))
            throw new StoreException(location, "does not name a container", "give azure:NAME with 3 to 63 lower-case letters, digits and single dashes");
        try
        {
            return new AzureBlobArtifactStore(AzureBlobArtifactStore.Connect(connectionString, container));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            throw new StoreException(
                location, $"{ConnectionStringVariable} is not a connection string", "copy it from the storage account's access keys", malformed);
        }
    }

    private static AzureBlobArtifactStore OpenUrl(string location)
    {
        string shown = location.Split('?')[0]; // the signature is a secret
        if (!Uri.TryCreate(location, UriKind.Absolute, out var url))
            throw new StoreException(shown, "is not a URL", "copy the blob SAS URL of a container");
        if (url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            throw new StoreException(shown, "would send its signature unencrypted", "use https");
        if (url.Query.Contains("sig=", StringComparison.Ordinal)) return new AzureBlobArtifactStore(AzureBlobArtifactStore.Connect(url));
        if (url.Scheme != Uri.UriSchemeHttps || url.Query.Length > 0)
            throw new StoreException(shown, "has no shared access signature", $"append one (?sv=...&sig=...), or use azure:CONTAINER with {ConnectionStringVariable}");
        if (!AzureBlobArtifactStore.IsContainerName(url.AbsolutePath.Trim('/')))
            throw new StoreException(shown, "does not name a container", "give https://ACCOUNT.blob.core.windows.net/CONTAINER");
        return new AzureBlobArtifactStore(AzureBlobArtifactStore.ConnectWithIdentity(url));
    }
}
