using System.Globalization;
using System.Text.RegularExpressions;
using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What is fitted, over which range, and with which interval.</summary>
public sealed class ScalingFitTests
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 81).Select(i => Math.Round(Math.Pow(10, i / 10.0))).Distinct()];

    [Theory]
    [InlineData(null, null)]
    [InlineData(1e5, null)] // nothing but the last places above the floor
    [InlineData(1e6, null)]
    public void Fit_LossThatDecaysToRounding_HasNoExponentAndSaysWhy(double? from, double? to)
    {
        string finding = Built(1, step => Math.Exp(-step / 1e4) + 1e-35, new() { Name = "law", FitFrom = from, FitTo = to }).Findings[0];
        Assert.StartsWith("loss: no exponent, ", finding, StringComparison.Ordinal);
        Assert.Contains(" at or below the rounding floor 2.22e-16 left out", finding);
    }

    [Fact]
    public void Fit_ByDefault_LeavesOutThePlateauTheTransientAndTheFloor()
    {
        // A plateau up to 100, then step^-0.5, ended by a collapse at 1e6.
        var curve = Built(1, step => Math.Pow(1 + Math.Pow(step / 100, 2), -0.25) * Math.Exp(-step / 1e6));
        var (exponent, first, last) = Fit(curve);
        Assert.Equal(-0.5, exponent, 0.01);
        Assert.InRange(first, 100, 1000);
        Assert.InRange(last, 1e4, 1e5);
        Assert.Contains("(where the local slope is settled), R² 0.99", curve.Findings[0]);
        Assert.Contains("no interval: one seed", curve.Findings[0]);
    }

    [Fact]
    public void Fit_BothEndsGiven_IsOverThatRange()
    {
        var (_, first, last) = Fit(Built(1, step => Math.Pow(1 + step / 100, -0.5), new() { Name = "law", FitFrom = 10, FitTo = 1000 }));
        Assert.Equal((10, 1000), (first, last));
    }

    [Fact]
    public void Fit_NoisyLaw_IsFittedOverNearlyAllOfIt()
    {
        var noise = RandomStream.For("scaling-fit/noise");
        var (exponent, first, last) = Fit(Built(1, step => Math.Pow(step, -0.4) * (1 + 0.02 * noise.Normal((long)step))));
        Assert.Equal(-0.4, exponent, 0.01);
        Assert.True(last / first > 1e6, $"fitted from {first} to {last}");
    }

    [Fact]
    public void Interval_IsOverTheSeedsOwnExponents()
    {
        // Exponents -0.49, -0.5 and -0.51: a deviation of 0.01, over the root of 3, times 4.3027 (Student's t with 2 degrees of freedom).
        var curve = Built(3, (step, seed) => Math.Pow(step, -0.49 - 0.01 * seed));
        var found = Regex.Match(curve.Findings[0], @"95% interval \[(-[\d.]+), (-[\d.]+)\] over 3 seeds").Groups;
        double half = 4.3027 * 0.01 / Math.Sqrt(3);
        Assert.Equal(2 * half, Number(found[2].Value) - Number(found[1].Value), 2e-4);
        Assert.InRange(-0.5, Number(found[1].Value), Number(found[2].Value));
    }

    [Fact]
    public void Interval_WhereAnotherAxisIsPooled_IsNotGiven()
    {
        var grid = new FakeGrid(2, FakeGrid.Numbers("lr", 1, 2));
        var curve = grid.Build(new ScalingLawCurve { Name = "law" },
            [.. Enumerable.Range(0, 4).Select(i => FakeGrid.Finished(i, ["loss"], [.. Steps.Select(step => new[] { step, Math.Pow(step, -0.5 - 0.01 * i) })]))]);
        Assert.Contains("no interval: values are over lr too", curve.Findings[0]);
    }

    [Theory]
    [InlineData(1, 12.7062)]
    [InlineData(10, 2.22814)]
    [InlineData(11, 2.20099)]
    [InlineData(29, 2.04523)]
    [InlineData(1000, 1.96234)]
    public void StudentT_Quantile_IsThatOfTables(int degrees, double expected) => Assert.Equal(expected, StudentT.Quantile975(degrees), 5e-5);

    private static Curve Built(int seeds, Func<double, double> loss, ScalingLawCurve? spec = null) => Built(seeds, (step, _) => loss(step), spec);

    private static Curve Built(int seeds, Func<double, int, double> loss, ScalingLawCurve? spec = null) => new FakeGrid(seeds).Build(spec ?? new() { Name = "law" },
        [.. Enumerable.Range(0, seeds).Select(seed => FakeGrid.Finished(seed, ["loss"], [.. Steps.Select(step => new[] { step, loss(step, seed) })]))]);

    private static (double Exponent, double First, double Last) Fit(Curve curve)
    {
        var found = Regex.Match(curve.Findings[0], @"step\^(-[\d.]+), .* fitted from ([\d.e+]+) to ([\d.e+]+) ").Groups;
        return (Number(found[1].Value), Number(found[2].Value), Number(found[3].Value));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
