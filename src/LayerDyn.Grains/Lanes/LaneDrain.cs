namespace LayerDyn.Grains.Lanes;

/// <summary>
/// When a silo is told to stop, its lanes hand their work over before anything else of it stops: the grains that report are still
/// there.
/// </summary>
/// <param name="lanes">The lanes.</param>
public sealed class LaneDrain(LanePool lanes) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LaneDrain), ServiceLifecycleStage.Active + 1, _ => Task.CompletedTask, lanes.DrainAsync);
}
