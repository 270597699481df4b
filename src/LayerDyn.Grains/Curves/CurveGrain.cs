using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Planning;
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
public sealed partial class CurveGrain(IArtifactStore store, PlanCache plans, RecordReader records, ILogger<CurveGrain> logger)
    : Grain, ICurveGrain
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
    public async Task<IReadOnlyList<CurveReport>> DrawAsync()
    {
        var stored = await new ManifestStore(store, Id).TryReadAsync();
        await FoldMissingAsync([.. stored?.Manifest.Segments.Select(segment => segment.Name) ?? []]);
        await _one.WaitAsync();
        try
        {
            var id = Id;
            var plan = await plans.GetAsync(id);
            return await Task.Run(() => DrawAllAsync(id, plan));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task FoldInBackgroundAsync(IReadOnlyList<string> segments)
    {
        try
        {
            await FoldMissingAsync(segments);
        }
        catch (Exception error)
        {
            FoldFailed(logger, this.GetPrimaryKeyString(), error); // drawing folds what is missing
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
        foreach (var result in await records.ReadAsync(id, segment, CancellationToken.None))
            foreach (var builder in _builders!) builder.Fold(result);
    }

    private async Task<IReadOnlyList<CurveReport>> DrawAllAsync(SweepId id, SweepPlan plan)
    {
        var reports = new List<CurveReport>();
        foreach (var builder in _builders ?? [])
        {
            var curve = builder.Build();
            var files = new List<string>();
            foreach (var (extension, content) in Render(curve))
            {
                var path = new SweepPaths(id).Curve(curve.Name, extension);
                await store.WriteAsync(path, content, CancellationToken.None);
                files.Add($"curves/{curve.Name}.{extension}");
            }

            reports.Add(new CurveReport(curve.Name, curve.Kind, curve.Points, curve.Diverged, curve.Findings,
                [.. curve.Residuals.Select(residual => new ResidualReport(residual.Key, residual.Value.Max, residual.Value.Rms, residual.Value.Count))],
                files));
        }

        return reports;
    }

    private static IEnumerable<(string Extension, byte[] Content)> Render(Curve curve)
    {
        yield return ("csv", Encoding.UTF8.GetBytes(CurveCsv.Write(curve.Table)));
        yield return ("png", ChartRenderer.Png(curve.Chart));
        yield return ("svg", Encoding.UTF8.GetBytes(ChartRenderer.Svg(curve.Chart)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: a segment could not be folded yet")]
    private static partial void FoldFailed(ILogger logger, string sweep, Exception error);
}
