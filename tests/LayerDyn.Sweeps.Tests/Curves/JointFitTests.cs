using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>A joint fit finds the law that made-up data were made of, and its intervals hold it as often as they say.</summary>
public sealed class JointFitTests
{
    private static readonly double[] Sizes = [8, 16, 32, 64, 128, 256, 512], Samples = [100, 200, 400, 800, 1600, 3200, 6400];

    [Theory]
    [InlineData(0.3, 2, 0.5, 5, 0.3)]
    [InlineData(1.69, 406.4, 0.34, 410.7, 0.28)] // Hoffmann et al. 2022, equation 10
    [InlineData(0.01, 1, 1.2, 30, 0.7)]
    public void Fit_WithoutNoise_IsTheLaw(double e, double a, double exponentA, double b, double exponentB)
    {
        var curve = Built(1, new() { Name = "law", X = "N", Y = "D" }, (n, d, _) => e + a * Math.Pow(n, -exponentA) + b * Math.Pow(d, -exponentB));
        Near(1e-4, e, curve, "E");
        Near(1e-4, a, curve, "A");
        Near(1e-4, exponentA, curve, "a");
        Near(1e-4, b, curve, "B");
        Near(1e-4, exponentB, curve, "b");
        Near(1e-4, exponentA * exponentB / (exponentA + exponentB), curve, "ab/(a+b)");
        Near(1e-4, exponentB / (exponentA + exponentB), curve, "b/(a+b)");
        Assert.Contains("no intervals: one seed", curve.Findings[0]);
    }

