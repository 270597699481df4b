using LayerDyn.Cluster.Tests.Chaos;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>
/// Faults one after the other, 5 to 25 s apart, until it is told to stop: drawn from a seed. The first silo is only ever frozen for a moment, and shares
/// the outages, so that there is a process whose memory can be followed from the beginning to the end.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="azurite">Its blob storage.</param>
/// <param name="seed">Of the draws.</param>
internal sealed class SoakFaults(TestCluster cluster, Azurite azurite, int seed)
{
    private static readonly FaultKind[] Kinds =
        [FaultKind.KillSilo, FaultKind.KillSilo, FaultKind.TerminateSilo, FaultKind.FreezeSilo, FaultKind.FreezeSiloShortly, FaultKind.MembershipAway, FaultKind.StoreAway];

    private readonly RandomStream _stream = RandomStream.For(FormattableString.Invariant($"soak/seed={seed}"));
    private long _draws;

    /// <summary>How often each kind was done.</summary>
    public SortedDictionary<FaultKind, int> Done { get; } = [];

    /// <summary>Goes on until it is cancelled; what was begun is ended first.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var first = cluster.Silos[0];
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(5 + (20 * Uniform())), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
            var kind = Kinds[Below(Kinds.Length)];
            var fault = new Fault(kind, TimeSpan.Zero, Fault.DrawTime(kind, Uniform), Below(1 << 20));
            SiloProcess[] victims = [.. cluster.Running().Where(silo => silo != first || kind == FaultKind.FreezeSiloShortly)];
            if (victims.Length == 0) continue;
            Done[kind] = Done.GetValueOrDefault(kind) + 1;
            await PlainFault.DoAsync(fault, victims[fault.Victim % victims.Length], cluster.Membership, azurite);
        }
    }

    private int Below(int bound) => _stream.Below(bound, _draws++);

    private double Uniform() => _stream.Uniform(_draws++);
}
