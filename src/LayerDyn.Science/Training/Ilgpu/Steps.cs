namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>The steps of a launch.</summary>
/// <param name="From">Steps done before.</param>
/// <param name="To">Steps done after.</param>
/// <param name="RatesPerStep">Rates from one step to the next: 0 where they are constant.</param>
internal readonly record struct Steps(long From, long To, long RatesPerStep)
{
    /// <summary>Whether weights are checked after so many steps: as the processor's engine checks them.</summary>
    public bool ChecksAfter(long step) => step == To || step % Linear.ILinearBatch.CheckEvery == 0;
}
