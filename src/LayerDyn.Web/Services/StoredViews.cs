using System.Globalization;
using LayerDyn.Api.Points;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>What the store alone knows of a sweep, as the API and the command line show it.</summary>
internal static class StoredViews
{
    /// <summary>Who did what with it, and when.</summary>
    /// <exception cref="StoreException">The store failed, or the head is damaged.</exception>
    public static async Task<IReadOnlyList<SweepActionView>> HistoryAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellation)
    {
        var head = await new SweepHeadStore(store, sweep).TryReadAsync(cancellation);
        return [.. (head?.History ?? []).Select(View)];
    }

    /// <summary>
    /// What the store tells of what happened to a sweep, or one of its points, in no order: its history (not of a point), attempts that
    /// ended without a result, and failures. Those without a time, of builds that kept none, are left out.
    /// </summary>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public static async Task<IReadOnlyList<LogLineView>> LogAsync(IArtifactStore store, SweepId sweep, long? index, CancellationToken cancellation)
    {
        var stored = await new ManifestStore(store, sweep).ReadAsync(cancellation);
        var lines = new List<LogLineView>();
        if (index is null)
            foreach (var action in stored.Head.History) lines.Add(new(action.At, LogLevels.Information, "", View(action).Told()));
        foreach (var attempt in stored.Manifest.Attempts.Where(attempt => index is not { } point || attempt.Points.Contains(point)))
            if (attempt.At is { } at)
                lines.Add(new(at, LogLevels.Warning, attempt.Silo ?? "", string.Create(CultureInfo.InvariantCulture, $"attempt {attempt.Attempt} of points {attempt.Points} ({AttemptViews.Name(attempt.Outcome)}): {attempt.Message}")));
        foreach (var failure in stored.Manifest.Failures.Where(failure => index is not { } point || failure.Index == point))
            if (failure.At is { } at)
                lines.Add(new(at, LogLevels.Error, failure.Silo ?? "", string.Create(CultureInfo.InvariantCulture, $"point {failure.Index} failed in attempt {failure.Attempts}: {failure.Message}")));
        return lines;
    }

    private static SweepActionView View(SweepAction action) => new(action.At, action.What, action.By, action.Detail);

    /// <summary>How much it takes.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public static async Task<UsageView> UsageAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellation)
    {
        var usage = await SweepUsage.ReadAsync(store, sweep, cancellation);
        return new UsageView(sweep.Value, usage.Results.Bytes, usage.Kept.Bytes, usage.Checkpoints.Bytes, usage.Curves.Bytes, usage.Other.Bytes, usage.Total.Files);
    }

    /// <summary>What is kept of a point, in order of steps, and then its data; nothing without a result, or where that is damaged.</summary>
    public static async Task<IReadOnlyList<KeptFileView>> KeptAsync(IArtifactStore store, SweepId sweep, SegmentEntry? segment, long index, CancellationToken cancellation)
    {
        if (segment is null) return [];
        var kept = new KeptStore(store, sweep);
        try
        {
            var files = (await kept.ListAsync(segment, cancellation)).GetValueOrDefault(index, []);
            return [.. files.Select(file => new KeptFileView(kept.PathOf(index, file).Name, file.Step, file.Bytes, file.Sha256))];
        }
        catch (StoreException damaged) when (damaged.InnerException is null)
        {
            return []; // all else that is known of the point is shown, and its records say what is wrong
        }
    }
}
