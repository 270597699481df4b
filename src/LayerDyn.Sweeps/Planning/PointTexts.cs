using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>The texts, identities and experiments of a grid's points: by its template, or bound one by one where there is none.</summary>
internal sealed class PointTexts(SpecMap experiment, Grid grid, PointTemplate? template, DataPins pins)
{
    // A grid of few combinations with many seeds binds each combination once. Races only repeat work.
    private readonly PointTemplate?[]? _bound = template is null && grid.Size <= 4096 ? new PointTemplate?[(int)grid.Size] : null;

    private static readonly Grid NoAxes = new([], []);

    public bool HasTemplate => template is not null;

    /// <summary>The canonical text of a point.</summary>
    public string Text(long combination, int seed) =>
        Use(combination, seed, static (points, positions, seed) => points.Render(positions, seed), ExperimentText.Write);

    /// <summary>The identity of a point.</summary>
    public PointId Id(long combination, int seed) =>
        Use(combination, seed, static (points, positions, seed) => points.Id(positions, seed), static bound => PointId.Of(ExperimentText.Write(bound)));

    /// <summary>The experiment of a point, as read from its text.</summary>
    public Experiment Experiment(long combination, int seed) =>
        Use(combination, seed, static (points, positions, seed) => points.Experiment(positions, seed), static bound => ExperimentText.Read(ExperimentText.Write(bound)));

    private T Use<T>(long combination, int seed, FromTemplate<T> fromTemplate, Func<Experiment, T> fromBound)
    {
        Span<int> positions = stackalloc int[grid.Dimensions.Count];
        grid.Positions(combination, positions);
        if (template is not null) return fromTemplate(template, positions, seed);
        if (_bound?[combination] is { } known) return fromTemplate(known, [], seed);
        var problems = new ProblemList();
        var bound = ExperimentBinder.Bind(SpecJson.ToElement(grid.Apply(experiment, positions)), problems, validate: false, pins)
            ?? throw new InvalidOperationException("a point of a validated grid cannot be bound: " + string.Join("; ", problems.Problems));
        if (_bound is not null) _bound[combination] = PointTemplate.Create(bound, NoAxes);
        return fromBound(bound with { Seed = seed });
    }

    private delegate T FromTemplate<T>(PointTemplate points, ReadOnlySpan<int> positions, int seed);
}
