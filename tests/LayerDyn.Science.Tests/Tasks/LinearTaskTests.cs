using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class LinearTaskTests
{
    [Fact]
    public void LinearTeacher_Inputs_AreUncorrelatedWithTheirVariancesAndTargetsAreLinear()
    {
        var task = new LinearTeacherTask { Coefficients = [3, -1, 0.5], Variances = [1, 4, 0.25], Samples = 20 };
        var train = task.Create(seed: 2).Train;
        var covariance = LinearAlgebra.TransposedMultiply(train.X, train.X);

        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) Assert.Equal(i == j ? 20 * task.Variances[i] : 0, covariance[i, j], 1e-11);
        for (int n = 0; n < 20; n++)
            Assert.Equal(3 * train.X[n, 0] - train.X[n, 1] + 0.5 * train.X[n, 2], train.Y[n, 0], 1e-12);
    }

    [Fact]
    public void TeacherStudent_TargetMap_HasTheSingularValuesAndGivesTheTargets()
    {
        var data = new TeacherStudentTask { Inputs = 4, Outputs = 3, SingularValues = [3, 1], Samples = 30, TestSamples = 5 }.Create(seed: 0);
        double[] values = LinearAlgebra.SingularValues(data.TargetMap!);

        Assert.Equal([3.0, 1, 0], values.Select(value => Math.Round(value, 12)));
        foreach (var set in (Dataset[])[data.Train, data.Test!])
        {
            var targets = LinearAlgebra.MultiplyTransposed(set.X, data.TargetMap!);
            Assert.All(targets.Data.Zip(set.Y.Data), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(30, 0.86602540378443865)]
    [InlineData(90, 0)]
    [InlineData(120, -0.5)]
    [InlineData(180, -1)]
    public void TeacherStudent_Angle_TurnsTheMapAndKeepsItsSingularValues(double angle, double cosine)
    {
        var task = new TeacherStudentTask { Inputs = 6, Outputs = 3, SingularValues = [3, 2, 1], Samples = 30 };
        var (first, turned) = (task.Create(4), (task with { Angle = angle }).Create(4));
        Assert.Equal(14 * cosine, LinearAlgebra.Inner(first.TargetMap!, turned.TargetMap!), 1e-12);
        Assert.Equal([3.0, 2, 1], LinearAlgebra.SingularValues(turned.TargetMap!).Select(value => Math.Round(value, 12)));
        Assert.Equal(first.Train.X.Data, turned.Train.X.Data);
        if (angle == 180) Assert.Equal(first.TargetMap!.Data, turned.TargetMap!.Data.Select(value => -value));
    }

    [Fact]
    public void TeacherStudent_Noise_LeavesInputsAloneAndHasItsSize()
    {
        var clean = new TeacherStudentTask { Inputs = 2, Outputs = 1, SingularValues = [1], Samples = 4000 };
        var (without, with) = (clean.Create(1).Train, (clean with { Noise = 0.5 }).Create(1).Train);
        double variance = without.Y.Data.Zip(with.Y.Data, (a, b) => (a - b) * (a - b)).Average();

        Assert.Equal(without.X.Data, with.X.Data);
        Assert.InRange(variance, 0.22, 0.28);
    }

    [Fact]
    public void Skills_Moments_AreTheFrequenciesOfThePopulation()
    {
        var data = new SkillsTask { Skills = 4, Alpha = 0.5, TargetScale = 2 }.Create(0);
        double[] p = [.. Enumerable.Range(1, 4).Select(k => Math.Pow(k, -1.5))];
        double total = p.Sum();

        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(p[k] / total, data.Moments.Inputs[k, k], 1e-14);
            Assert.Equal(p[k] / total, data.Train.X[k, k] * data.Train.X[k, k] / 4, 1e-14);
            Assert.Equal(2 * data.Train.X[k, k], data.Train.Y[k, 0], 1e-14);
        }
    }

    [Fact]
    public void Skills_Samples_AreDrawnByFrequencyAndTestIsThePopulation()
    {
        var task = new SkillsTask { Skills = 50, Alpha = 0.6, Samples = 20_000 };
        var (drawn, population) = (task.Create(3), (task with { Samples = 0 }).Create(3));

        Assert.Equal(1, LinearAlgebra.Trace(drawn.Moments.Inputs), 1e-12);
        Assert.Equal(population.Moments.Inputs[0, 0], drawn.Moments.Inputs[0, 0], 0.02);
        Assert.Equal(population.Train.X.Data, drawn.Test!.X.Data);
        Assert.NotEqual(drawn.Moments.Inputs.Data, task.Create(4).Moments.Inputs.Data);
    }
}
