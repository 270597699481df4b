using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Curves;

/// <summary>
/// The aggregator: the mergeable state of every curve of a sweep. Silos fold segments into partial states, where a segment was
/// written if they can, and this grain adds them up. It can be lost and rebuilt from the store at any time; adding up and drawing
/// run off the grain's scheduler.
/// </summary>
public sealed partial class CurveGrain(IArtifactStore store, PlanCache plans, SegmentFolder folder, ClusterSlots cluster, ILocalSiloDetails here, LayerDynMetrics metrics,
    TimeProvider time, ILogger<CurveGrain> logger) : Grain, ICurveGrain
{
    // What the last viewer was shown, for the next one. Only what has the states to itself touches it.
    private readonly Dictionary<(string Curve, string Format), (int Segments, byte[] Content)> _rendered = [];
    private SweepFold? _fold;

    private SweepId Id => SweepId.Parse(this.GetPrimaryKeyString());

    private SweepFold Fold => _fold ??= new SweepFold(Id, GrainFactory, folder, cluster, here.SiloAddress, logger);

    /// <inheritdoc/>
    public Task FoldAsync(IReadOnlyList<string> segments, SiloAddress? on)
    {
        _ = FoldInBackgroundAsync(segments, on);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> DrawAsync() => WithAllFoldedAsync((_, builders) => DrawAllAsync(builders));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> ListAsync() => WithAllFoldedAsync<IReadOnlyList<CurveReport>>(
        (_, builders) => Task.FromResult<IReadOnlyList<CurveReport>>([.. builders.Select(builder => Report(builder.Build(), []))]));

    /// <inheritdoc/>
    public Task<byte[]?> SnapshotAsync(string curve, string format) => WithAllFoldedAsync((plan, builders) =>
    {
        int wanted = plan.Curves.ToList().FindIndex(known => known.Name == curve);
        if (wanted < 0) return Task.FromResult<byte[]?>(null);
        int segments = Fold.States.Segments;
        if (_rendered.TryGetValue((curve, format), out var last) && last.Segments == segments) return Task.FromResult<byte[]?>(last.Content);
        byte[]? content = Render(builders[wanted].Build(), format)?.ToArray();
        if (content is not null) _rendered[(curve, format)] = (segments, content);
        return Task.FromResult(content);
    });

    /// <summary>Folds what is committed and not yet folded, then does something with the states, off the grain's scheduler.</summary>
    private async Task<T> WithAllFoldedAsync<T>(Func<SweepPlan, IReadOnlyList<CurveBuilder>, Task<T>> work)
    {
        var stored = await new ManifestStore(store, Id).TryReadAsync();
        var plan = await plans.GetAsync(Id);
        await Fold.FoldAllAsync(plan, stored?.Manifest.Segments.Select(segment => segment.Name) ?? []);
        return await Fold.States.UseAsync(plan, builders => work(plan, builders));
    }

    private async Task FoldInBackgroundAsync(IReadOnlyList<string> segments, SiloAddress? on)
    {
        using var scope = logger.SweepScope(this.GetPrimaryKeyString());
        long pending = metrics.Curves.FoldPending(segments.Count);
        bool folded = false;
        try
        {
            await Fold.FoldNewAsync(await plans.GetAsync(Id), segments, on);
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

    private async Task<IReadOnlyList<CurveReport>> DrawAllAsync(IReadOnlyList<CurveBuilder> builders)
    {
        long began = time.GetTimestamp();
        var reports = new List<CurveReport>();
        foreach (var builder in builders)
        {
            var curve = builder.Build();
            var files = new List<string>();
            foreach (string format in (string[])["csv", "png", "svg"])
            {
                await store.WriteAsync(new SweepPaths(Id).Curve(curve.Name, format), Render(curve, format)!.Value, CancellationToken.None);
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

    private static ReadOnlyMemory<byte>? Render(Curve curve, string format) => format switch
    {
        "csv" => CurveCsv.Write(curve.Table),
        "png" => ChartRenderer.Png(curve.Chart),
        "svg" => Encoding.UTF8.GetBytes(ChartRenderer.Svg(curve.Chart)),
        "json" => CurveJson.Write(curve),
        "drawn" => DrawnCurve.Write(curve),
        _ => default(ReadOnlyMemory<byte>?),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: a segment could not be folded yet")]
    private static partial void FoldFailed(ILogger logger, string sweep, Exception error);
}
