using LayerDyn.Science.Randomness;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>A cluster, and what is done to it while two sweeps run. A function of the seed and the round's number alone.</summary>
/// <param name="Silos">Silos at the start.</param>
/// <param name="OnPostgres">Membership in PostgreSQL, else in Redis.</param>
/// <param name="OnBlobs">Artifacts in blob storage, else in a folder.</param>
/// <param name="Faults">The faults, in the order of their times.</param>
internal sealed record Round(int Silos, bool OnPostgres, bool OnBlobs, IReadOnlyList<Fault> Faults)
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    /// <summary>Draws a round: two to three silos, and two to five faults in its first twelve seconds, which may overlap.</summary>
    public static Round Draw(int seed, int number)
    {
        var stream = RandomStream.For(FormattableString.Invariant($"chaos/seed={seed}/round={number}"));
        long at = 0;
        int silos = 2 + Below(2);
        bool onPostgres = Below(4) == 0, onBlobs = Below(2) == 0;
        var faults = Enumerable.Range(0, 2 + Below(4)).Select(_ =>
        {
            var kind = Kinds[Below(Kinds.Length)];
            var lasts = Fault.DrawTime(kind, Uniform);
            return new Fault(kind, TimeSpan.FromSeconds(0.3 + (11.7 * Uniform())), lasts, Below(1 << 20));
        });
        return new Round(silos, onPostgres, onBlobs, [.. faults.OrderBy(fault => fault.At)]);

        int Below(int bound) => stream.Below(bound, at++);
        double Uniform() => stream.Uniform(at++);
    }

    /// <summary>Whether a kind of fault is among them.</summary>
    public bool Has(FaultKind kind) => Faults.Any(fault => fault.Kind == kind);

    public override string ToString() =>
        $"{Silos} silos, {(OnPostgres ? "PostgreSQL" : "Redis")}, {(OnBlobs ? "blobs" : "a folder")}: {string.Join("; ", Faults)}";
}
