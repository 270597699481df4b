using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Client.Tests.Recipes;

/// <summary>A shipped recipe, mostly its quick variant, trained in this process.</summary>
internal sealed class RecipeRun
{
    private readonly PointResult[] _results;

    private RecipeRun(SweepPlan plan, PointResult[] results) => (Plan, _results) = (plan, results);

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The folder of the MNIST files: see infra/fetch-mnist.sh.</summary>
    public static string Mnist => Environment.GetEnvironmentVariable("LAYERDYN_MNIST") ?? RepositoryRoot.Of("data", "mnist");

    public SweepPlan Plan { get; }

    public IReadOnlyList<PointResult> Results => _results;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "recipes");

    public static string Text(string recipe) => File.ReadAllText(Path.Combine(Folder, recipe + ".yaml"));

    public static RecipeRun Quick(string recipe, params string[] overrides) => Of(recipe, "quick", overrides);

    /// <summary>A recipe, or one of its variants, with overrides.</summary>
    public static RecipeRun Of(string recipe, string? variant, params string[] overrides)
    {
        var plan = SweepPlan.Load(Text(recipe), overrides, variant);
        var results = new PointResult[plan.PointCount];
        Trainer.Run([.. Enumerable.Range(0, results.Length).Select(i => new TrainingPoint(i, ExperimentText.Read(plan.PointText(i))))], new TrainingRun
        {
            Complete = outcome => results[outcome.Index] = plan.WithDerived(new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records)),
        });
        return new RecipeRun(plan, results);
    }

    public Curve Curve(string name)
    {
        var builder = Plan.Curves.Single(curve => curve.Name == name).CreateBuilder(Plan);
        foreach (var result in _results) builder.Fold(result);
        return builder.Build();
    }

    /// <summary>The value of an axis of numbers at a point.</summary>
    public double Axis(string name, long index)
    {
        int axis = Plan.Axes.ToList().FindIndex(found => found.Name == name);
        return Plan.Axes[axis].Numbers![Plan.Coordinates(index)[axis]];
    }

    /// <summary>The value of any axis at a point, as written, or the name of its case.</summary>
    public string Case(string name, long index)
    {
        int axis = Plan.Axes.ToList().FindIndex(found => found.Name == name);
        return Plan.Axes[axis].Labels[Plan.Coordinates(index)[axis]];
    }

    /// <summary>A column of a point's records.</summary>
    public static double[] Column(PointResult result, string name)
    {
        int column = result.Records.Columns.ToList().IndexOf(name);
        return [.. Enumerable.Range(0, result.Records.Rows).Select(row => result.Records[row, column])];
    }

    /// <summary>The step at which a column first reaches a value, between measurements by interpolation.</summary>
    public static double Reaches(PointResult result, string name, double value)
    {
        double[] values = Column(result, name);
        int row = Array.FindIndex(values, found => found >= value);
        double before = values[row - 1], share = (value - before) / (values[row] - before);
        return result.Records.Steps[row - 1] + share * (result.Records.Steps[row] - result.Records.Steps[row - 1]);
    }
}
