using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Curves;

/// <summary>
/// The aggregator: folds committed segments into one mergeable state a curve. It reads segments from the store, so it can be lost
/// and rebuilt at any time; decoding and drawing run off the grain's scheduler.
/// </summary>
public sealed partial class CurveGrain(IArtifactStore store, PlanCache plans, RecordReader records, RecentResults recent, LayerDynMetrics metrics, TimeProvider time,
    ILogger<CurveGrain> logger) : Grain, ICurveGrain
{
    private readonly HashSet<string> _folded = [];
    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyList<CurveBuilder>? _builders;

    private SweepId Id => SweepId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task FoldAsync(IReadOnlyList<string> segments)
    {
        _ = FoldInBackgroundAsync(segments);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> DrawAsync() => WithAllFoldedAsync(DrawAllAsync);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> ListAsync() => WithAllFoldedAsync<IReadOnlyList<CurveReport>>(
        (_, _) => Task.FromResult<IReadOnlyList<CurveReport>>([.. _builders!.Select(builder => Report(builder.Build(), []))]));

    /// <inheritdoc/>
    public Task<byte[]?> SnapshotAsync(string curve, string format) => WithAllFoldedAsync((_, plan) =>
    {
        int wanted = plan.Curves.ToList().FindIndex(known => known.Name == curve);
        return Task.FromResult(wanted < 0 ? null : Render(_builders![wanted].Build(), format));
    });

    /// <summary>Folds what is committed and not yet folded, then does something with the builders, off the grain's scheduler.</summary>
    private async Task<T> WithAllFoldedAsync<T>(Func<SweepId, SweepPlan, Task<T>> work)
    {
        var stored = await new ManifestStore(store, Id).TryReadAsync();
        await FoldMissingAsync([.. stored?.Manifest.Segments.Select(segment => segment.Name) ?? []]);
        await _one.WaitAsync();
        try
        {
            var id = Id;
            var plan = await plans.GetAsync(id);
            return await Task.Run(() => work(id, plan));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FoldInBackgroundAsync(IReadOnlyList<string> segments)
    {
        using var scope = logger.SweepScope(this.GetPrimaryKeyString());
        long pending = metrics.Curves.FoldPending(segments.Count);
        bool folded = false;
        try
        {
            await FoldMissingAsync(segments);
            folded = true;
        }
        catch (Exception error)
        {
            FoldFailed(logger, this.GetPrimaryKeyString(), error); // drawing folds what is missing
        }
        finally
        {
            metrics.Curves.Folded(pending, folded);
        }
    }

    private async Task FoldMissingAsync(IReadOnlyList<string> segments)
    {
        await _one.WaitAsync();
        try
        {
            var id = Id;
            var plan = await plans.GetAsync(id);
            _builders ??= [.. plan.Curves.Select(curve => curve.CreateBuilder(plan))];
            foreach (string segment in segments.Where(segment => !_folded.Contains(segment)))
            {
                await Task.Run(() => FoldAsync(id, segment));
                _folded.Add(segment);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FoldAsync(SweepId id, string segment)
    {
        foreach (var result in recent.TryTake(id, segment) ?? await records.ReadAsync(id, segment, CancellationToken.None))
            foreach (var builder in _builders!) builder.Fold(result);
    }

    private async Task<IReadOnlyList<CurveReport>> DrawAllAsync(SweepId id, SweepPlan plan)
    {
        long began = time.GetTimestamp();
        var reports = new List<CurveReport>();
        foreach (var builder in _builders ?? [])
        {
            var curve = builder.Build();
            var files = new List<string>();
            foreach (string format in (string[])["csv", "png", "svg"])
            {
                await store.WriteAsync(new SweepPaths(id).Curve(curve.Name, format), Render(curve, format)!, CancellationToken.None);
                files.Add($"curves/{curve.Name}.{format}");
            }

            reports.Add(Report(curve, files));
        }

        metrics.Curves.Drawn(time.GetElapsedTime(began));
        return reports;
    }

    private static CurveReport Report(Curve curve, IReadOnlyList<string> files) => new(
        curve.Name, curve.Kind, curve.Points, curve.Diverged, curve.Findings,
        [.. curve.Residuals.Select(residual => new ResidualReport(residual.Key, residual.Value.Max, residual.Value.Rms, residual.Value.Count))], files);

    private static byte[]? Render(Curve curve, string format) => format switch
    {
        "csv" => Encoding.UTF8.GetBytes(CurveCsv.Write(curve.Table)),
        "png" => ChartRenderer.Png(curve.Chart),
        "svg" => Encoding.UTF8.GetBytes(ChartRenderer.Svg(curve.Chart)),
        "json" => CurveJson.Write(curve),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: a segment could not be folded yet")]
    private static partial void FoldFailed(ILogger logger, string sweep, Exception error);
}
