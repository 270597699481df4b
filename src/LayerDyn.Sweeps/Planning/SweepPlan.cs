using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Derived;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Refinement;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// A validated sweep: the grid as arithmetic. Points are numbered 0 ... <see cref="PointCount"/> - 1 with the seed running
/// fastest and the first axis slowest; nothing is materialised. Immutable and safe to share between threads.
/// </summary>
public sealed class SweepPlan : ISweepGrid
{
    private const int EstimateSamples = 512;
    private readonly Grid _grid;
    private readonly Lazy<BoundPoints> _bound;
    private readonly int _firstSeed;

    internal SweepPlan(Grid grid, Lazy<BoundPoints> bound, (int Count, int First) seeds)
    {
        (_grid, _bound, Seeds, _firstSeed) = (grid, bound, seeds.Count, seeds.First);
        PointCount = (long)grid.Size * seeds.Count;
        Axes = [.. grid.Axes.Select(axis => axis.Axis)];
    }

    /// <summary>Reads and validates a spec.</summary>
    /// <param name="yaml">The spec as the user wrote it.</param>
    /// <param name="overrides"><c>path=value</c> settings from the command line, applied in order after the variant.</param>
    /// <param name="variant">The variant to use, e.g. <c>quick</c>; null for the spec as it stands.</param>
    /// <param name="limits">Bounds on what is accepted; null for the defaults.</param>
    /// <exception cref="Specs.SpecException">The spec has problems; all of them are in the exception.</exception>
    public static SweepPlan Load(
        string yaml, IReadOnlyList<string>? overrides = null, string? variant = null, SweepLimits? limits = null) =>
        SweepLoader.Load(yaml, overrides ?? [], variant, limits ?? new SweepLimits());

    /// <summary>Reads the resolved spec of a sweep that was planned before, as it stands in a store: without its data files, whose
    /// hashes and shapes it has, and without validating it again. Its points are bound when one is asked for, or by <see cref="Bind"/>.</summary>
    /// <param name="yaml">The resolved spec.</param>
    /// <param name="id">The sweep's id.</param>
    /// <exception cref="Specs.SpecException">The spec cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not the resolved spec of this sweep: it was changed.</exception>
    public static SweepPlan LoadResolved(string yaml, SweepId id) => SweepLoader.LoadResolved(yaml, id);

    /// <summary>The id of a resolved spec under a numerics version.</summary>
    /// <exception cref="Specs.SpecException">It is no spec.</exception>
    public static SweepId IdOf(string resolvedYaml, int numerics) => SweepLoader.IdOf(resolvedYaml, numerics);

    /// <summary>Identity: name and hash of the resolved spec without description, figure, resources and limits, with the numerics version.</summary>
    public required SweepId Id { get; init; }

    /// <summary>The numerics version that the sweep was planned with; results of another than this build's are read but not added to.</summary>
    public required int Numerics { get; init; }

    /// <summary>The sweep's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line of description; empty when none was written.</summary>
    public required string Description { get; init; }

    /// <summary>The published figure that it corresponds to; empty when none was written.</summary>
    public required string Figure { get; init; }

    /// <summary>What its points need of a device slot.</summary>
    public required Resources Resources { get; init; }

    /// <summary>When it is stopped although it is not done.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The variant that was asked for; null for none. By itself it is no part of the identity.</summary>
    public required string? Variant { get; init; }

    /// <summary>Number of points: product of the axes' lengths (zipped axes count once, sampled ones as many as there are samples) and the seeds.</summary>
    public long PointCount { get; }

    /// <summary>Number of seed replicates.</summary>
    public int Seeds { get; }

    /// <summary>The axes in the order written.</summary>
    public IReadOnlyList<Axis> Axes { get; }

    /// <summary>How its sampled axes are drawn; null without any.</summary>
    public required SampleDesign? Samples { get; init; }

