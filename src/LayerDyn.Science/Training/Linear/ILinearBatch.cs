namespace LayerDyn.Science.Training.Linear;

/// <summary>Points of one shape of linear networks that a device steps together.</summary>
internal interface ILinearBatch : IPointBatch
{
    /// <summary>
    /// Weights are checked to be finite at every multiple of this step and at every measured step: a pure function of the point, so that
    /// the step at which divergence is seen depends neither on the device nor on a resume.
    /// </summary>
    const int CheckEvery = 64;

    /// <summary>The points, in their order; <see cref="IPointBatch.Read"/> copies into them.</summary>
    LinearPoint[] Points { get; }

    /// <summary>What the device measures itself; null where the processor measures everything.</summary>
    IDeviceMeasurements? Measurements => null;
}
