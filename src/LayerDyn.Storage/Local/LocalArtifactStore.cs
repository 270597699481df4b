using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace LayerDyn.Storage.Local;

/// <summary>
/// Artifacts as plain files below a folder. A file is written beside its place, flushed to the disk and then linked or renamed
/// into place, so that a reader, or a crash, never finds half of one. ETags are content hashes. Compare-and-swap holds an
/// advisory lock file, which the operating system releases when its process dies.
/// </summary>
/// <param name="folder">The folder; made when it is first written to.</param>
/// <param name="inline">
/// Whether file calls are made by the caller's thread, and every answer is there at once: for a short command that has nothing else to do. Its
/// threads and the code that waits for them, which is compiled anew by every process, would take longer than the files.
/// </param>
public sealed class LocalArtifactStore(string folder, bool inline = false) : IArtifactStore
{
    private readonly string _root = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public string Description => _root;

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Run(path, "could not be written", () => !File.Exists(FileOf(path)) && Publish(path, content, AtomicFile.TryLink), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> TryReplaceAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default)
    {
        if (expectedETag is null)
            return await TryCreateAsync(path, content, cancellationToken) ? ETagOf(content.Span) : null;

        using var held = await FolderLock.AcquireAsync(_root, path, cancellationToken);
        return await Run(path, "could not be replaced", () =>
        {
            byte[]? current = ReadOrNull(path);
            if (current is null || ETagOf(current) != expectedETag) return null;
            Publish(path, content, AtomicFile.Rename);
            return ETagOf(content.Span);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        Run(path, "could not be read", () => ReadOrNull(path) is { } bytes ? new StoredArtifact(bytes, ETagOf(bytes)) : null, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var entries = await Run(prefix, "could not be listed", () => LocalListing.Read(_root, prefix), cancellationToken);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        Run(path, "could not be deleted", () =>
        {
            try
            {
                File.Delete(FileOf(path));
            }
            catch (DirectoryNotFoundException)
            {
                // Nothing there is what was asked for.
            }

            AtomicFile.DeleteEmptyFolders(Path.GetDirectoryName(FileOf(path))!, _root);
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Run(path, "could not be written", () => Publish(path, content, AtomicFile.Rename), cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) =>
        StoreProbe.RunAsync(this, StoreProbe.NewPath(), cancellationToken);

    /// <summary>
    /// Takes what one process at a time may have. The operating system gives it back when its holder dies, however it dies.
    /// </summary>
    /// <param name="name">What it is, as a file name.</param>
    /// <returns>To be disposed of when it is done with; null while another process has it.</returns>
    /// <exception cref="StoreException">The folder cannot be written to.</exception>
    public IDisposable? TryHold(string name) => FolderLock.TryHold(_root, name);

    /// <summary>Whether a process has what <see cref="TryHold"/> gives to one at a time. Nothing is written for the question.</summary>
    /// <param name="name">What it is, as a file name.</param>
    /// <exception cref="StoreException">The folder cannot be read.</exception>
    public bool IsHeld(string name) => FolderLock.IsHeld(_root, name);

    private static string ETagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string FileOf(ArtifactPath path) => Path.Combine(_root, path.Value);

    private byte[]? ReadOrNull(ArtifactPath path)
    {
        try
        {
            return File.ReadAllBytes(FileOf(path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(FileOf(path)))
        {
            return null; // a folder is no artifact
        }
    }

    private bool Publish(ArtifactPath path, ReadOnlyMemory<byte> content, Func<string, string, bool> place) => AtomicFile.Publish(FileOf(path), content.Span, place);

    // File calls block: they never run on a grain's turn, which no command has that has them inline.
    private Task<T> Run<T>(object about, string failure, Func<T> work, CancellationToken cancellationToken)
    {
        if (!inline) return Task.Run(() => Explained(about, failure, work), cancellationToken);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(Explained(about, failure, work));
        }
        catch (StoreException failed)
        {
            return Task.FromException<T>(failed);
        }
    }

    private T Explained<T>(object about, string failure, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain($"{about} in {_root}", failure, exception);
        }
    }
}
