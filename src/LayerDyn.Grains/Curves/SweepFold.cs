using LayerDyn.Grains.Cluster;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Curves;

/// <summary>
/// Has the silos of a cluster fold a sweep's segments, and adds up what they answer. Its methods run on the scheduler of one grain,
/// so nothing here is locked.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="grains">Reaches the other silos.</param>
/// <param name="folder">Folds on this silo.</param>
/// <param name="cluster">The silos that take work.</param>
/// <param name="here">This silo.</param>
/// <param name="logger">Log.</param>
internal sealed partial class SweepFold(SweepId sweep, IGrainFactory grains, SegmentFolder folder, ClusterSlots cluster, SiloAddress here, ILogger logger)
{
    // Segments that a silo is asked for at once when all fold: few enough that they end at about the same time.
    private const int Share = 16;

    private readonly Dictionary<SiloAddress, Turn> _turns = [];

    /// <summary>What is folded so far.</summary>
    public CurveStates States { get; } = new();

    /// <summary>Folds segments that were just written, on the silo that wrote them. What comes while it folds is folded together next.</summary>
    public Task FoldNewAsync(SweepPlan plan, IReadOnlyList<string> segments, SiloAddress? on)
    {
        var silo = on is not null && cluster.Takes(on) ? on : here;
        if (!_turns.TryGetValue(silo, out var turn)) _turns.Add(silo, turn = new Turn());
        turn.Waiting.AddRange(segments);
        return turn.Last = NextAsync(plan, silo, turn);
    }

    /// <summary>Folds all that is missing of the segments, on all silos side by side.</summary>
    /// <exception cref="Storage.StoreException">A segment is missing or damaged, or the store failed.</exception>
    public async Task FoldAllAsync(SweepPlan plan, IEnumerable<string> segments)
    {
        await Task.WhenAll(_turns.Values.Select(turn => turn.Last)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var shares = new Queue<string[]>(States.Missing(segments).Chunk(Share));
        var others = cluster.Silos().Select(silo => silo.Silo).Where(silo => !silo.Equals(here));
        await Task.WhenAll([.. others.Take(shares.Count).Select(silo => ShareAsync(plan, silo, shares)), ShareAsync(plan, here, shares)]);
        while (shares.TryDequeue(out string[]? left)) await FoldOnAsync(plan, here, left); // given back after this silo had ended
    }

    private async Task NextAsync(SweepPlan plan, SiloAddress silo, Turn turn)
    {
        await turn.Last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var batch = States.Missing(turn.Waiting);
        turn.Waiting.Clear();
        await FoldOnAsync(plan, silo, batch);
    }

    private async Task ShareAsync(SweepPlan plan, SiloAddress silo, Queue<string[]> shares)
    {
        while (shares.TryDequeue(out string[]? share))
        {
            try
            {
                await FoldOnAsync(plan, silo, share);
            }
            catch (Exception error) when (!silo.Equals(here))
            {
                using var scope = logger.SweepScope(sweep.Value);
                GivenBack(logger, sweep.Value, silo, error);
                shares.Enqueue(share);
                return;
            }
        }
    }

    private async Task FoldOnAsync(SweepPlan plan, SiloAddress silo, IReadOnlyList<string> segments)
    {
        while (segments.Count > 0)
        {
            var folded = silo.Equals(here) ? await folder.FoldAsync(sweep, segments)
                : await SiloGrain.AskAsync(grains, silo, other => other.FoldAsync(sweep.Value, segments));
            await States.AddAsync(plan, segments.Take(folded.Segments), folded.States);
            segments = [.. segments.Skip(folded.Segments)];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: silo {Silo} could not fold segments; others do")]
    private static partial void GivenBack(ILogger logger, string sweep, SiloAddress silo, Exception error);

    /// <summary>What waits to be folded on a silo, and the last fold that was begun or will follow there.</summary>
    private sealed class Turn
    {
        public List<string> Waiting { get; } = [];

        public Task Last { get; set; } = Task.CompletedTask;
    }
}
