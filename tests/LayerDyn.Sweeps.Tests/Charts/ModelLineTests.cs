using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Tests.Curves;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>Theory, fits and calibrated curves belong to a measured line, and formulas are drawn without corners.</summary>
public sealed class ModelLineTests
{
    [Fact]
    public void Models_OfEverySample_HaveTheColourOfTheLineBeforeThem()
    {
        int models = 0;
        foreach (var (spec, grid, results) in SampleCurves.All())
        {
            if (grid.Build(spec, results).Chart is not LineChart chart) continue;
            foreach (var panel in chart.Panels)
            {
                var measured = panel.Series[0];
                foreach (var series in panel.Series)
                {
                    if (!series.IsModel)
                    {
                        measured = series;
                        continue;
                    }

                    models++;
                    // One that is of no single line is black.
                    bool ofAll = series.Color == -1 && panel.Series.Any(other => other.IsModel && other.Color == measured.Color);
                    Assert.True(ofAll || series.Color == measured.Color, $"{spec.Name}: {series.Name} has not the colour of {measured.Name}");
                }
            }
        }

        Assert.True(models > 10);
    }

    [Fact]
    public void Calibrated_BetweenFewMeasuredPlaces_IsTheFormula()
    {
        double[] samples = [100, 300, 1000, 3000];
        var grid = new FakeGrid(1, FakeGrid.Numbers("D", samples)) { Alpha = 0.6 };
        var results = samples.Select((count, i) => FakeGrid.Finished(i, ["skill-strength.1"], [10, 1 - Math.Sqrt(Math.Max(0, 1 - count / 1200))]));
        var chart = Assert.IsType<LineChart>(grid.Build(new EmergenceCurve { Name = "emergence", X = "D", Calibrate = EmergenceLaw.Data }, results).Chart);

        var calibrated = Assert.Single(chart.Panels[0].Series, series => series.Role == SeriesRole.Calibrated);
        Assert.True(calibrated.X.Count > 200);
        Assert.All(samples, count => Assert.Contains(count, calibrated.X));
        foreach (var (x, y) in calibrated.X.Zip(calibrated.Y)) Assert.Equal(1 - Math.Sqrt(Math.Max(0, 1 - x / 1200)), y, 0.02);
        Assert.True(calibrated.X.Zip(calibrated.X.Skip(1)).All(pair => pair.Second / pair.First < 1.03), "places are even on the logarithmic axis");
    }
}
