using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// A validated sweep: the grid as arithmetic. Points are numbered 0 ... <see cref="PointCount"/> - 1 with the seed running
/// fastest and the first axis slowest; nothing is materialised.
/// </summary>
public sealed class SweepPlan
{
    /// <summary>Reads and validates a spec.</summary>
    /// <param name="yaml">The spec as the user wrote it.</param>
    /// <param name="overrides"><c>path=value</c> settings from the command line.</param>
    /// <exception cref="Specs.SpecException">The spec has problems; all of them are in the exception.</exception>
    public static SweepPlan Load(string yaml, IReadOnlyList<string>? overrides = null) => throw new NotImplementedException();

    /// <summary>Identity: name and hash of the resolved spec.</summary>
    public SweepId Id => throw new NotImplementedException();

    /// <summary>The sweep's name.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>One line of description; empty when none was written.</summary>
    public string Description => throw new NotImplementedException();

    /// <summary>Number of points: product of the axes' lengths (zipped axes count once) and the seeds.</summary>
    public long PointCount => throw new NotImplementedException();

    /// <summary>Number of seed replicates.</summary>
    public int Seeds => throw new NotImplementedException();

    /// <summary>The axes in the order written.</summary>
    public IReadOnlyList<Axis> Axes => throw new NotImplementedException();

    /// <summary>The curves to build.</summary>
    public IReadOnlyList<CurveSpec> Curves => throw new NotImplementedException();

    /// <summary>The spec with every default spelled out, as YAML; loading it gives the same plan and the same id.</summary>
    public string ResolvedYaml => throw new NotImplementedException();

    /// <summary>The canonical text of a point.</summary>
    public string PointText(long index) => throw new NotImplementedException();

    /// <summary>The identity of a point.</summary>
    public PointId PointId(long index) => Planning.PointId.Of(PointText(index));

    /// <summary>The experiment of a point.</summary>
    public Experiment Experiment(long index) => ExperimentText.Read(PointText(index));

    /// <summary>The seed replicate of a point.</summary>
    public int SeedOf(long index) => throw new NotImplementedException();

    /// <summary>The position of a point on each of <see cref="Axes"/>, 0-based.</summary>
    public int[] Coordinates(long index) => throw new NotImplementedException();
}
