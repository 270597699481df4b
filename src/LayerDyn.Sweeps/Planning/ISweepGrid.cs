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

    /// <summary>A number that axes share which are at the same position at every point, as zipped ones are.</summary>
    int DimensionOf(int axis) => axis;

    /// <summary>Whether the position on one axis says that on another.</summary>
    bool Determines(int axis, int other) => DimensionOf(axis) == DimensionOf(other);

    /// <summary>The names of the axes along which only some of the points are run; empty where all are.</summary>
    IReadOnlyList<string> RefinedAxes => [];

    /// <summary>The experiment of a point.</summary>
    Experiment Experiment(long index);
}
