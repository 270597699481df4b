using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Lanes;

/// <summary>A pack waiting for or running on a lane.</summary>
/// <param name="assignment">The points.</param>
/// <param name="reported">Receives the report, on the lane's thread.</param>
public sealed class PackJob(PackAssignment assignment, Action<PackReport> reported) : IDisposable
{
    private readonly CancellationTokenSource _interruption = new();
    private long _stepsDone;

    /// <summary>The points.</summary>
    public PackAssignment Assignment { get; } = assignment;

    /// <summary>Cancelled when the pack is to stop at the next step.</summary>
    public CancellationToken Interruption => _interruption.Token;

    /// <summary>Optimizer steps done over all points of the pack, as last heard.</summary>
    public long StepsDone => Interlocked.Read(ref _stepsDone);

    /// <summary>Asks the lane to stop at the next step.</summary>
    public void Interrupt() => _interruption.Cancel();

    /// <summary>Adds to <see cref="StepsDone"/>.</summary>
    public void Advance(long steps) => Interlocked.Add(ref _stepsDone, steps);

    /// <summary>Hands the report back.</summary>
    public void Report(PackReport report) => reported(report);

    /// <inheritdoc/>
    public void Dispose() => _interruption.Dispose();
}
