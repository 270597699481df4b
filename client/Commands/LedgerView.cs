using System.Globalization;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>A stored ledger as it is shown.</summary>
internal sealed record LedgerView(string Sweep, long Expected, long Finished, long Diverged, long Failed, long Remaining)
{
    public static LedgerView Of(SweepId sweep, Manifest ledger) =>
        new(sweep.Value, ledger.PointCount, ledger.Finished, ledger.Diverged, ledger.Failures.Count, ledger.Remaining);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Sweep}: expected {Expected} = finished {Finished} + diverged {Diverged} + failed {Failed} + remaining {Remaining}");
}
