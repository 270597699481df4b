using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>The local exponent is the slope on log-log axes, by an estimator whose values are known in closed form.</summary>
public sealed class LocalExponentTests
{
    // Even in the logarithm, as few as steps allow: ten a decade from 10^2 to 10^6 to a millionth.
    private static readonly double[] Steps = [.. Enumerable.Range(0, 41).Select(i => Math.Round(Math.Pow(10, 2 + i / 10.0) * 1e6))];

    [Fact]
    public void PowerLaw_EverywhereInside_HasItsExponent()
    {
        var curve = Built(1, new() { Name = "slope", Theory = -0.4 }, step => 3 * Math.Pow(step, -0.37));
        Assert.All(Rows(curve), row => Assert.Equal(-0.37, (double)row["mean"]!, 1e-12));
        // A quarter of a decade at either end has no whole window: three places of 41.
        Assert.Equal(Steps[3..^3], Rows(curve).Select(row => (double)row["step"]!));
        Assert.Contains("predicted -0.4, nowhere within 5% of it", curve.Findings[0]);
        var predicted = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series.Single(series => series.Role == SeriesRole.Theory);
        Assert.Equal([-0.4, -0.4], predicted.Y);
        Assert.Equal(LineStroke.Dashed, predicted.Stroke);
    }

    [Theory]
    [InlineData(0.05)] // narrower than the places: over the nearest ones
    [InlineData(0.5)]
    [InlineData(1.5)]
    public void ParabolaInTheLogarithms_OfAnyWindow_HasItsDerivative(double window)
    {
        var curve = Built(1, new() { Name = "slope", Window = window }, step => Math.Exp(1 - 0.02 * Math.Pow(Math.Log(step), 2)));
        Assert.NotEmpty(Rows(curve));
        Assert.All(Rows(curve), row => Assert.Equal(-0.04 * Math.Log((double)row["step"]!), (double)row["mean"]!, 1e-6));
    }

    [Fact]
    public void Finding_SaysWhereThePredictionHolds()
    {
        // A half before 10^10, nothing after it.
        var curve = Built(1, new() { Name = "slope", Theory = -0.5 }, step => 1 / Math.Sqrt(Math.Min(step, 1e10)));
        Assert.Contains("; predicted -0.5, within 5% of it from step 1.995e+8 to 6.31e+9", curve.Findings[0]);
    }

    [Fact]
    public void Irreducible_IsTakenOffFirst()
    {
        var curve = Built(1, new() { Name = "slope", Irreducible = 0.25 }, step => 0.25 + Math.Pow(step / 1e8, -0.6));
        Assert.All(Rows(curve), row => Assert.Equal(-0.6, (double)row["mean"]!, 1e-9));
    }

    [Fact]
    public void Seeds_GiveTheMeanAndSpreadOfTheirOwnExponents()
    {
        double[] exponents = [-0.3, -0.4, -0.5, -0.8];
        var grid = new FakeGrid(4);
        var curve = grid.Build(new LocalExponentCurve { Name = "slope" }, Enumerable.Range(0, 4).Select(seed =>
            FakeGrid.Finished(seed, ["loss"], [.. Steps.Select(step => new[] { step, Math.Pow(step, exponents[seed]) })])));
        double spread = Math.Sqrt(exponents.Sum(exponent => Math.Pow(exponent + 0.5, 2)) / 3);
        Assert.All(Rows(curve), row =>
        {
            Assert.Equal(4L, row["finished"]);
            Assert.Equal(-0.5, (double)row["mean"]!, 1e-12);
            Assert.Equal(spread, (double)row["std"]!, 1e-12);
            Assert.Equal(-0.45, (double)row["median"]!, 1e-12);
        });
        var line = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series[0];
        Assert.Equal(-0.5 - spread, line.Low![0], 1e-12);
        Assert.Equal(-0.5 + spread, line.High![0], 1e-12);
    }

    [Fact]
    public void OverAnAxis_ALineIsASeedOfAGroup_AndTheColumnPredicts()
    {
        double[] sizes = [8, 16, 32, 64, 128, 256];
        var grid = new FakeGrid(3, FakeGrid.Numbers("alpha", 0.3, 0.9), FakeGrid.Numbers("size", sizes));
        var results = Enumerable.Range(0, (int)grid.PointCount).Select(i =>
        {
            int[] at = grid.Coordinates(i);
            double alpha = at[0] == 0 ? 0.3 : 0.9, own = alpha + 0.01 * (grid.SeedOf(i) - 1);
            return FakeGrid.Finished(i, ["loss", "expected"], [1, 5, 0], [100, Math.Pow(sizes[at[1]], -own), -alpha]);
        });
        var curve = grid.Build(new LocalExponentCurve { Name = "slope", X = "size", By = ["alpha"], Predicted = "expected" }, results);
        Assert.Equal(2 * (sizes.Length - 2), Rows(curve).Count);
        Assert.All(Rows(curve), row =>
        {
            Assert.Equal(-(double)row["alpha"]!, (double)row["mean"]!, 1e-12);
            Assert.Equal(0.01, (double)row["std"]!, 1e-12);
            Assert.Equal(-(double)row["alpha"]!, (double)row["predicted"]!);
        });
        var series = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series;
        Assert.Equal([-0.3, -0.9], series.Where(line => line.Role == SeriesRole.Theory).Select(line => line.Y[0]));
    }

    [Fact]
    public void ExactSolution_HasALocalExponentBesideTheMeasuredOne()
    {
        var grid = new FakeGrid(2);
        var curve = grid.Build(new LocalExponentCurve { Name = "slope" }, Enumerable.Range(0, 2).Select(i =>
            FakeGrid.Finished(i, ["loss", "loss.theory"], [.. Steps.Select((step, place) => new[]
            {
                step, Math.Pow(step, -0.5) * (1 + 1e-3 * RandomStream.For($"exponent/{i}").Normal(place)), Math.Pow(step, -0.5),
            })])));
        Assert.All(Rows(curve), row => Assert.Equal(-0.5, (double)row["theory"]!, 1e-12));
        Assert.InRange(curve.Residuals["local exponent"].Max, 1e-5, 0.01);
    }

    [Fact]
    public void TooFewPlaces_SayWhy()
    {
        var curve = Built(1, new() { Name = "slope", Window = 9 }, step => 1 / step);
        Assert.Empty(Rows(curve));
        Assert.Contains("no local exponent, no window of 9 decades lies within the places above zero", curve.Findings[0]);
    }

    private static Curve Built(int seeds, LocalExponentCurve spec, Func<double, double> loss) => new FakeGrid(seeds).Build(spec,
        Enumerable.Range(0, seeds).Select(i => FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step => new[] { step, loss(step) })])).ToArray<PointResult>());

    private static List<Dictionary<string, object?>> Rows(Curve curve) =>
        [.. curve.Table.Rows.Select(row => curve.Table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];
}