    [Fact]
    public void Fit_WithoutAConstant_FindsNone()
    {
        var curve = Built(1, new() { Name = "law", X = "N", Y = "D" }, (n, d, _) => 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3));
        Assert.InRange(Value(curve, "E"), 0, 1e-4);
        Near(1e-3, 0.5, curve, "a");
        Near(1e-3, 0.3, curve, "b");
    }

    [Fact]
    public void Fit_WithAGivenConstant_KeepsIt()
    {
        var curve = Built(1, new() { Name = "law", X = "N", Y = "D", Irreducible = 0.2 }, (n, d, _) => 0.2 + 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3));
        Assert.Equal(0.2, Value(curve, "E"));
        Near(1e-5, 0.5, curve, "a");
        Assert.Contains("E = 0.2 as given", curve.Findings[0]);
    }

    /// <summary>A few places that are far off move the robust fit by little and least squares by much.</summary>
    [Fact]
    public void Fit_WithOutliers_IsRobust()
    {
        double Robust(double huber) => Math.Abs(Value(Built(1, new() { Name = "law", X = "N", Y = "D", Huber = huber }, Spoilt), "a") / 0.5 - 1);
        Assert.InRange(Robust(1e-3), 0, 3e-3);
        Assert.InRange(Robust(1e3), 0.05, double.PositiveInfinity);

        static double Spoilt(double n, double d, int seed) =>
            (0.3 + 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3)) * ((n, d) is (512, 6400) or (8, 100) or (256, 200) ? 3 : 1);
    }

    [Fact]
    public void Fit_AlongTraining_LeavesOutWhatIsBeforeTheLaw()
    {
        var grid = new FakeGrid(1, FakeGrid.Numbers("N", Sizes));
        double[] steps = [.. Enumerable.Range(0, 61).Select(i => i == 0 ? 0 : Math.Round(Math.Pow(10, i / 12.0))).Distinct()];
        var curve = grid.Build(new JointFitCurve { Name = "law", X = "N", Y = "step", FitFrom = 100 }, Enumerable.Range(0, Sizes.Length).Select(i =>
            FakeGrid.Finished(i, ["loss"], [.. steps.Select(step => new[] { step, step < 50 ? 7 : 0.1 + 2 * Math.Pow(Sizes[i], -0.5) + 5 * Math.Pow(step, -0.3) })])));
        Near(1e-4, 0.5, curve, "a");
        Near(1e-4, 0.3, curve, "b");
        Assert.All(curve.Table.Rows, row => Assert.Equal((double)row[1]! >= 100 ? "yes" : "no", row[7]));
    }

    [Fact]
    public void Fit_OfTwoValuesOfAnAxis_IsRefused()
    {
        var grid = new FakeGrid(1, FakeGrid.Numbers("N", 8, 16), FakeGrid.Numbers("D", Samples));
        var curve = grid.Build(new JointFitCurve { Name = "law", X = "N", Y = "D" }, Enumerable.Range(0, (int)grid.PointCount).Select(i => FakeGrid.Finished(i, ["loss"], [10, 1 + i])));
        Assert.StartsWith("loss: no fit, it needs more than five places above zero with three values each of N and D", curve.Findings[0], StringComparison.Ordinal);
        Assert.Empty(curve.Parameters!);
    }

    [Fact]
    public void Theory_StandsBesideTheFit_AndTheBestAllocationIsDrawn()
    {
        var curve = Built(1, new() { Name = "law", X = "N", Y = "D", TheoryX = 0.5, LawY = ScalingLaw.Data, Alpha = 0.5 },
            (n, d, _) => 0.3 + 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3));
        Assert.Equal(0.5, Found(curve, "a").Theory);
        Assert.Equal(1.0 / 3, Found(curve, "b").Theory, 1e-12);
        Assert.Equal(0.2, Found(curve, "ab/(a+b)").Theory, 1e-12);
        Assert.Equal(1.0 / 3 - 0.3, curve.Residuals["b"].Max, 1e-4);
        var panel = Assert.IsType<LineChart>(curve.Chart).Panels[0];
        var best = panel.Series.Single(series => series.Label == "best allocation of N · D");
        // On it L - E is (1 + a/b) A N^-a.
        Assert.All(best.X.Zip(best.Y), place => Assert.Equal(0.3 + (1 + 0.5 / 0.3) * 2 * Math.Pow(place.First, -0.5), place.Second, 1e-3));
        Assert.Equal(0.3, Assert.Single(panel.Levels), 1e-4);
    }

    /// <summary>
    /// Nominal 95% over 120 sweeps of eight seeds each: with binomial noise of 2%, 88% to 100% is three standard deviations to either side.
    /// </summary>
    [Fact]
    public void Intervals_OverManySweeps_HoldTheLaw()
    {
        const int Sweeps = 120;
        var held = new Dictionary<string, int> { ["a"] = 0, ["b"] = 0, ["ab/(a+b)"] = 0 };
        var law = new Dictionary<string, double> { ["a"] = 0.5, ["b"] = 0.3, ["ab/(a+b)"] = 0.1875 };
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            var stream = RandomStream.For($"joint-fit/coverage/{sweep}");
            var curve = Built(8, new() { Name = "law", X = "N", Y = "D", Huber = 0.03, Resamples = 60 }, (n, d, seed) => (0.3 + 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3))
                * (1 + 0.03 * stream.Normal((long)(seed * 10_000_000 + n * 10_000 + d))));
            foreach (var (name, value) in law)
                if (Found(curve, name) is var found && found.Low <= value && value <= found.High) held[name]++;
        }

        Assert.All(held.Values, count => Assert.InRange(count / (double)Sweeps, 0.88, 1));
    }

    [Fact]
    public void Intervals_OfLessNoise_AreNarrower()
    {
        double Width(double noise) => Found(Built(4, new() { Name = "law", X = "N", Y = "D" }, (n, d, seed) => (0.3 + 2 * Math.Pow(n, -0.5) + 5 * Math.Pow(d, -0.3))
            * (1 + noise * RandomStream.For("joint-fit/width").Normal((long)(seed * 10_000_000 + n * 10_000 + d)))), "a") is var found ? found.High - found.Low : 0;
        Assert.InRange(Width(0.03) / Width(0.003), 4, 25);
    }

    private static Curve Built(int seeds, JointFitCurve spec, Func<double, double, int, double> loss)
    {
        var grid = new FakeGrid(seeds, FakeGrid.Numbers("N", Sizes), FakeGrid.Numbers("D", Samples));
        return grid.Build(spec, Enumerable.Range(0, (int)grid.PointCount).Select(i =>
            FakeGrid.Finished(i, ["loss"], [1, 9], [10, loss(Sizes[grid.Coordinates(i)[0]], Samples[grid.Coordinates(i)[1]], grid.SeedOf(i))])));
    }

    private static FittedParameter Found(Curve curve, string name) => curve.Parameters!.Single(parameter => parameter.Name == name);

    private static double Value(Curve curve, string name) => Found(curve, name).Value;

    private static void Near(double tolerance, double expected, Curve curve, string name) => Assert.Equal(1, Value(curve, name) / expected, tolerance);
}
