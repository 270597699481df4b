using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>The exact solution is drawn as it is between the measured places too, not as a polygon through them.</summary>
public sealed class DenseTheoryTests
{
    [Theory]
    [InlineData("{ kind: trajectory, name: curve, value: mode-strength, x: time }", "mode-strength.1")]
    [InlineData("{ kind: trajectory, name: curve, value: loss, x: step, logX: true }", "loss")]
    [InlineData("{ kind: emergence, name: curve, value: mode-strength, x: step, calibrate: none }", "mode-strength.1")]
    public void Theory_FewMeasuredPlaces_IsDrawnBetweenThemAsItIs(string curve, string column)
    {
        var plan = Plan(curve);
        var theory = Theory(plan, 1);
        Assert.True(theory.X.Count > 200, $"{theory.X.Count} places");
        var experiment = plan.Experiment(0);
        double scale = curve.Contains("time", StringComparison.Ordinal) ? experiment.Optimizer.LearningRate : 1;
        long[] steps = [.. theory.X.Select(x => (long)Math.Round(x / scale))];
        Assert.Contains(steps, step => step is > 400 and < 600); // nothing was measured there
        var solution = ExactSolutions.Find(experiment, out _)!;
        string[] columns = [.. solution.Columns(experiment)];
        double[] exact = solution.Evaluate(experiment, experiment.Task.Create(experiment.Seed), steps);
        Assert.Equal(steps.Select((_, row) => exact[row * columns.Length + Array.IndexOf(columns, column)]), theory.Y);
    }

    [Fact]
    public void Theory_RecordsThatSayAnother_IsDrawnAtTheMeasuredPlaces() =>
        Assert.Equal([0.0, 100, 300, 1000], Theory(Plan("{ kind: trajectory, name: curve, value: loss, x: step }"), 1.5).X);

    [Fact]
    public void Measured_AFewPlacesBesideTheory_HaveMarkers()
    {
        var plan = Plan("{ kind: trajectory, name: curve, value: loss, x: step }");
        Assert.Equal([LineStroke.MarkersAndLine, LineStroke.Dashed], Draw(plan, 1).Series.Select(series => series.Stroke));
    }

    private static LineSeries Theory(SweepPlan plan, double factor) => Draw(plan, factor).Series.First(series => series.Role == SeriesRole.Theory);

    private static LinePanel Draw(SweepPlan plan, double factor)
    {
        var builder = plan.Curves[0].CreateBuilder(plan);
        var experiment = plan.Experiment(0);
        var solution = ExactSolutions.Find(experiment, out _)!;
        long[] steps = experiment.MeasureAt.Resolve(experiment.Steps);
        int count = solution.Columns(experiment).Count;
        double[] exact = solution.Evaluate(experiment, experiment.Task.Create(experiment.Seed), steps);
        var records = new MeasurementTable([.. solution.Columns(experiment), .. solution.Columns(experiment).Select(column => column + ".theory")]);
        for (int row = 0; row < steps.Length; row++)
        {
            double[] values = exact[(row * count)..((row + 1) * count)];
            records.Add(steps[row], [.. values, .. values.Select(value => value * factor)]);
        }

        builder.Fold(new PointResult(0, OutcomeStatus.Finished, steps[^1], records));
        return Assert.IsType<LineChart>(builder.Build().Chart).Panels[0];
    }

    private static SweepPlan Plan(string curve) => SweepPlan.Load($$"""
        name: dense
        model: { kind: diagonal-linear, depth: 2 }
        init: { kind: balanced-constant, product: 0.001 }
        task: { kind: linear-teacher, coefficients: [1, 0.5], samples: 16 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1000
        engine: both
        measure: { at: [0, 100, 300, 1000], observables: [loss, mode-strength] }
        curves:
          - {{curve}}
        """);
}
