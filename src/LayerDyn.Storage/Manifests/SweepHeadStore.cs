using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>A sweep's head in an artifact store, changed by compare-and-swap only.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class SweepHeadStore(IArtifactStore store, SweepId sweep)
{
    /// <summary>The version of the format: from 3 on the document is sealed.</summary>
    public const int Version = ManifestJson.Version;

    private readonly ArtifactPath _path = new SweepPaths(sweep).Manifest;

    /// <summary>Reads the head; null when the sweep is not in the store.</summary>
    /// <exception cref="StoreException">The store failed, or the head is damaged.</exception>
    public async Task<SweepHead?> TryReadAsync(CancellationToken cancellationToken = default) => (await ReadAsync(cancellationToken))?.Head;

    /// <summary>The stored head, or <paramref name="initial"/> where there was none: what was fixed first stays.</summary>
    /// <returns>The head, and whether it is new.</returns>
    /// <exception cref="StoreException">The store failed, or the stored sweep has another number of points.</exception>
    public async Task<(SweepHead Head, bool IsNew)> OpenAsync(SweepHead initial, CancellationToken cancellationToken = default)
    {
        if (await TryReadAsync(cancellationToken) is not { } found)
        {
            if (await store.TryCreateAsync(_path, Write(initial), cancellationToken)) return (initial, true);
            found = (await TryReadAsync(cancellationToken))!;
        }

        return found.PointCount == initial.PointCount ? (found, false) : throw Wrong($"it has {found.PointCount} points, the sweep has {initial.PointCount}", null);
    }

    /// <summary>Changes the head, again and again until nobody else changed it in between.</summary>
    /// <exception cref="StoreException">The store failed, or the sweep is not in it.</exception>
    public async Task<SweepHead> UpdateAsync(Func<SweepHead, SweepHead> change, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var (head, etag) = await ReadAsync(cancellationToken) ?? throw Wrong("it is missing", null);
            var next = change(head);
            if (next == head || await store.TryReplaceAsync(_path, Write(next), etag, cancellationToken) is not null) return next;
        }
    }

    private static byte[] Write(SweepHead head) => SealedJson.Write(
        new Document(Version, head.SweepId.Value, head.PointCount, head.BatchSize, head.ShardSize, head.State, head.Priority, head.Submitted, head.Shared,
            head.Files.Count > 0 ? new(head.Files.OrderBy(file => file.Key, StringComparer.Ordinal)) : null,
            head.Owner.Length > 0 ? head.Owner : null,
            head.Limits != RunLimits.None ? head.Limits : null,
            head.Until,
            head.FailedBefore,
            head.Reached.Length > 0 ? head.Reached : null,
            head.History.Count > 0 ? head.History : null,
            head.Variant.Length > 0 ? head.Variant : null,
            head.Set.Count > 0 ? head.Set : null,
            head.Labels.Title.Length > 0 ? head.Labels.Title : null,
            head.Labels.Note.Length > 0 ? head.Labels.Note : null,
            head.Labels.Tags.Count > 0 ? head.Labels.Tags : null,
            head.Chosen,
            head.Command.Length > 0 ? head.Command : null,
            head.Hardware.Count > 0 ? head.Hardware : null));

    private async Task<(SweepHead Head, string ETag)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await store.TryReadAsync(_path, cancellationToken) is not { } artifact) return null;
        try
        {
            var document = SealedJson.Read<Document>(artifact.Content.Span, found => found.Version, Version, ManifestJson.Unsealed);
            if (document.SweepId != sweep.Value) throw Wrong($"it is of {document.SweepId}", null);
            if (document.PointCount is < 1 or > SweepHead.MostPoints || document.BatchSize < 1 || document.ShardSize < 1) throw Wrong("its numbers are out of range", null);
            return (new SweepHead
            {
                SweepId = sweep,
                PointCount = document.PointCount,
                BatchSize = document.BatchSize,
                ShardSize = document.ShardSize,
                State = document.State,
                Owner = document.Owner ?? "",
                Variant = document.Variant ?? "",
                Set = document.Set ?? [],
                Command = document.Command ?? "",
                Hardware = document.Hardware ?? [],
                Labels = new SweepLabels(document.Title ?? "", document.Note ?? "", document.Tags ?? []),
                Limits = document.Limits ?? RunLimits.None,
                Until = document.Until,
                FailedBefore = document.FailedBefore,
                Reached = document.Reached ?? "",
                History = document.History ?? [],
                Priority = document.Priority,
                Submitted = document.Submitted,
                Shared = document.Shared,
                Files = document.Files ?? SweepHead.NoFiles,
                Chosen = document.Chosen,
            }, artifact.ETag);
        }
        catch (FormatException damaged)
        {
            throw Wrong(damaged.Message, damaged);
        }
    }

    private StoreException Wrong(string failure, Exception? cause) =>
        new($"{_path} in {store.Description}", failure, $"restore it from a copy, or let 'layerdyn verify {sweep} --repair' begin it anew", cause);

    /// <summary>A head as it is written.</summary>
    internal sealed record Document(
        int Version, string SweepId, long PointCount, [property: JsonPropertyName("packSize")] int BatchSize, long ShardSize, ManifestState State, string Priority, DateTime Submitted,
        long Shared,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Dictionary<string, SegmentFile>? Files = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Owner = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunLimits? Limits = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long FailedBefore = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reached = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SweepAction>? History = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Variant = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Set = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Title = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Tags = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PointRanges? Chosen = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Command = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SweepHardware>? Hardware = null);
}
