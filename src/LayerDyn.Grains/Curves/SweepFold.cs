using LayerDyn.Contracts.Curves;
using LayerDyn.Grains.Cluster;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Curves;

/// <summary>
/// Has the silos of a cluster fold a sweep's segments, and adds up what they answer. Its methods run on the scheduler of one grain,
/// so nothing here is locked.
/// </summary>
/// <param name="plan">The sweep.</param>
/// <param name="grains">Reaches the other silos.</param>
/// <param name="folder">Folds on this silo.</param>
/// <param name="cluster">The silos that take work.</param>
/// <param name="here">This silo.</param>
/// <param name="logger">Log.</param>
internal sealed partial class SweepFold(SweepPlan plan, IGrainFactory grains, SegmentFolder folder, ClusterSlots cluster, SiloAddress here, ILogger logger)
{
    // Segments that a silo is asked for at once when all fold: few enough that they end at about the same time.
    private const int Share = 16;

    private readonly Dictionary<SiloAddress, Turn> _turns = [];

    /// <summary>The sweep.</summary>
    public SweepPlan Plan => plan;

    /// <summary>What is folded so far.</summary>
    public CurveStates States { get; } = new(plan);

    /// <summary>Folds segments that were just written, on the silo that wrote them. What comes while it folds is folded together next.</summary>
    public Task FoldNewAsync(IReadOnlyList<SegmentRef> segments, SiloAddress? on)
    {
        var silo = on is not null && cluster.Takes(on) ? on : here;
        if (!_turns.TryGetValue(silo, out var turn)) _turns.Add(silo, turn = new Turn());
        turn.Waiting.AddRange(segments);
        return turn.Last = NextAsync(silo, turn);
    }

    /// <summary>Folds all that is missing of the segments, on all silos side by side.</summary>
    /// <returns>Those that are missing or damaged: the states are without them.</returns>
    /// <exception cref="Storage.StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<SegmentDamage>> FoldAllAsync(IReadOnlyList<SegmentEntry> segments)
    {
        var damaged = new List<SegmentDamage>();
        await Task.WhenAll(_turns.Values.Select(turn => turn.Last)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var missing = States.Missing(segments.Select(SegmentRefs.Of));
        var shares = new Queue<SegmentRef[]>(missing.Chunk(Share));
        var others = cluster.Silos().Select(silo => silo.Silo).Where(silo => !silo.Equals(here));
        await Task.WhenAll([.. others.Take(shares.Count).Select(silo => ShareAsync(silo, shares, damaged)), ShareAsync(here, shares, damaged)]);
        while (shares.TryDequeue(out var left)) damaged.AddRange(await FoldOnAsync(here, left)); // given back after this silo had ended
        return damaged;
    }

    private async Task NextAsync(SiloAddress silo, Turn turn)
    {
        await turn.Last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var batch = States.Missing(turn.Waiting);
        turn.Waiting.Clear();
        await FoldOnAsync(silo, batch); // one that is damaged is found again when the curves are drawn
    }

    private async Task ShareAsync(SiloAddress silo, Queue<SegmentRef[]> shares, List<SegmentDamage> damaged)
    {
        while (shares.TryDequeue(out var share))
        {
            try
            {
                damaged.AddRange(await FoldOnAsync(silo, share));
            }
            catch (Exception error) when (!silo.Equals(here))
            {
                using var scope = logger.SweepScope(plan.Id.Value);
                GivenBack(logger, cluster.LevelOfSilence, plan.Id.Value, silo, error);
                shares.Enqueue(share);
                return;
            }
        }
    }

    private async Task<IReadOnlyList<SegmentDamage>> FoldOnAsync(SiloAddress silo, IReadOnlyList<SegmentRef> segments)
    {
        var damaged = new List<SegmentDamage>();
        while (segments.Count > 0)
        {
            var folded = silo.Equals(here) ? await folder.FoldAsync(plan.Id, segments)
                : await SiloGrain.AskAsync(grains, silo, other => other.FoldAsync(plan.Id.Value, segments));
            var done = segments.Take(folded.Segments).ToLookup(segment => folded.Damaged.ContainsKey(segment.Name));
            await States.AddAsync([.. done[false]], folded.States);
            damaged.AddRange(done[true].Select(segment => new SegmentDamage(SegmentRefs.Entry(segment), folded.Damaged[segment.Name])));
            segments = [.. segments.Skip(folded.Segments)];
        }

        return damaged;
    }

    [LoggerMessage(Message = "Sweep {Sweep}: silo {Silo} could not fold segments; others do")]
    private static partial void GivenBack(ILogger logger, LogLevel level, string sweep, SiloAddress silo, Exception error);

    /// <summary>What waits to be folded on a silo, and the last fold that was begun or will follow there.</summary>
    private sealed class Turn
    {
        public List<SegmentRef> Waiting { get; } = [];

        public Task Last { get; set; } = Task.CompletedTask;
    }
}
