using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// Binds a grid's combinations: all of a small grid, a covering sample of a large one. With files that are read, as a user's spec is
/// planned, they are also validated; a resolved spec of a store was.
/// </summary>
internal sealed class GridCheck(SpecMap experiment, Grid grid, SweepLimits limits, DataPins pins)
{
    private const int MostPositions = 2000;
    private const int MostOfRefused = 50; // a grid that is too large is not run: a few positions show what else is wrong
    private readonly GridTally _tally = new(grid);
    private readonly ColumnUnion _columns = new();
    private readonly SamePoints _same = new(grid);
    private PointTemplate? _template;

    /// <summary>The first combination's experiment; null when it cannot be bound.</summary>
    public Experiment? First { get; private set; }

    /// <summary>The template that gave the text of every combination looked at; null when there is none.</summary>
    public PointTemplate? Template => _template;

    /// <summary>The columns of the combinations looked at.</summary>
    public IReadOnlyList<string> Columns => _columns.Columns;

    /// <summary>Whether every combination is looked at.</summary>
    public bool IsComplete => grid.Size <= limits.ExhaustiveCombinations;

    /// <summary>Checks the grid and adds what is wrong, each thing once.</summary>
    public void Run(ProblemList problems)
    {
        int[] positions = new int[grid.Dimensions.Count];
        Check(positions);
        if (IsComplete)
        {
            for (long combination = 1; combination < (long)grid.Size; combination++)
            {
                grid.Positions(combination, positions);
                Check(positions);
            }
        }
        else
        {
            CheckSample(positions);
        }

        _tally.Report(problems);
        if (!pins.ReadsFiles) return;
        CheckBase(problems);
        if (grid.Size > limits.MaxPoints) return;
        SameValues.Report(grid, problems);
        // An axis that cannot be applied, which is reported, makes points that only look alike.
        if (problems.IsEmpty) _same.Report(problems);
    }

    /// <summary>Values that an axis replaces at every point are never bound with one: a wrong one is still a mistake.</summary>
    private void CheckBase(ProblemList problems)
    {
        var found = new ProblemList();
        ExperimentBinder.Bind(SpecJson.ToElement(experiment), found, validate: false);
        foreach (var problem in found.Problems)
            if (problem.Value is not null && grid.Axes.Any(axis => axis.Targets.Any(target => SpecPath.Covers(target.Path, problem.Path))))
                problems.Add(problem.Path, problem.Value, problem.Rule, problem.Remedy);
    }

    private void CheckSample(int[] positions)
    {
        int many = grid.Size > limits.MaxPoints ? MostOfRefused : MostPositions;
        int[] last = [.. Enumerable.Range(0, positions.Length).Select(dimension => grid.Length(dimension) - 1)];
        for (int dimension = 0; dimension < positions.Length; dimension++)
        {
            // Each position with the others at their first and at their last: one bad position must not make others look bad.
            int length = grid.Length(dimension), most = SetsText(dimension) && many == MostPositions ? length : Math.Min(length, many); // every file is pinned
            for (int i = 0; i < most; i++)
            {
                int position = most == 1 ? 0 : (int)((long)i * (length - 1) / (most - 1));
                Array.Clear(positions);
                positions[dimension] = position;
                Check(positions);
                last.CopyTo(positions, 0);
                positions[dimension] = position;
                Check(positions);
            }
        }

        for (int corner = 1; corner < 1 << Math.Min(positions.Length, 10); corner++)
        {
            for (int dimension = 0; dimension < positions.Length; dimension++)
                positions[dimension] = (corner >> dimension & 1) == 0 ? 0 : last[dimension];
            Check(positions);
        }
    }

    private void Check(int[] positions)
    {
        limits.Cancellation.ThrowIfCancellationRequested();
        var found = new ProblemList();
        var point = grid.Apply(experiment, positions, target =>
        {
            var (rule, remedy) = SpecPath.WhyNot(experiment, target.Parts);
            found.Add(target.Path, null, rule, remedy);
        });
        var bound = ExperimentBinder.Bind(SpecJson.ToElement(point), found, validate: pins.ReadsFiles, pins);
        _tally.Add(positions, found.Problems);
        if (bound is null || !found.IsEmpty) return;
        if (First is null)
        {
            First = bound;
            // Epochs become steps by way of the task's size and the batch, files bring their hashes: such points are bound one by one.
            if (experiment.Find("epochs") is null && !Enumerable.Range(0, positions.Length).Any(SetsText)) _template = PointTemplate.Create(bound, grid);
        }

        string text = ExperimentText.Write(bound);
        if (IsComplete) _same.Add(positions, text);
        if (_template is not null && !Gives(_template, positions, bound, text)) _template = null;
        _columns.Add(ExperimentColumns.Of(bound));
    }

    /// <summary>Whether a dimension of a grid with files sets texts, which may name them, so that what is pinned differs between its positions.</summary>
    private bool SetsText(int dimension) => pins.Pins.Count > 0 && First is { } bound && grid.Dimensions[dimension].SelectMany(axis => grid.Axes[axis].Targets)
        .Any(target => ParameterTypes.At(bound, target.Parts) is { } type && (type == typeof(string) || type == typeof(IReadOnlyList<string>)));

    private static bool Gives(PointTemplate template, int[] positions, Experiment bound, string text) =>
        template.Render(positions, bound.Seed) == text && ExperimentText.Write(template.Experiment(positions, bound.Seed)) == text;
}
