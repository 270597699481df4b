namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>A fault of a round.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">When, after the submission.</param>
/// <param name="Lasts">For how long, where it lasts.</param>
/// <param name="Victim">Which of the silos that run, modulo their number.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan At, TimeSpan Lasts, int Victim)
{
    /// <summary>Draws for how long a kind of fault lasts.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="uniform">Draws from 0 to 1.</param>
    public static TimeSpan DrawTime(FaultKind kind, Func<double> uniform) => TimeSpan.FromSeconds(kind switch
    {
        FaultKind.FreezeSilo => 8 + (8 * uniform()),
        FaultKind.FreezeSiloShortly => 0.2 + (1.5 * uniform()),
        FaultKind.MembershipAway or FaultKind.StoreAway => 2 + (28 * uniform() * uniform()), // mostly short, up to 30 s
        _ => 0,
    });

    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:F1} s {Kind}") + Kind switch
    {
        FaultKind.FreezeSilo or FaultKind.FreezeSiloShortly or FaultKind.MembershipAway or FaultKind.StoreAway => FormattableString.Invariant($" for {Lasts.TotalSeconds:F1} s"),
        _ => "",
    };
}
