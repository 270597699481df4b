using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What lines and bands are over: seeds alone, unless the curve says otherwise.</summary>
public sealed class PoolingTests
{
    // The loss is 100 lr + 10 wd + seed, at step 5.
    private static readonly FakeGrid Grid = new(3, FakeGrid.Numbers("lr", 1, 2), FakeGrid.Numbers("wd", 1, 2));
    private static readonly PointResult[] Results = [.. Enumerable.Range(0, 12).Select(i =>
        FakeGrid.Finished(i, ["loss"], [5, 100 * (Grid.Coordinates(i)[0] + 1) + 10 * (Grid.Coordinates(i)[1] + 1) + Grid.SeedOf(i)]))];

    [Fact]
    public void Trajectory_AxisThatNothingTellsApart_IsNamedAndHasNoBand()
    {
        var curve = Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["lr"] }, Results);
        var line = Lines(curve)[0];
        Assert.Equal(("lr = 1, mean over wd", 116), (line.Label, line.Y[0]));
        Assert.Null(line.Low);
        Assert.Contains("mean over wd (2 values) and 3 seeds, no band", curve.Chart.Note);
        Assert.Contains(curve.Findings, finding => finding.StartsWith("values are over wd (2 values) and 3 seeds: 'by' or 'where' tells it apart", StringComparison.Ordinal));
        Assert.DoesNotContain(curve.Findings, finding => finding.Contains('±') && finding.Contains("116", StringComparison.Ordinal));
        Assert.True(double.IsNaN((double)Cell(curve, 0, "std")!));
    }

    [Fact]
    public void Trajectory_ByListOfAxes_HasALineOfEachCombinationWithTheBandOfItsSeeds()
    {
        var lines = Lines(Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["wd", "lr"] }, Results));
        Assert.Equal(["wd = 1, lr = 1", "wd = 1, lr = 2", "wd = 2, lr = 1", "wd = 2, lr = 2"], lines.Select(line => line.Label));
        Assert.Equal((211, 210, 212), (lines[1].Y[0], lines[1].Low![0], lines[1].High![0])); // 210, 211 and 212: a deviation of 1
    }

    [Fact]
    public void Trajectory_Where_DrawsThosePointsAlone()
    {
        var curve = Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["lr"], Where = Only("wd", "2") }, Results);
        Assert.Equal([121, 221], Lines(curve).Select(line => line.Y[0]));
        Assert.All(Lines(curve), line => Assert.NotNull(line.Low));
        Assert.Equal(6, curve.Points);
        Assert.Contains("where wd = 2", curve.Chart.Note);
    }

    [Fact]
    public void Heatmap_OtherAxis_IsNamedAndHasNoDeviation()
    {
        var grid = new FakeGrid(2, FakeGrid.Numbers("a", 1, 2), FakeGrid.Numbers("b", 1, 2), FakeGrid.Numbers("c", 1, 2));
        var results = Enumerable.Range(0, 16).Select(i => FakeGrid.Finished(i, ["loss"], [5, i])).ToArray();
        var curve = grid.Build(new HeatmapCurve { Name = "map", X = "a", Y = "b", Value = "loss" }, results);
        Assert.Contains("mean over c (2 values) and 2 seeds", curve.Chart.Note);
        Assert.True(double.IsNaN((double)Cell(curve, 0, "std")!));
        var one = grid.Build(new HeatmapCurve { Name = "map", X = "a", Y = "b", Value = "loss", Where = Only("c", "1") }, results);
        Assert.Equal(0.5, ((HeatmapChart)one.Chart).Panels[0].Values[0]);
        Assert.Equal(Math.Sqrt(0.5), (double)Cell(one, 0, "std")!, 1e-12);
    }

    [Fact]
    public void Band_Quantiles_AreTheMedianWithItsBand()
    {
        var line = Lines(Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["lr", "wd"], Band = BandKind.Quantiles }, Results))[0];
        Assert.Equal(111, line.Y[0]);
        Assert.Equal(110.2, line.Low![0], 1e-12); // a tenth of the way from the least of three values to the largest
        Assert.Equal(111.8, line.High![0], 1e-12);
    }

    [Fact]
    public void Band_Runs_AreThinLinesOfEachPoint()
    {
        var lines = Lines(Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["lr", "wd"], Band = BandKind.Runs }, Results));
        var runs = lines.Where(line => line.Role == SeriesRole.Run).ToList();
        Assert.Equal(Results.Select(result => result.Records[0, 0]), runs.Select(line => line.Y[0]));
        Assert.All(lines, line => Assert.Null(line.Low));
    }

    [Fact]
    public void Group_WhosePointsAllDiverged_StaysInLegendAndFindings()
    {
        PointResult[] results = [.. Results.Select(result => Grid.Coordinates(result.Index)[0] == 1 ? FakeGrid.Diverged(result.Index, ["loss"], 3) : result)];
        var curve = Grid.Build(new TrajectoryCurve { Name = "loss", Value = "loss", By = ["lr"] }, results);
        Assert.Contains("lr = 2: 6 points diverged, none finished", curve.Findings);
        Assert.Contains(Lines(curve), line => line.Label == "lr = 2: 6 points diverged, none finished" && line.Color == 1);
    }

    [Fact]
    public void Zipped_AxisOfTheAbscissaOrBy_IsNotPooled()
    {
        var plan = SweepPlan.Load(Spec("by: lr").Replace("seeds: 2", "zip: [[lr, wd]]\nseeds: 2", StringComparison.Ordinal));
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (int i = 0; i < plan.PointCount; i++) builder.Fold(FakeGrid.Finished(i, ["loss"], [5, i]));
        Assert.DoesNotContain(builder.Build().Findings, finding => finding.Contains("values are over", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_And_By_WhatDoesNotExist_IsReportedAtOnceWithTheNearest()
    {
        string text = Assert.Throws<SpecException>(() => SweepPlan.Load(Spec("by: [lr, lr, wdd], where: { ly: 1, wd: [0.15, 1] }"))).Message;
        Assert.Contains("curves[0].by[1] 'lr' is named twice", text);
        Assert.Contains("curves[0].by[2] 'wdd' is not an axis of this sweep; did you mean 'wd'", text);
        Assert.Contains("curves[0].where.ly 'ly' is not an axis of this sweep; did you mean 'lr'", text);
        Assert.Contains("curves[0].where.wd '0.15' is not a value of the axis 'wd'; nearest values: 0.1, 0.2", text);
        Assert.Contains("curves[0].where.wd '1' is not a value", text);
    }

    [Theory]
    [InlineData("by: lr, where: { wd: 0.1 }")]
    [InlineData("by: [wd, lr], where: { lr: [0.01, 0.02], wd: 1.0e-1 }, band: quantiles")]
    [InlineData("where: { wd: \"0.2\" }, band: runs")]
    public void Resolved_WhereAndBy_LoadAsTheSameSweep(string curve)
    {
        var plan = SweepPlan.Load(Spec(curve));
        var again = SweepPlan.Load(plan.ResolvedYaml);
        Assert.Equal((plan.Id, plan.ResolvedYaml), (again.Id, again.ResolvedYaml));
    }

    private static SortedDictionary<string, IReadOnlyList<string>> Only(string axis, string value) => new() { [axis] = [value] };

    private static List<LineSeries> Lines(Curve curve) => [.. Assert.Single(((LineChart)curve.Chart).Panels).Series];

    private static object? Cell(Curve curve, int row, string column) => curve.Table.Rows.ElementAt(row)[curve.Table.Columns.ToList().IndexOf(column)];

    private static string Spec(string curve) => $$"""
        name: pooled
        model: { kind: diagonal-linear }
        init: { kind: balanced-constant }
        task: { kind: linear-teacher, coefficients: [1] }
        optimizer: { kind: gd }
        steps: 5
        measure: { at: [5], observables: [loss] }
        axes:
          lr: { values: [0.01, 0.02], sets: optimizer.learningRate }
          wd: { values: [0.1, 0.2], sets: init.product }
        seeds: 2
        curves:
          - { kind: trajectory, name: loss, value: loss, {{curve}} }
        """;
}
