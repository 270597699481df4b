using LayerDyn.Science.Theory.Skills;

namespace LayerDyn.Science.Tests.Theory.Skills;

public sealed class MultilinearSkillsTests
{
    [Fact]
    public void Frequencies_SumToOne()
    {
        Assert.Equal(1, new SkillSpectrum(0.6, 5).Frequencies(5).Sum(), 1e-14);
        Assert.Equal(1, new SkillSpectrum(0.6).Sum(_ => 1), 1e-12);
        Assert.Equal(1, new SkillSpectrum(0.3, 1_000_000).Sum(_ => 1), 1e-12);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20_000L)]
    public void Sum_AgainstAddingTermByTerm_Agrees(long? count)
    {
        var spectrum = new SkillSpectrum(0.9, count);
        double exact = 0;
        for (int k = 20_000; k >= 1; k--) exact += spectrum.Frequency(k) * Math.Exp(-1000 * spectrum.Frequency(k));
        Assert.Equal(exact, spectrum.Sum(p => Math.Exp(-1000 * p), 20_000), 1e-11);
    }

    [Fact]
    public void Losses_AtTheEnds_AreWholeAndTheRest()
    {
        var spectrum = new SkillSpectrum(0.6, 50);
        var skills = new MultilinearSkills(spectrum, 3, 0.01);
        Assert.Equal(4.5 * Math.Pow(1 - 0.01 / 3, 2), skills.LossInTime(0), 1e-12);
        Assert.Equal(0, skills.LossInTime(1e9), 1e-12);
        Assert.Equal(4.5, skills.LossInData(0), 1e-12);
        Assert.Equal(4.5 * spectrum.Frequencies(50).Sum(p => p * Math.Pow(1 - p, 100)), skills.LossInData(100), 1e-12);
        Assert.Equal(4.5, skills.LossInParameters(0), 1e-12);
        Assert.Equal(0, skills.LossInParameters(50));
        Assert.Equal(skills.LossInParameters(7), skills.LossInTime(1e9, 7), 1e-12);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Losses_OfInfinitelyManySkills_ScaleAsTheLaws(double alpha)
    {
        var skills = new MultilinearSkills(new SkillSpectrum(alpha), 1, 1e-3);
        Assert.Equal(1, Slope(x => skills.LossInTime(x), 1e6, 1e9) / ScalingLaws.Time(alpha), 0.02);
        Assert.Equal(1, Slope(skills.LossInData, 1e5, 1e8) / ScalingLaws.Data(alpha), 0.02);
        Assert.Equal(1, Slope(x => skills.LossInParameters((long)x), 1e3, 1e6) / ScalingLaws.Parameters(alpha), 0.02);
        Assert.Equal(1, Slope(x => skills.LossInCompute(x).Loss, 1e7, 1e9) / ScalingLaws.Compute(alpha), 0.02);

        static double Slope(Func<double, double> loss, double from, double to) => Math.Log(loss(to) / loss(from)) / Math.Log(to / from);
    }

    [Fact]
    public void EmergenceCurves_AtTheirEnds_AreZeroAndOne()
    {
        Assert.Equal(0, EmergenceCurves.InData(0, 0.3, 100));
        Assert.Equal(0.5, EmergenceCurves.InData(250, 0.3, 100), 1e-14);
        Assert.Equal(1, EmergenceCurves.InData(1000, 0.3, 100));
        Assert.Equal([0, 0.5, 1], new[] { 20.0, 25, 40 }.Select(n => EmergenceCurves.InParameters(n, 3, 10)).ToArray());
        Assert.Equal(0.01, EmergenceCurves.InTime(0, 0.2, 5, 0.05, 3), 1e-14);
        Assert.Equal(1, EmergenceCurves.InTime(1e6, 0.2, 5, 0.05, 3), 1e-14);
    }

    [Fact]
    public void Calibrate_FromItsOwnCurve_FindsTheConstant()
    {
        double[] x = [10, 50, 100, 200, 400, 800], y = [.. x.Select(d => EmergenceCurves.InData(d, 1, 333))];
        Assert.Equal(333, EmergenceCurves.Calibrate(x, y, (d, c) => EmergenceCurves.InData(d, 1, c), 1, 1e5), 1e-2);
    }
}
