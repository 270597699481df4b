using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
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
    private readonly Dictionary<(string Curve, string Format), ((long Committed, long Running) Shown, byte[] Content)> _rendered = [];
    private SweepFold? _fold;

    private SweepId Id => SweepId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task FoldAsync(IReadOnlyList<SegmentRef> segments, SiloAddress? on)
    {
        _ = FoldInBackgroundAsync(segments, on);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> DrawAsync() => WithAllFoldedAsync(DrawAllAsync);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CurveReport>> ListAsync() => WithAllFoldedAsync<IReadOnlyList<CurveReport>>(
        (_, builders, damaged) => Task.FromResult<IReadOnlyList<CurveReport>>([.. builders.Select(builder => Report(builder.Build(), [], damaged))]));

    /// <inheritdoc/>
    public Task<byte[]?> SnapshotAsync(string curve, string format) => WithAllFoldedAsync(async (fold, builders, _) =>
    {
        int wanted = fold.Plan.Curves.ToList().FindIndex(known => known.Name == curve);
        if (wanted < 0) return null;
        var running = await RunningAsync(fold);
        var shown = (fold.States.Points, running.Sum(point => (long)point.Records.Rows));
        if (_rendered.TryGetValue((curve, format), out var last) && last.Shown == shown) return last.Content;
        byte[]? content = Render(RunningPart.Add(builders[wanted].Build(), fold.Plan.Curves[wanted], fold.Plan, running), format)?.ToArray();
        if (content is not null) _rendered[(curve, format)] = (shown, content);
        return content;
    });

    /// <inheritdoc/>
    public Task ForgetAsync()
    {
        _fold = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>What was measured so far of points that are not committed, for curves that show it.</summary>
    private async Task<IReadOnlyList<PointResult>> RunningAsync(SweepFold fold)
    {
        var running = new List<PointResult>();
        if (fold.States.Points == fold.Plan.PointCount || !fold.Plan.Curves.Any(curve => curve.ShowsRunning)) return running;
        await foreach (var (index, records) in new LiveRecords(store, Id).ReadAsync(index => index < fold.Plan.PointCount && !fold.States.Has(index)))
            running.Add(fold.Plan.WithDerived(new PointResult(index, OutcomeStatus.Finished, records.Steps[^1], records)));
        return running;
    }

    /// <summary>Folds what is committed and not yet folded, then does something with the states, off the grain's scheduler.</summary>
    private async Task<T> WithAllFoldedAsync<T>(Func<SweepFold, IReadOnlyList<CurveBuilder>, IReadOnlyList<SegmentDamage>, Task<T>> work)
    {
        var fold = await OpenAsync();
        var (_, damaged) = await new CommittedSegments(store, Id).ReadAsync(stored => fold.FoldAllAsync(stored.Manifest.Segments));
        return await fold.States.UseAsync(builders => work(fold, builders, damaged));
    }

    private async Task<SweepFold> OpenAsync()
    {
        var plan = await plans.GetAsync(Id);
        return _fold ??= new SweepFold(plan, GrainFactory, folder, cluster, here.SiloAddress, logger);
    }

    private async Task FoldInBackgroundAsync(IReadOnlyList<SegmentRef> segments, SiloAddress? on)
    {
        using var scope = logger.SweepScope(this.GetPrimaryKeyString());
        long pending = metrics.Curves.FoldPending(segments.Count);
        bool folded = false;
        try
        {
            await (await OpenAsync()).FoldNewAsync(segments, on);
            folded = true;
        }
        catch (Exception error)
        {
            FoldFailed(logger, cluster.LevelOfSilence, this.GetPrimaryKeyString(), error); // drawing folds what is missing
        }
        finally
        {
            metrics.Curves.Folded(pending, folded);
        }
    }

    private async Task<IReadOnlyList<CurveReport>> DrawAllAsync(SweepFold fold, IReadOnlyList<CurveBuilder> builders, IReadOnlyList<SegmentDamage> damaged)
    {
        var running = await RunningAsync(fold);
        long began = time.GetTimestamp();
        var reports = new List<CurveReport>();
        var drawn = new Dictionary<string, SegmentFile>();
        foreach (var (builder, spec) in builders.Zip(fold.Plan.Curves))
        {
            var curve = RunningPart.Add(builder.Build(), spec, fold.Plan, running);
            var files = new List<string>();
            foreach (string format in (string[])["csv", "json", "png", "svg"])
            {
                var content = Render(format == "json" ? curve with { Table = new CurveTable([], []) } : curve, format)!.Value; // the CSV has the table
                await store.WriteAsync(new SweepPaths(Id).Curve(curve.Name, format), content, CancellationToken.None);
                files.Add($"curves/{curve.Name}.{format}");
                drawn[files[^1]] = SegmentFile.Of(content.Span);
            }

            reports.Add(Report(curve, files, damaged));
        }

        await new SweepHeadStore(store, Id).UpdateAsync(head => head.WithFiles(drawn));

        metrics.Curves.Drawn(time.GetElapsedTime(began));
        return reports;
    }

    private CurveReport Report(Curve curve, IReadOnlyList<string> files, IReadOnlyList<SegmentDamage> damaged) => new(
        curve.Name, curve.Kind, curve.Points, curve.Diverged, [.. Missing(damaged), .. curve.Findings],
        [.. curve.Residuals.Select(residual => new ResidualReport(residual.Key, residual.Value.Max, residual.Value.Rms, residual.Value.Count))], files,
        damaged.Sum(damage => damage.Points));

    private IEnumerable<string> Missing(IReadOnlyList<SegmentDamage> damaged)
    {
        if (damaged.Count > 0)
            yield return $"INCOMPLETE: {damaged.Sum(damage => damage.Points)} committed points are not in this curve: {damaged[0].Damage}; see 'layerdyn verify {Id}'";
    }

    private static ReadOnlyMemory<byte>? Render(Curve curve, string format) => format switch
    {
        "csv" => CurveCsv.Write(curve.Table),
        "png" => ChartRenderer.Png(curve.Chart),
        "svg" => Encoding.UTF8.GetBytes(ChartRenderer.Svg(curve.Chart)),
        "json" => CurveJson.Write(curve),
        "drawn" => DrawnCurve.Write(curve),
        _ => default(ReadOnlyMemory<byte>?),
    };

    [LoggerMessage(Message = "Sweep {Sweep}: a segment could not be folded yet")]
    private static partial void FoldFailed(ILogger logger, LogLevel level, string sweep, Exception error);
}
