using System.Numerics;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Numerics;

public sealed class PortableMathTests
{
    private const double Tiny = double.Epsilon, Normal = 2.2250738585072014e-308, Huge = double.MaxValue;

    private static readonly RandomStream Random = RandomStream.For("PortableMathTests");

    [Fact]
    public void Exp_OverItsRange_IsWithinHalfAUnit() => AssertWithin(0.52, PortableMath.Exp, x => HighPrecision.Exp(HighPrecision.Of(x)),
        [.. Spread(-708, 709.7), .. Spread(-0.01, 0.01), .. Scaled(-1074, 8), .. Around(0.005415), 709.782712893384, -708.3]);

    [Fact]
    public void Exp_WhereTheResultIsSubnormal_IsRoundedAlmostOnce() =>
        AssertWithin(0.76, PortableMath.Exp, x => HighPrecision.Exp(HighPrecision.Of(x)), [.. Spread(-745.1, -708.3), -745.1332191019411]);

    [Fact]
    public void ExpM1_OverItsRange_IsWithinHalfAUnit() => AssertWithin(0.52, PortableMath.ExpM1, x => HighPrecision.Exp(HighPrecision.Of(x)) - HighPrecision.One,
        [.. Spread(-45, 45), .. Spread(-1, 1), .. Spread(-0.02, 0.02), .. Scaled(-400, 9), .. Around(0.005415), 709.7]);

    [Fact]
    public void Log_OverItsRange_IsWithinHalfAUnit() =>
        AssertWithin(0.51, PortableMath.Log, x => HighPrecision.Log(x), [.. Positive(Scaled(-1074, 1023)), .. Spread(0.4, 2.5), .. Around(1), .. Around(1.4140625), .. Around(0.99609375), Tiny, 3 * Tiny, Normal, Huge]);

    [Fact]
    public void Log1P_OverItsRange_IsWithinHalfAUnit() =>
        AssertWithin(0.52, PortableMath.Log1P, x => HighPrecision.Log(x, add: 1), [.. Spread(-0.999, 1), .. Spread(-1e-3, 1e-3), .. Scaled(-300, -1), .. Positive(Scaled(0, 1023)), -0.9999999999999999]);

    [Fact]
    public void Logarithms_ToOtherBases_AreWithinHalfAUnit()
    {
        double[] points = [.. Positive(Scaled(-1074, 1023)), .. Spread(0.4, 2.5), .. Around(1), Tiny, Huge];
        AssertWithin(0.51, PortableMath.Log10, HighPrecision.Log10, points);
        AssertWithin(0.51, PortableMath.Log2, HighPrecision.Log2, points);
    }

    [Fact]
    public void Pow_OverItsRange_IsWithinHalfAUnit()
    {
        double worst = 0;
        for (int i = 0; i < 3000; i++)
        {
            double x = i % 3 == 0 ? 0.9 + 0.2 * Random.Uniform(4 * i) : Math.ScaleB(1 + Random.Uniform(4 * i), Random.Below(2000, 4 * i + 1) - 1000);
            double target = 1400 * Random.Uniform(4 * i + 2) - 700, y = i % 5 == 0 ? Random.Below(60, 4 * i + 3) - 30 : target / PortableMath.Log(x);
            double power = PortableMath.Pow(x, y);
            if (power is < Normal or > Huge) continue;
            worst = Math.Max(worst, HighPrecision.Error(power, HighPrecision.Pow(x, y)));
        }

        Assert.InRange(worst, 0.4, 0.53);
    }

    [Fact]
    public void Pow_WhereTheResultIsANumberOfTheFormat_IsExact()
    {
        for (int n = 0; n <= 22; n++) Assert.Equal(double.Parse($"1e{n}"), PortableMath.Pow(10, n));
        for (int n = -1074; n <= 1023; n++) Assert.Equal(Math.ScaleB(1, n), PortableMath.Pow(2, n));
        for (int x = 2; x <= 200; x++)
        {
            double power = 1;
            for (int n = 1; (power *= x) < 1L << 53; n++)
            {
                Assert.Equal(power, PortableMath.Pow(x, n));
                Assert.Equal(x, PortableMath.Pow(power, 1.0 / n), x * 2e-15);
                Assert.Equal(n % 2 == 0 ? power : -power, PortableMath.Pow(-x, n));
            }

            Assert.Equal(x, PortableMath.Pow((double)x * x, 0.5));
        }

        for (int n = -308; n <= 308; n++) Assert.Equal(n, PortableMath.Log10(double.Parse($"1e{n}")));
        for (int n = -1074; n <= 1023; n++) Assert.Equal(n, PortableMath.Log2(Math.ScaleB(1, n)));
    }

