using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What each kind finds, against what the made-up data were made of.</summary>
public sealed class KindTests
{
    [Fact]
    public void Stability_ShareOfEachCell_IsTheCount()
    {
        var (_, grid, results, rows) = Built(SampleCurves.Stability());
        Assert.Equal(12 * 16, rows.Count);
        foreach (var row in rows)
        {
            var cell = results.Where(result => Near(Rate(grid, result), row["learningRate"]) && Near(grid.Coordinates(result.Index)[1] + 1, row["scale"])).ToList();
            Assert.Equal(cell.Count(result => result.Status == OutcomeStatus.Diverged) / 4.0, Number(row["share"]));
        }
    }

    [Fact]
    public void Stability_NoteOfDivergedPoints_SaysThatTheyAreShown_AndAMapOfValuesThatTheyAreNot()
    {
        var (spec, grid, results) = SampleCurves.Stability();
        int diverged = results.Count(result => result.Status == OutcomeStatus.Diverged);
        var map = new HeatmapCurve { Name = "map", X = "scale", Y = "learningRate", Value = "loss" };

        Assert.Equal($"share over 4 seeds; {diverged} of {results.Length} points diverged", grid.Build(spec, results).Chart.Note);
        Assert.EndsWith($"{diverged} of {results.Length} points diverged (not averaged in)", grid.Build(map, results).Chart.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void PhasePortrait_OfEachStep_IsTheMeansOfBothColumns()
    {
        var (curve, grid, results, rows) = Built(SampleCurves.PhasePortrait());
        Assert.Equal(2 * 41, rows.Count);
        foreach (var row in rows)
        {
            double[][] measured = [.. results.Where(result => result.Status == OutcomeStatus.Finished && Near(grid.Coordinates(result.Index)[0] == 0 ? 0.2 : 1, row["start"]))
                .Select(result => Enumerable.Range(0, 2).Select(column => result.Records[(int)Number(row["step"]), column]).ToArray())];
            Assert.Equal(measured.Length, Number(row["finished"]));
            Assert.Equal(measured.Average(values => values[0]), Number(row["weight-norm.1"]), 1e-12);
            Assert.Equal(measured.Average(values => values[1]), Number(row["weight-norm.2"]), 1e-12);
        }

        var series = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series;
        Assert.Equal(3 + 2, series.Count(line => line.Role == SeriesRole.Run));
        Assert.Equal(2, series.Count(line => line.Role == SeriesRole.Theory));
        Assert.Equal(1, curve.Diverged);
        Assert.Contains("weight-norm.2 over weight-norm.1 (start = 1): from", string.Join('\n', curve.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void PhaseMap_CountsEachPhase()
    {
        // 12 decays by 14 rates that do not diverge: two decays never generalise, two never learn, and of the other eight,
        // 10 + 9 + ... + 3 cells generalise late.
        var (curve, _, _, _) = Built(SampleCurves.PhaseMap());
        Assert.Equal("comprehension in 60 cells, grokking in 52 cells, memorisation in 28 cells, confusion in 28 cells", curve.Findings[0]);
        Assert.Equal(12, curve.Diverged);
    }

    [Fact]
    public void GrokkingDelay_OfEachScale_IsThatOfTheData()
    {
        var (_, _, _, rows) = Built(SampleCurves.Delay());
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal(0.95 * 30, Number(rows[i]["train step"]), 1e-9);
            double expected = 0.95 * (30 + (4000 / Math.Pow(4, i)));
            Assert.InRange(Number(rows[i]["test step"]), 0.85 * expected, 1.15 * expected); // the noise of three seeds
        }
    }

    [Fact]
    public void Grokking_ThresholdSteps_AreThoseOfTheData()
    {
        var (curve, _, _, _) = Built(SampleCurves.Grokking());
        var steps = Regex.Match(curve.Findings[0], @"step ([\d.]+), .* step ([\d.]+), delay ratio ([\d.]+)").Groups;
        double train = Math.Exp(3.5 + (Math.Log(17) / 3)), test = Math.Exp(7 + (Math.Log(7.0 / 1.0) / 3)); // of the sigmoids
        Assert.InRange(Number(steps[1].Value), 0.75 * train, 1.25 * train);
        Assert.InRange(Number(steps[2].Value), 0.75 * test, 1.25 * test);
        Assert.Equal(Number(steps[2].Value) / Number(steps[1].Value), Number(steps[3].Value), 0.02);
    }

    [Fact]
    public void Grokking_InEpochs_CountsPassesOverTheTrainingSet()
    {
        // Five samples in batches of two: three steps an epoch, the last of them with one sample.
        var (spec, _, results) = SampleCurves.Grokking();
        var grid = new FakeGrid(3, FakeGrid.Names("case", "a", "b", "c", "d", "e")) { BatchSize = 2 };
        var (inSteps, _, _, stepRows) = Built((spec, grid, results));
        var (inEpochs, _, _, epochRows) = Built(((GrokkingCurve)spec with { X = "epoch" }, grid, results));
        Assert.Equal(stepRows.Count, epochRows.Count);
        Assert.All(stepRows.Zip(epochRows), pair => Assert.True(Near(Number(pair.First["step"]) / 3, pair.Second["epoch"])));
        Assert.Equal(Found(inSteps, "step")[1] / 3, Found(inEpochs, "epoch")[1], 0.01);
        Assert.Equal(Found(inSteps, "step")[2], Found(inEpochs, "epoch")[2]); // the delay ratio has no unit
        Assert.Equal("epochs", Assert.IsType<LineChart>(inEpochs.Chart).X.Label);

        static double[] Found(Curve curve, string unit) =>
            [.. Regex.Match(curve.Findings[0], $@"{unit} ([\d.]+), .* {unit} ([\d.]+), delay ratio ([\d.]+)").Groups.Values.Skip(1)
            .Select(found => Number(found.Value))];
    }

    [Theory]
    [InlineData("samples: 0", "curves[0].x 'epoch' needs a task with a fixed training set; write x: step")]
    [InlineData("samples: 25", null)]
    public void Epochs_NeedAFixedTrainingSet(string samples, string? problem)
    {
        string spec = $$"""
            name: parity
            model: { kind: mlp, widths: [21, 4, 1], activation: relu }
            init: { kind: normal }
            task: { kind: multitask-sparse-parity, bits: 16, {{samples}} }
            optimizer: { kind: sgd, batchSize: 10 }
            steps: 10
            measure: { at: { every: 5 }, observables: [loss] }
            curves:
              - { kind: trajectory, name: loss, value: loss, x: epoch }

            """;
        if (problem is not null) Assert.Contains(problem, Assert.Throws<SpecException>(() => SweepPlan.Load(spec)).Message);
        else Assert.Single(SweepPlan.Load(spec).Curves);
    }

    [Theory]
    [InlineData("trajectory", "time")]
    [InlineData("trajectory", "epoch")]
    [InlineData("scaling-law", "compute")]
    public void AbscissaAlongTraining_ThatIsAnAxisToo_IsRefused(string kind, string name)
    {
        string spec = $$"""
            name: both
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: normal }
            task: { kind: gaussian-regression, samples: 10 }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 10
            measure: { at: { every: 5 }, observables: [loss] }
            axes:
              {{name}}: { values: [1, 2], sets: init.std }
            curves:
              - { kind: {{kind}}, name: loss, value: loss, x: {{name}} }

            """;
        Assert.Contains($"curves[0].x '{name}' is also the name of an axis", Assert.Throws<SpecException>(() => SweepPlan.Load(spec)).Message);
    }

    [Fact]
    public void ScalingLaw_FittedExponent_IsThatOfTheData_WithinItsInterval()
    {
        var (curve, _, _, _) = Built(SampleCurves.ScalingInTime());
        var found = Regex.Match(curve.Findings[0], @"step\^(-[\d.]+), 95% interval \[(-[\d.]+), (-[\d.]+)\]").Groups;
        Assert.Equal(-0.37, Number(found[1].Value), 0.005);
        Assert.InRange(Number(found[1].Value), Number(found[2].Value), Number(found[3].Value));
        Assert.Contains("theory -0.375", curve.Findings[0]); // alpha 0.6: -0.6 / 1.6
    }

    [Fact]
    public void ScalingLaw_Compute_TakesTheLowerEnvelope()
    {
        // loss = 1 / N + 1 / sqrt(t) at C = N t is least at N ~ C^(1/3): loss ~ C^(-1/3).
        var (curve, _, _, _) = Built(SampleCurves.ScalingInCompute());
        Assert.Equal(-1 / 3.0, Number(Regex.Match(curve.Findings[0], @"compute\^(-[\d.]+)").Groups[1].Value), 0.01);
    }

    [Theory]
    [InlineData("relu", 0)]
    [InlineData("linear", 1)]
    public void NeuralCollapse_MeanAndSpread_AreThoseOfTheSeeds(string model, int position)
    {
        var (_, grid, results, rows) = Built(SampleCurves.NeuralCollapse());
        double[] values = [.. results.Where(result => grid.Coordinates(result.Index)[0] == position).Select(result => result.Records[result.Records.Rows - 1, 0])];
        var last = rows.Last(row => row["model"] == model && row["column"] == "nc1");
        Assert.Equal(values.Average(), Number(last["mean"]), 1e-12);
        Assert.Equal(Math.Abs(values[0] - values[1]) / Math.Sqrt(2), Number(last["std"]), 1e-12); // over n - 1
    }

    [Fact]
    public void SeedBand_QuantilesOfFourSeeds_AreInterpolated()
    {
        var (_, grid, results, rows) = Built(SampleCurves.Trajectory());
        double[] values = [.. results.Where(result => grid.Coordinates(result.Index)[0] == 0).Select(result => result.Records[50, 0]).Order()];
        var row = rows.Single(row => row["depth"] == "2" && row["column"] == "mode-strength.1" && Near(5, row["time"])); // step 50 at rate 0.1
        Assert.Equal(values.Average(), Number(row["mean"]), 1e-12);
        Assert.Equal((values[1] + values[2]) / 2, Number(row["median"]), 1e-12);
        Assert.Equal(values[0] + (0.3 * (values[1] - values[0])), Number(row["q10"]), 1e-12); // 0.1 x 3 steps between 4 values
        Assert.Equal(values[3] - (0.3 * (values[3] - values[2])), Number(row["q90"]), 1e-12);
    }

    private static double Rate(FakeGrid grid, PointResult result) => (grid.Coordinates(result.Index)[0] + 1) * 0.05;

    private static bool Near(double expected, string cell) => Math.Abs(expected - Number(cell)) < 1e-9;

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static (Curve Curve, FakeGrid Grid, PointResult[] Results, List<Dictionary<string, string>> Rows) Built(
        (CurveSpec Spec, FakeGrid Grid, PointResult[] Results) sample)
    {
        var curve = sample.Grid.Build(sample.Spec, sample.Results);
        string[] lines = Encoding.UTF8.GetString(CurveCsv.Write(curve.Table).Span).Trim().Split('\n');
        string[] head = lines[0].Trim().Split(',');
        var rows = lines.Skip(1).Select(line => line.Trim('\r').Split(',').Select((cell, i) => (head[i], cell)).ToDictionary()).ToList();
        return (curve, sample.Grid, sample.Results, rows);
    }
}
