namespace LayerDyn.Science.Training.Linear;

/// <summary>Points of one shape that a device steps together. <see cref="BatchRun"/> takes it from the first step to the last.</summary>
internal interface ILinearBatch : IDisposable
{
    /// <summary>
    /// Weights are checked to be finite at every multiple of this step and at every measured step: a pure function of the point, so that
    /// the step at which divergence is seen depends neither on the device nor on a resume.
    /// </summary>
    const int CheckEvery = 64;

    /// <summary>The points, in their order.</summary>
    LinearPoint[] Points { get; }

    /// <summary>How many calls of <see cref="Advance"/> go by between two signs of life.</summary>
    int AdvancesPerSignOfLife { get; }

    /// <summary>How far the next <see cref="Advance"/> should go: to <paramref name="target"/>, or to a multiple of <see cref="CheckEvery"/> before it.</summary>
    long Reach(long step, long target);

    /// <summary>Does the steps from <paramref name="from"/> to <paramref name="to"/>, which <see cref="Reach"/> gave.</summary>
    void Advance(long from, long to);

    /// <summary>The first check in the last <see cref="Advance"/> at which a weight of the point was not finite; null when all were.</summary>
    long? DivergedAt(int point);

    /// <summary>Copies a point's weights and momentum into its <see cref="LinearPoint"/>.</summary>
    void Read(int point);

    /// <summary>The point has diverged: its weights no longer matter.</summary>
    void Retire(int point);
}
