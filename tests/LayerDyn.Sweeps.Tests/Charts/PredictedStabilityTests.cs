using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using ScottPlot.Plottables;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>The map of stability shows where training should diverge: at 4/k with two layers, k = sqrt(C^2 + 4 S^2).</summary>
public sealed class PredictedStabilityTests
{
    private static readonly double[] Rates = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2];

    [Fact]
    public void Lines_OfTheRecipe_AreTheMeasuredAndThePredictedBoundary()
    {
        var chart = Draw("sets: init.imbalance");
        Assert.Equal(["measured, half diverge", "predicted, 4/k", "minimum stable below 2/k"], chart.Lines.Select(line => line.Label));
        Assert.Equal([LineStroke.Solid, LineStroke.Dashed, LineStroke.Dotted], chart.Lines.Select(line => line.Stroke));
        foreach (var (line, limit) in chart.Lines.Skip(1).Zip([4.0, 2.0]))
        {
            Assert.True(line.X.Count > 10, "between the columns too");
            foreach (var (x, y) in line.X.Zip(line.Y))
            {
                double imbalance = -9 + 9 * x, rate = limit / Math.Sqrt(imbalance * imbalance + 4);
                Assert.Equal(Math.Log2(rate / Rates[0]), y, 1e-9); // the axis has a factor of two a cell
            }
        }
    }

    [Fact]
    public void Boundary_AgainstThePrediction_IsTold()
    {
        var plan = Plan("sets: init.imbalance");
        Assert.Contains(Build(plan).Findings, finding => finding.StartsWith("boundary over the predicted 4/k: from 1.", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_WithoutAFormula_AreTheMeasuredBoundaryAlone() =>
        Assert.Equal(["measured, half diverge"], Draw("sets: init.imbalance", momentum: 0.5).Lines.Select(line => line.Label));

    [Fact]
    public void Lines_InUnitsOfTheTangentKernel_AreLevelAtFourAndTwo()
    {
        var plan = SweepPlan.Load("""
            name: catapult
            model: { kind: deep-linear, widths: [1, 4, 1] }
            init: { kind: normal, std: 0.5 }
            task: { kind: linear-teacher, coefficients: [0], samples: 4 }
            optimizer: { kind: gd, learningRateUnit: tangent-kernel, theory: steps }
            steps: 20
            measure: { at: [0], observables: [loss] }
            axes:
              width: { values: [4, 9], sets: "model.widths[1]" }
              rate: { linspace: [0.5, 5, 10], sets: optimizer.learningRate }
            curves:
              - { kind: stability, name: stability, x: width, y: rate }
            """);
        var builder = plan.Curves[0].CreateBuilder(plan);
        var records = new MeasurementTable(["loss", "learning-rate"]);
        records.Add(0, [1, 1]);
        for (long index = 0; index < plan.PointCount; index++) builder.Fold(new PointResult(index, OutcomeStatus.Finished, 20, records));
        var lines = Assert.IsType<HeatmapChart>(builder.Build().Chart).Lines;
        Assert.Equal(["predicted, 4/k", "minimum stable below 2/k"], lines.Select(line => line.Label));
        Assert.Equal([7, 7], lines[0].Y.Select(y => Math.Round(y, 9))); // positions of 4 and 2
        Assert.Equal([3, 3], lines[1].Y.Select(y => Math.Round(y, 9)));
    }

    [Theory]
    [InlineData("heatmap, name: map, x: batch, y: rate, value: loss, boundary: true", true)]
    [InlineData("heatmap, name: map, x: batch, y: rate, value: loss", false)]
    [InlineData("stability, name: map, x: batch, y: rate", true)]
    public void Lines_OfOnePassSgd_AreTheLargestStableRatesAndTheCriticalBatch(string curve, bool shows)
    {
        var plan = SweepPlan.Load($$"""
            name: batches
            model: { kind: linear }
            init: { kind: constant, value: 0 }
            task: { kind: power-law-regression, dimension: 30, capacity: 1.5 }
            optimizer: { kind: sgd, batchSize: 1 }
            steps: 20
            measure: { at: [0], observables: [loss] }
            axes:
              batch: { values: [1, 4, 16, 64], sets: optimizer.batchSize }
              rate: { logspace: [0.25, 2, 4], sets: optimizer.learningRate }
            curves:
              - { kind: {{curve}} }
            """);
        var builder = plan.Curves[0].CreateBuilder(plan);
        var records = new MeasurementTable(["loss"]);
        records.Add(0, [1]);
        for (long index = 0; index < plan.PointCount; index++) builder.Fold(new PointResult(index, OutcomeStatus.Finished, 20, records));
        var drawn = builder.Build();
        var lines = Assert.IsType<HeatmapChart>(drawn.Chart).Lines;
        Assert.Equal(shows ? ["predicted, q = 1", "critical batch size"] : [], lines.Select(line => line.Label));
        if (!shows) return;
        Assert.Equal([0, 1, 2, 3], lines[0].X);
        Assert.Equal(Math.Log2(0.553 / 0.25), lines[0].Y[0], 0.002);
        Assert.Equal(Math.Log2(1.270 / 0.25), lines[0].Y[1], 0.002);
        Assert.Equal(Math.Log2(1.939 / 0.25), lines[0].Y[3], 0.002);
        Assert.Equal(Math.Log(2.419) / Math.Log(4), lines[1].X[0], 0.001);
        Assert.Contains("batch = 1: rate predicted to be stable below 0.5528 (q = 1)", drawn.Findings);
        Assert.Contains("critical batch size, where that is half of what it is for the largest batches: 2.419", drawn.Findings);
    }

    [Fact]
    public void Picture_Legend_NamesTheLines()
    {
        string[] texts = [.. DrawnText.Of(Draw("sets: init.imbalance")).Texts.Select(text => text.Text)];
        Assert.Contains("predicted, 4/k", texts);
    }

    [Fact]
    public void Predicted_OverTheMeasuredBoundary_IsNarrower_SoThatBothShow()
    {
        var chart = Draw("sets: init.imbalance");
        var drawn = HeatmapPlots.Create(chart, PlotSize.Of(chart)).Single().GetPlottables<Scatter>().ToArray(); // each over its black outline
        Assert.Equal(2 * chart.Lines.Count, drawn.Length);
        foreach (var predicted in drawn[2..]) Assert.True(predicted.LineWidth < drawn[1].LineWidth, "no wider than the white of the measured boundary");
    }

    [Fact]
    public void CellsWithoutAnyValue_AreToldInTheLegend()
    {
        var chart = Draw("sets: init.imbalance");
        HeatmapChart With(double value, bool diverged) => chart with { Panels = [new("", [.. chart.Panels[0].Values.Skip(1).Prepend(value)], [.. chart.Panels[0].Diverged.Skip(1).Prepend(diverged)])] };
        bool Told(HeatmapChart map) => DrawnText.Of(map).Texts.Any(text => text.Text == "no value");
        Assert.Equal([true, false, false], [Told(With(double.NaN, false)), Told(With(double.NaN, true)), Told(With(0.5, false))]);
    }

    private static HeatmapChart Draw(string sets, double momentum = 0) => Assert.IsType<HeatmapChart>(Build(Plan(sets, momentum)).Chart);

    private static SweepPlan Plan(string sets, double momentum = 0) => SweepPlan.Load($$"""
        name: boundary
        model: { kind: diagonal-linear, depth: 2 }
        init: { kind: balanced-constant, product: 0.1 }
        task: { kind: linear-teacher, coefficients: [1], samples: 16 }
        optimizer: { kind: gd, learningRate: 0.1, momentum: {{momentum}} }
        steps: 20
        measure: { at: [0], observables: [loss] }
        axes:
          C: { values: [-9, 0, 9], {{sets}} }
          rate: { values: [0.1, 0.2, 0.4, 0.8, 1.6, 3.2], sets: optimizer.learningRate }
        curves:
          - { kind: stability, name: stability, x: C, y: rate }
        """);

    private static Curve Build(SweepPlan plan)
    {
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (long index = 0; index < plan.PointCount; index++)
        {
            int[] at = plan.Coordinates(index);
            var records = new MeasurementTable(["loss"]);
            records.Add(0, [1]);
            bool diverged = Rates[at[1]] > (at[0] == 1 ? 2 : 0.44);
            builder.Fold(new PointResult(index, diverged ? OutcomeStatus.Diverged : OutcomeStatus.Finished, 20, records));
        }

        return builder.Build();
    }
}
