using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tests.Numerics;

public sealed class SpecialTests
{
    [Fact]
    public void Zeta_KnownValues_AreExact()
    {
        Assert.Equal(Math.PI * Math.PI / 6, Special.Zeta(2), 1e-14);
        Assert.Equal(Math.Pow(Math.PI, 4) / 90, Special.Zeta(4), 1e-14);
        Assert.Equal(3.93194921180954422698, Special.Zeta(1.3), 1e-13); // mpmath
    }

    [Fact]
    public void PartialZeta_IsTheSumOfTheTail()
    {
        double head = Enumerable.Range(1, 99).Sum(k => Math.Pow(k, -1.6));
        Assert.Equal(Special.Zeta(1.6) - head, Special.PartialZeta(1.6, 100), 1e-13);
    }

    [Fact]
    public void DecayIntegral_AtTheLimits_IsTimeAndInverseRate()
    {
        Assert.Equal(5, Special.DecayIntegral(0, 5));
        Assert.Equal(5, Special.DecayIntegral(1e-18, 5), 1e-14);
        Assert.Equal(0.25, Special.DecayIntegral(4, 1e9));
        Assert.Equal(Math.E - 1, Special.DecayIntegral(-1, 1), 1e-14);
    }
}