    /// <summary>Which of its points are run, chosen in rounds; null where all are.</summary>
    public required RefinementSpec? Refine { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> RefinedAxes => Refine?.Axes ?? [];

    /// <summary>At most so many of its points are run: all, unless it is refined.</summary>
    public long MostRun => Math.Min(PointCount, Refine?.Points ?? PointCount);

    /// <summary>Points that may yet be run where so many have a result or failed: of a sweep that is refined, also those that no round has chosen.</summary>
    public long MayRun(Ledger ledger) => Math.Max(0, MostRun - ledger.Committed - ledger.Failed);

    /// <summary>The curves to build.</summary>
    public required IReadOnlyList<CurveSpec> Curves { get; init; }

    /// <summary>The columns that it computes from others, in the order written.</summary>
    public required IReadOnlyList<DerivedColumn> Derived { get; init; }

    /// <summary>
    /// The measured columns, united over all points: a component that only some points have stands beside its siblings. Then the derived ones.
    /// </summary>
    public IReadOnlyList<string> Columns => Derivation.Columns;

    /// <summary>The columns of its tables in every format.</summary>
    public TableSchema Tables => field ??= new TableSchema(Axes, Columns); // races only repeat work

    /// <summary>The spec with every default spelled out, as YAML; loading it gives the same plan and the same id.</summary>
    public required string ResolvedYaml { get; init; }

    private Derivation Derivation => field ??= new Derivation(Derived, _bound.Value.Columns, Axes); // races only repeat work

    /// <summary>Whether point texts come from a template; otherwise each combination is bound.</summary>
    internal bool HasTemplate => _bound.Value.Texts.HasTemplate;

    /// <summary>Binds its points, if nobody has yet.</summary>
    /// <returns>This plan.</returns>
    /// <exception cref="Specs.SpecException">They cannot be bound.</exception>
    public SweepPlan Bind()
    {
        _ = _bound.Value;
        return this;
    }

    /// <summary>The canonical text of a point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public string PointText(long index) => _bound.Value.Texts.Text(Combination(index), SeedOf(index));

    /// <summary>The identity of a point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public PointId PointId(long index) => _bound.Value.Texts.Id(Combination(index), SeedOf(index));

    /// <summary>The experiment of a point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public Experiment Experiment(long index) => _bound.Value.Texts.Experiment(Combination(index), SeedOf(index));

    /// <summary>A result as it was measured, with this sweep's derived columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public PointResult WithDerived(PointResult result) =>
        Derivation.Of(result.Records, this, result.Index) is var records && ReferenceEquals(records, result.Records) ? result : result with { Records = records };

    /// <summary>A result of this sweep as it was measured, for a sweep that derives other columns.</summary>
    public PointResult WithoutDerived(PointResult result) =>
        Derivation.Measured(result.Records) is var records && ReferenceEquals(records, result.Records) ? result : result with { Records = records };

    /// <summary>The seed replicate of a point.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public int SeedOf(long index) => _firstSeed + (int)(index - (Combination(index) * Seeds));

    /// <summary>The label of a point on each axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sweep has no such point.</exception>
    public Dictionary<string, string> Labels(long index)
    {
        int[] at = Coordinates(index);
        return Axes.Select((axis, i) => (axis.Name, Label: axis.Labels[at[i]])).ToDictionary(pair => pair.Name, pair => pair.Label);
    }

    /// <summary>The position of a point on each of <see cref="Axes"/>, 0-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public int[] Coordinates(long index)
    {
        int[] coordinates = new int[Axes.Count];
        Span<int> positions = stackalloc int[_grid.Dimensions.Count];
        _grid.Positions(Combination(index), positions);
        for (int dimension = 0; dimension < positions.Length; dimension++)
            foreach (int axis in _grid.Dimensions[dimension]) coordinates[axis] = _grid.Axes[axis].At(positions[dimension]);
        return coordinates;
    }

    /// <summary>A number that axes share which are at the same position at every point, as zipped ones are.</summary>
    public int DimensionOf(int axis) => _grid.Axes[axis].Positions is { } positions
        ? -1 - Enumerable.Range(0, Axes.Count).First(other => ReferenceEquals(_grid.Axes[other].Positions, positions))
        : GridDimension(axis);

    /// <summary>Whether the position on one axis says that on another: it does along a dimension, and where every sample has a value of its own.</summary>
    public bool Determines(int axis, int other) => DimensionOf(axis) == DimensionOf(other) || (GridDimension(axis) == GridDimension(other) && _grid.Axes[axis].IsDistinct);

    /// <summary>The experiments of the first point, one in the middle and the last.</summary>
    public IEnumerable<Experiment> Sample() => new[] { 0, PointCount / 2, PointCount - 1 }.Select(Experiment);

    /// <summary>What running all points will take, roughly; large grids are sampled evenly. Of a sweep that is refined, as many points as may be chosen.</summary>
    public WorkEstimate Estimate()
    {
        long combinations = PointCount / Seeds, samples = Math.Min(combinations, EstimateSamples);
        double steps = 0, measurements = 0, flops = 0, seconds = 0;
        var measured = new Dictionary<(MeasureSchedule, long), long>();
        for (long i = 0; i < samples; i++)
        {
            // The middle of each of equal stretches of the grid.
            var experiment = Experiment(((i * 2) + 1) * combinations / (2 * samples) * Seeds);
            var key = (experiment.MeasureAt, experiment.Steps);
            if (!measured.TryGetValue(key, out long rows)) measured[key] = rows = experiment.MeasureAt.Resolve(experiment.Steps).Length;
            steps += experiment.Engine == Engine.Theory ? 0 : experiment.Steps;
            measurements += rows;
            flops += Trainer.Work(experiment);
            seconds += Trainer.Seconds(experiment, (int)rows);
        }

        double scale = MostRun / (double)samples;
        var duration = TimeSpan.FromSeconds(Math.Min(seconds * scale, TimeSpan.MaxValue.TotalSeconds / 2));
        return new(MostRun, steps * scale, measurements * scale, flops * scale, duration, samples < combinations);
    }

    /// <summary>The point that takes most memory while it trains; of a large grid, by a search along its axes.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public MemoryEstimate Largest(CancellationToken cancellation = default) => new LargestPoint(this, _grid, cancellation).Find();

    /// <summary>Which point takes more memory than there is, and how much; null when all fit.</summary>
    /// <param name="limit">Bytes that a point may take.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public string? PointBeyond(long limit, CancellationToken cancellation = default)
    {
        const double GiB = 1 << 30;
        var largest = Largest(cancellation);
        if (largest.Bytes <= limit) return null;
        string labels = string.Join(", ", Labels(largest.Index).Select(axis => $"{axis.Key} = {axis.Value}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"point {largest.Index}{(labels.Length > 0 ? $" ({labels})" : "")} takes about {largest.Bytes / GiB:F1} GiB while it trains and is measured, at most {limit / GiB:F1} GiB are allowed");
    }

    /// <summary>The curve that takes more memory than <paramref name="limit"/> together with the others of the sweep, in words; null where they fit.</summary>
    /// <param name="limit">Bytes that they may take.</param>
    public string? CurvesBeyond(long limit) => new CurveMemory(this).Beyond(limit);

    /// <summary>The dimensions of the grid: number of positions, and how many points neighbouring ones are apart.</summary>
    internal IReadOnlyList<(int Count, long Stride)> Dimensions
    {
        get
        {
            var dimensions = new (int Count, long Stride)[_grid.Dimensions.Count];
            long stride = Seeds;
            for (int dimension = dimensions.Length - 1; dimension >= 0; stride *= dimensions[dimension--].Count)
                dimensions[dimension] = (_grid.Length(dimension), stride);
            return dimensions;
        }
    }

    /// <summary>The dimension of the grid that one of <see cref="Axes"/> runs along.</summary>
    internal int GridDimension(int axis) => Enumerable.Range(0, _grid.Dimensions.Count).First(dimension => _grid.Dimensions[dimension].Contains(axis));

    private long Combination(long index) => index >= 0 && index < PointCount
        ? index / Seeds
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the sweep has points 0 to {PointCount - 1}");
}
