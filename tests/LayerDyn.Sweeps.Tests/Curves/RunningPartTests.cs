using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Trainings that go on are drawn, and are in nothing else.</summary>
public sealed class RunningPartTests
{
    public static TheoryData<int> Samples { get; } = [.. Enumerable.Range(0, SampleCurves.All().Count())];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Running_IsInTheChartAlone(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        PointResult[] committed = [.. results.Where(result => result.Index % 2 == 0)];
        PointResult[] running = [.. results.Where(result => result.Index % 2 == 1 && result.Status == OutcomeStatus.Finished).Select(Half)];
        var before = grid.Build(spec, committed);
        var shown = RunningPart.Add(before, spec, grid, running);

        Assert.Equal(CurveCsv.Write(before.Table), CurveCsv.Write(shown.Table));
        Assert.Equal((before.Points, before.Diverged, before.Findings), (shown.Points, shown.Diverged, shown.Findings));
        if (!spec.ShowsRunning)
        {
            Assert.Same(before, shown);
            return;
        }

        Assert.DoesNotContain(Lines(before), line => line.Role == SeriesRole.Provisional);
        var lines = Lines(shown).Where(line => line.Role == SeriesRole.Provisional).ToList();
        Assert.NotEmpty(lines);
        Assert.Equal("in training", Assert.Single(lines, line => line.Label.Length > 0).Label);
        Assert.All(lines, line => Assert.EndsWith(", in training", line.Name));
        Assert.Equal(Lines(before).Select(line => line.Name), Lines(shown).Where(line => line.Role != SeriesRole.Provisional).Select(line => line.Name));
        Assert.Contains("still in training", shown.Chart.Note);
    }

    [Fact]
    public void Running_BeforeAnythingIsCommitted_HasPanelsOfItsOwn()
    {
        var (spec, grid, results) = SampleCurves.Trajectory();
        var running = Half(results[0]);
        var shown = RunningPart.Add(grid.Build(spec, []), spec, grid, [running]);

        var lines = Lines(shown).Where(line => line.Role == SeriesRole.Provisional).ToList();
        Assert.Equal(3, lines.Count); // a component each
        Assert.All(lines, line => Assert.Equal(grid.LearningRate * running.LastStep, line.X[^1], 9)); // over time
        Assert.Equal(0, shown.Points);
        Assert.Contains("1 point still in training", shown.Chart.Note);
    }

    [Fact]
    public void OverAnAxis_NothingOfARunningPointIsShown() =>
        Assert.False(new TrajectoryCurve { Name = "last", Value = "loss", X = "depth" }.ShowsRunning); // its last value is not known yet

    private static IEnumerable<LineSeries> Lines(Curve curve) => ((LineChart)curve.Chart).Panels.SelectMany(panel => panel.Series);

    private static PointResult Half(PointResult whole)
    {
        var records = new MeasurementTable(whole.Records.Columns);
        for (int row = 0; row < (whole.Records.Rows + 1) / 2; row++)
            records.Add(whole.Records.Steps[row], [.. Enumerable.Range(0, whole.Records.Columns.Count).Select(column => whole.Records[row, column])]);
        return whole with { LastStep = records.Steps[^1], Records = records };
    }
}
