namespace LayerDyn.Science.Training;

/// <summary>Points of one shape that a device steps together. <see cref="BatchRun"/> takes it from the first step to the last.</summary>
internal interface IPointBatch : IDisposable
{
    /// <summary>How many calls of <see cref="Advance"/> go by between two signs of life.</summary>
    int AdvancesPerSignOfLife { get; }

    /// <summary>How far the next <see cref="Advance"/> should go: to <paramref name="target"/>, or to a step before it.</summary>
    long Reach(long step, long target);

    /// <summary>Does the steps from <paramref name="from"/> to <paramref name="to"/>, which <see cref="Reach"/> gave.</summary>
    void Advance(long from, long to);

    /// <summary>The first check in the last <see cref="Advance"/> at which a weight of the point was not finite; null when all were.</summary>
    long? DivergedAt(int point);

    /// <summary>Whether the device made the state at step 0, which must be read to be known.</summary>
    bool StartsOnDevice => false;

    /// <summary>Copies a point's state to where its <see cref="IBatchPoint"/> finds it.</summary>
    void Read(int point);

    /// <summary>The point has ended, before others of the batch: it takes no further step.</summary>
    void Retire(int point);
}
