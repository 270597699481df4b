using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Planning;

/// <summary>The part of a sweep that curves are built on: which point stands where on the grid.</summary>
public interface ISweepGrid
{
    /// <summary>Number of points.</summary>
    long PointCount { get; }

    /// <summary>Number of seed replicates.</summary>
    int Seeds { get; }

    /// <summary>The axes in the order written.</summary>
    IReadOnlyList<Axis> Axes { get; }

    /// <summary>The seed replicate of a point.</summary>
    int SeedOf(long index);

    /// <summary>The position of a point on each of <see cref="Axes"/>, 0-based.</summary>
    int[] Coordinates(long index);

    /// <summary>The dimension of the grid that one of <see cref="Axes"/> runs along; zipped axes share one.</summary>
    int DimensionOf(int axis) => axis;

    /// <summary>The experiment of a point.</summary>
    Experiment Experiment(long index);
}
