using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>The canonical texts of a grid's points: by its template, or bound one by one where there is none.</summary>
internal sealed class PointTexts(SpecMap experiment, Grid grid, PointTemplate? template)
{
    // A grid of few combinations with many seeds binds each combination once. Races only repeat work.
    private readonly PointTemplate?[]? _bound = template is null && grid.Size <= 4096 ? new PointTemplate?[(int)grid.Size] : null;

    private static readonly Grid NoAxes = new([], []);

    public bool HasTemplate => template is not null;

    public string Text(long combination, int seed)
    {
        Span<int> positions = stackalloc int[grid.Dimensions.Count];
        grid.Positions(combination, positions);
        if (template is not null) return template.Render(positions, seed);
        if (_bound?[combination] is { } known) return known.Render([], seed);
        var problems = new ProblemList();
        var bound = ExperimentBinder.Bind(SpecJson.ToElement(grid.Apply(experiment, positions)), problems, validate: false)
            ?? throw new InvalidOperationException("a point of a validated grid cannot be bound: " + string.Join("; ", problems.Problems));
        if (_bound is not null) _bound[combination] = PointTemplate.Create(bound, NoAxes);
        return ExperimentText.Write(bound with { Seed = seed });
    }
}
