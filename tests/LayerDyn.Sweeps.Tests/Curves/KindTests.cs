using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Records;

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