    [Fact]
    public void Tanh_OverItsRange_IsWithinHalfAUnit() => AssertWithin(0.52, PortableMath.Tanh, HighPrecision.Tanh,
        [.. Spread(-22, 22), .. Spread(-1, 1), .. Spread(-0.01, 0.01), .. Scaled(-300, 4), .. Around(1e-9), .. Around(0.0027), .. Around(20)]);

    [Fact]
    public void SineAndCosine_OfAnglesOfAnySize_AreWithinThreeQuartersOfAUnit()
    {
        // The last but one is the double that comes nearest to a multiple of pi / 2 (Muller 2006).
        double[] points = [.. Spread(-4, 4), .. Spread(-1e6, 1e6), .. Scaled(-60, 1023), .. Around(Math.PI / 4), .. Around(Math.PI / 2), .. Around(Math.PI), .. Around(1 << 20),
            .. Enumerable.Range(1, 300).Select(n => n * (Math.PI / 2)), 355, 6381956970095103 * Math.ScaleB(1, 797), Huge];
        AssertWithin(0.72, PortableMath.Sin, x => HighPrecision.Sin(x, 0), points);
        AssertWithin(0.72, PortableMath.Cos, x => HighPrecision.Sin(x, 1), points);
    }

    [Fact]
    public void Functions_OfSpecialValues_AreThoseOfTheStandard()
    {
        double[] values = [0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 1e17, Tiny, -Tiny, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        // Special values are the same in every C library.
        (Func<double, double> Own, Func<double, double> System)[] pairs =
        [
            (PortableMath.Exp, Math.Exp), (PortableMath.Log, Math.Log), (PortableMath.Log10, Math.Log10), (PortableMath.Log2, Math.Log2), (PortableMath.Tanh, Math.Tanh),
            (PortableMath.Sin, Math.Sin), (PortableMath.Cos, Math.Cos),
        ];
        foreach (double x in values)
        {
            for (int i = 0; i < pairs.Length; i++)
                if (x is 0 or 1 or -1 || !double.IsFinite(x)) AssertSpecial(pairs[i].System(x), pairs[i].Own(x), $"function {i} of {x:R}");
            foreach (double y in values) AssertSpecial(Math.Pow(x, y), PortableMath.Pow(x, y), $"{x:R}^{y:R}");
        }
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(709.7827128933841));
        Assert.Equal(0, PortableMath.Exp(-745.1332191019412));
        Assert.Equal(Tiny, PortableMath.Exp(-745.1332191019411));
        Assert.Equal((double.PositiveInfinity, -1, double.NegativeInfinity), (PortableMath.ExpM1(710), PortableMath.ExpM1(double.NegativeInfinity), PortableMath.Log1P(-1)));
        Assert.True(double.IsNaN(PortableMath.Log1P(-1.5)) && double.IsNaN(PortableMath.ExpM1(double.NaN)) && double.IsNaN(PortableMath.Log1P(double.NaN)));
        Assert.True(double.IsNegative(PortableMath.ExpM1(-0.0)) && double.IsNegative(PortableMath.Log1P(-0.0)) && double.IsNegative(PortableMath.Tanh(-0.0)) && double.IsNegative(PortableMath.Sin(-0.0)));
    }

    private static void AssertSpecial(double expected, double actual, string what)
    {
        if (double.IsNaN(expected)) Assert.True(double.IsNaN(actual), $"{what}: {actual:R}");
        else if (expected == 0 || double.IsInfinity(expected))
            Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual), $"{what}: {actual:R} instead of {expected:R}");
        else Assert.True(Math.Abs(actual / expected - 1) < 1e-15, $"{what}: {actual:R} instead of {expected:R}");
    }

    private static void AssertWithin(double units, Func<double, double> function, Func<double, BigInteger> reference, IReadOnlyList<double> points)
    {
        var (error, at) = points.Max(x => (HighPrecision.Error(function(x), reference(x)), x));
        Assert.True(error <= units, $"{error} units in the last place at {at:R}");
        Assert.True(error > 0.4, "the reference sees no rounding at all");
    }

    private static IEnumerable<double> Spread(double low, double high) => Enumerable.Range(0, 700).Select(i => low + (high - low) * Random.Uniform(i + (long)(low * 1000) % 1000 * 1000 + 1000000));

    // Numbers of both signs, with exponents between these.
    private static IEnumerable<double> Scaled(int low, int high) => Enumerable.Range(0, 700).Select(i =>
        Math.ScaleB((i % 2 == 0 ? 1 : -1) * (1 + Random.Uniform(i)), low + Random.Below(high - low, 10000 + i)));

    private static IEnumerable<double> Positive(IEnumerable<double> values) => values.Select(Math.Abs);

    private static IEnumerable<double> Around(double centre)
    {
        double below = centre, above = centre;
        for (int i = 0; i < 30; i++) foreach (double x in new[] { below = Math.BitDecrement(below), above = Math.BitIncrement(above) }) yield return x;
    }
}
