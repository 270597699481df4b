using System.Diagnostics;
using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>
/// A user with an API key of its own who never lacks work: submits the next sweep as soon as less than one sweep's points remain of those before.
/// Asks whichever silo answers, as behind a load balancer.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="work">What is submitted.</param>
/// <param name="key">The user's key.</param>
/// <param name="answers">Sends the requests.</param>
internal sealed class SoakUser(TestCluster cluster, SoakWork work, SoakKey key, AnswerCounts answers) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<int, ApiClient> _clients = [];
    private readonly List<SoakSweep> _sweeps = [];

    /// <summary>The key's name.</summary>
    public string Name => key.Name;

    /// <summary>What was submitted, in order.</summary>
    public IReadOnlyList<SoakSweep> Sweeps
    {
        get
        {
            lock (_sweeps) return [.. _sweeps];
        }
    }

    /// <summary>What went otherwise than it must, for people.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>How often there was less to do than two batches a slot of its share.</summary>
    public int Idle { get; private set; }

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        for (int number = 0; !stop.IsCancellationRequested; await Task.Delay(Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing))
        {
            foreach (var sweep in Sweeps.Where(sweep => !sweep.IsCompleted)) await LookAsync(sweep);
            long remaining = Sweeps.Where(sweep => !sweep.IsCompleted).Sum(sweep => sweep.Remaining);
            if (number > 0 && remaining < 4 * work.Batch) Idle++;
            var next = work.Sweep(number);
            if (remaining >= next.Plan.PointCount || await AnyAsync(api => api.TrySubmitAsync(next.Yaml, $"?batch={work.Batch}")) is not { } view) continue;
            next.Remaining = view.Remaining;
            lock (_sweeps) _sweeps.Add(next);
            number++;
        }
    }

    /// <summary>Has what is not completed cancelled, and returns once it is.</summary>
    public async Task CancelAsync()
    {
        foreach (var sweep in Sweeps.Where(sweep => !sweep.IsCompleted))
        {
            SweepView? view = null;
            var clock = Stopwatch.StartNew();
            while (view is not { State: SweepStates.Cancelled or SweepStates.Completed or SweepStates.Broken } && clock.Elapsed < Patience)
            {
                if (view is not { State: SweepStates.Drawing }) await AnyAsync(api => ActAsync(api, sweep.Id));
                await Task.Delay(Every);
                view = await AnyAsync(api => api.TryGetAsync(sweep.Id));
            }

            await LookAsync(sweep); // what is not at rest is found out by the checks
        }
    }

    /// <summary>The sweep as the cluster tells of it.</summary>
    public async Task<SweepView> ViewAsync(SoakSweep sweep)
    {
        SweepView? view = null;
        await Eventually.IsTrueAsync(async () => (view = await AnyAsync(api => api.TryGetAsync(sweep.Id))) is not null, TimeSpan.FromMinutes(1), $"an answer about sweep {sweep.Id}");
        return view!;
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private async Task LookAsync(SoakSweep sweep)
    {
        if (await AnyAsync(api => api.TryGetAsync(sweep.Id)) is not { } view) return;
        long seen = view.Finished + view.Diverged;
        if (seen < sweep.Seen) Problems.Add($"{sweep.Id}: {seen} points have results, where {sweep.Seen} had");
        (sweep.Seen, sweep.Remaining, sweep.IsCompleted) = (Math.Max(sweep.Seen, seen), view.Remaining, view.State == SweepStates.Completed);
        if (view.State == SweepStates.Broken) Problems.Add($"{sweep.Id} is broken: {view.Message}");
    }

    private static async Task<object?> ActAsync(ApiClient api, string sweep)
    {
        try
        {
            await api.ActAsync(sweep, "cancel");
            return sweep;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>What the first silo says that answers; null where none does.</summary>
    private async Task<T?> AnyAsync<T>(Func<ApiClient, Task<T?>> ask)
        where T : class
    {
        foreach (var silo in cluster.Running())
        {
            if (!_clients.TryGetValue(silo.HttpPort, out var client))
            {
                _clients[silo.HttpPort] = client = new ApiClient(silo.HttpPort, answers);
                client.SignIn(key.Secret);
            }

            if (await ask(client) is { } answer) return answer;
        }

        return null;
    }
}
