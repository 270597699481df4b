using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace LayerDyn.Storage.Azure;

/// <summary>
/// Artifacts as block blobs of one container. Conditions travel with the upload, so that the service decides between writers.
/// Requests that fail for a while (429, 5xx, network) are repeated with growing pauses.
/// </summary>
/// <param name="container">The container; made when it is first written to, where the credentials allow it.</param>
public sealed partial class AzureBlobArtifactStore(BlobContainerClient container) : IArtifactStore
{
    // A repeated request may find its own first attempt: the mark tells it from another writer's.
    private const string WriterMark = "layerdyn_write";

    /// <inheritdoc/>
    public string Description => container.Uri.GetLeftPart(UriPartial.Path); // without a signature

    /// <summary>Whether a name is a valid container name.</summary>
    public static bool IsContainerName(string name) => ContainerForm().IsMatch(name);

    /// <summary>A client for a container of the account of a connection string, with the options that stores need.</summary>
    public static BlobContainerClient Connect(string connectionString, string container) => new(connectionString, container, Options());

    /// <summary>A client for a container by its URL with a shared access signature, with the options that stores need.</summary>
    public static BlobContainerClient Connect(Uri sasUrl) => new(sasUrl, Options());

    /// <summary>A client for a container by its URL, with the identity of this machine, pod or user.</summary>
    public static BlobContainerClient ConnectWithIdentity(Uri url) => new(url, new DefaultAzureCredential(), Options());

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        await UploadAsync(path, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken) is not null;

    /// <inheritdoc/>
    public Task<string?> TryReplaceAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default) =>
        UploadAsync(
            path, content,
            expectedETag is null ? new BlobRequestConditions { IfNoneMatch = ETag.All } : new BlobRequestConditions { IfMatch = new ETag(expectedETag) },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await container.GetBlobClient(path.Value).DownloadContentAsync(cancellationToken);
            return new StoredArtifact(answer.Value.Content.ToMemory(), answer.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (Exception failed) when (AzureFailure.IsServiceFailure(failed, cancellationToken))
        {
            throw AzureFailure.Explain($"{path} in {Description}", "could not be read", failed);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await blobs.MoveNextAsync()) yield break;
            }
            catch (RequestFailedException missing) when (missing.Status == 404)
            {
                yield break; // no container yet
            }
            catch (Exception failed) when (AzureFailure.IsServiceFailure(failed, cancellationToken))
            {
                throw AzureFailure.Explain($"{prefix} in {Description}", "could not be listed", failed);
            }

            if (ArtifactPath.IsValid(blobs.Current.Name))
                yield return new ArtifactEntry(blobs.Current.Name, blobs.Current.Properties.ContentLength ?? 0, blobs.Current.Properties.LastModified);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default)
    {
        try
        {
            await container.GetBlobClient(path.Value).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
        catch (Exception failed) when (AzureFailure.IsServiceFailure(failed, cancellationToken))
        {
            throw AzureFailure.Explain($"{path} in {Description}", "could not be deleted", failed);
        }
    }

    /// <inheritdoc/>
    public Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        UploadAsync(path, content, null, cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) => StoreProbe.RunAsync(this, StoreProbe.NewPath(), cancellationToken);

    /// <summary>Service version and retries.</summary>
    internal static BlobClientOptions Options()
    {
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2025_11_05);
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 6;
        options.Retry.Delay = TimeSpan.FromSeconds(0.4);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(20);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(60);
        return options;
    }

    private async Task<string?> UploadAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(path.Value);
        string mark = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            Metadata = new Dictionary<string, string> { [WriterMark] = mark },
            // Always one request: blocks of two writers have the same names, and a commit could mix them.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = int.MaxValue },
        };
        try
        {
            try
            {
                return (await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken)).Value.ETag.ToString();
            }
            catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound && conditions?.IfMatch is null)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                return (await blob.UploadAsync(BinaryData.FromBytes(content), options, cancellationToken)).Value.ETag.ToString();
            }
        }
        catch (RequestFailedException lost) when (conditions is not null && IsLost(lost, conditions))
        {
            return await OwnETagAsync(blob, mark, cancellationToken);
        }
        catch (Exception failed) when (AzureFailure.IsServiceFailure(failed, cancellationToken))
        {
            throw AzureFailure.Explain($"{path} in {Description}", "could not be written", failed);
        }
    }

    // An existing blob is 409 or 412 by service and version; a blob or container that is gone cannot have the expected version.
    private static bool IsLost(RequestFailedException failure, BlobRequestConditions conditions) =>
        failure.Status == 412
        || failure.ErrorCode == BlobErrorCode.BlobAlreadyExists
        || (failure.Status == 404 && conditions.IfMatch is not null);

    private static async Task<string?> OwnETagAsync(BlobClient blob, string mark, CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return properties.Metadata.TryGetValue(WriterMark, out string? writer) && writer == mark ? properties.ETag.ToString() : null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (Exception failed) when (AzureFailure.IsServiceFailure(failed, cancellationToken))
        {
            // It went away between the answer and the question whose write it was: asked again from the start.
            throw AzureFailure.Explain(blob.Name, "could not be written", failed);
        }
    }

    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(?:-[a-z0-9]+)*\z")]
    private static partial Regex ContainerForm();
}
