namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>A fault of a round.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">When, after the submission.</param>
/// <param name="Lasts">For how long, where it lasts.</param>
/// <param name="Victim">Which of the silos that run, modulo their number.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan At, TimeSpan Lasts, int Victim)
{
    public override string ToString() => FormattableString.Invariant($"{At.TotalSeconds:F1} s {Kind}") + Kind switch
    {
        FaultKind.FreezeSilo or FaultKind.FreezeSiloShortly or FaultKind.MembershipAway or FaultKind.StoreAway => FormattableString.Invariant($" for {Lasts.TotalSeconds:F1} s"),
        _ => "",
    };
}
