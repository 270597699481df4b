namespace LayerDyn.Grains.Tests.Shares;

/// <summary>Whether owners that never lack work have the same time of a cluster's slots, whatever they train and whichever silos are lost.</summary>
public sealed class SharedClusterTests
{
    // Two or three sweeps each at a time, of batches of any length: what has no slot of its own shares its owner's, and not others'.
    [Fact]
    public void Owners_OfSeveralSweeps_HaveTheSame_WhileSilosAreLost() => AllHaveTheSame(faults: true, Owners(each: 1));

    [Fact]
    public void Owners_OfOneLongSweep_HaveTheSame_WhileSilosAreLost() => AllHaveTheSame(faults: true, Owners(each: 100));

    [Fact]
    public void Owners_OfSeveralSweeps_HaveTheSame_InAClusterAtPeace() => AllHaveTheSame(faults: false, Owners(each: 1));

    [Fact]
    public void Owners_OfOneLongSweep_HaveTheSame_InAClusterAtPeace() => AllHaveTheSame(faults: false, Owners(each: 100));

    private static Work[] Owners(int each) =>
        [new("ann", 3, 50 * each), new("bob", 40, 16 * each), new("cho", 20, 24 * each), new("dan", 4, 48 * each), new("eve", 15, 40 * each)];

    private static void AllHaveTheSame(bool faults, Work[] owners)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            var cluster = new SharedCluster(seed, faults, owners);
            cluster.Run(seconds: 1800);
            Assert.Equal(faults, cluster.Lost > 0);
            double all = cluster.Had.Values.Sum();
            Assert.All(cluster.Had, owner => Assert.InRange(owner.Value * owners.Length / all, 0.95, 1.05));
        }
    }
}
