using LayerDyn.Client.Progress;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Hosting;

/// <summary>
/// One process at a time runs a sweep in a folder: the others show what it does and take over when it ends, is stopped or dies. Two at once
/// would compute the same points, and each would take those of the other for lost.
/// </summary>
internal static class Turn
{
    /// <summary>Whether a process runs the sweep in a folder; false for a store that is no folder.</summary>
    /// <exception cref="StoreException">The folder cannot be read.</exception>
    public static bool IsTaken(IArtifactStore store, SweepId sweep) => store is LocalArtifactStore folder && folder.IsHeld(NameOf(sweep));

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until no other process runs the sweep.</summary>
    /// <returns>To be disposed of when the run is over; null for a store that is no folder, where owners of shards exclude each other.</returns>
    /// <exception cref="OperationCanceledException">It was told to stop waiting.</exception>
    public static async Task<IDisposable?> WaitAsync(IArtifactStore store, SweepPlan plan, IProgressView view, CancellationToken cancellation)
    {
        for (bool said = false; ; said = true)
        {
            if (TryTake(store, plan.Id, out var turn)) return turn;
            if (!said) view.Say("another process is running this sweep: showing what it does; Ctrl-C leaves it alone");
            if (await new ManifestStore(store, plan.Id, plan.PointCount).TryReadAsync(cancellation) is { } stored) view.Update(Status(stored.Manifest, plan));
            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Takes the turn where no other process has it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="turn">To be disposed of when it is over; null for a store that is no folder, where there are no turns.</param>
    /// <returns>Whether the sweep may be worked on.</returns>
    public static bool TryTake(IArtifactStore store, SweepId sweep, out IDisposable? turn)
    {
        turn = (store as LocalArtifactStore)?.TryHold(NameOf(sweep));
        return turn is not null || store is not LocalArtifactStore;
    }

    private static string NameOf(SweepId sweep) => $"run-{sweep}";

    /// <summary>What the manifests say of a sweep while it is run.</summary>
    internal static SweepStatus Status(Manifest manifest, SweepPlan plan) => new()
    {
        SweepId = plan.Id.Value,
        State = SweepState.Running,
        Ledger = manifest.Ledger,
    };
}
