using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory.Skills;

namespace LayerDyn.Science.Tests.Tasks;

/// <summary>Infinitely many skills in finitely many inputs, against the sums over the whole spectrum.</summary>
public sealed class InfiniteSkillsTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Loss_InTime_IsTheSumOverTheWholeSpectrum(double alpha)
    {
        var records = Spec.Train(Bind(alpha, engine: "theory", steps: 1_000_000_000))[0].Records;
        var skills = new MultilinearSkills(new SkillSpectrum(alpha), 2, 0.01);
        for (int row = 0; row < records.Rows; row++)
            Assert.Equal(1, records[row, 0] / skills.LossInTime(0.1 * records.Steps[row]), 5e-5);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4096)]
    public void Loss_WithRoomForSomeSkills_IsThatOfTheOthersAtTheEnd(int skills)
    {
        var records = Spec.Train(Bind(0.6, skills, engine: "theory", steps: 100_000_000_000))[0].Records;
        double rest = new MultilinearSkills(new SkillSpectrum(0.6), 2, 0.01).LossInParameters(skills);
        Assert.Equal(1, records[records.Rows - 1, 0] / rest, 1e-9);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void TestLoss_OfDrawnSamples_IsTheExpectedOneWithinItsSpread(double alpha)
    {
        const int Seeds = 24;
        const long Samples = 3000;
        double[] losses = [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            var records = Spec.Train(Bind(alpha, engine: "theory", steps: 100_000_000, samples: Samples, seed: seed, product: 1e-6))[0].Records;
            Assert.InRange(records[records.Rows - 1, 0], 0, 1e-9); // all that was seen is learnt
            return records[records.Rows - 1, 1];
        })];
        double mean = losses.Average(), error = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (Seeds - 1) / Seeds);
        double expected = new MultilinearSkills(new SkillSpectrum(alpha), 2, 1e-6).LossInData(Samples);
        Assert.InRange(Math.Abs(mean - expected), 0, 4 * error + 1e-5);
        Assert.InRange(error / mean, 0, 0.02);
    }

    [Fact]
    public void Moments_OfDrawnSamples_AddUpToOne()
    {
        var data = new Science.Tasks.SkillsTask { Alpha = 0.3, Samples = 20_000 }.Create(3);
        var nothing = new Science.Numerics.Matrix(1, data.Moments.InputCount);
        Assert.Equal(0.5, data.Moments.Loss(nothing), 1e-12);
        Assert.Equal(0.5, data.TestMoments!.Loss(nothing), 1e-12);
    }

    [Fact]
    public void GradientDescent_AgainstTheory_ErrorHalvesWithTheStep()
    {
        double coarse = Residual(0.02, 1000), fine = Residual(0.01, 2000);
        Assert.InRange(fine, 0, 1e-2);
        Assert.InRange(coarse / fine, 1.9, 2.1);

        static double Residual(double rate, long steps)
        {
            var records = Spec.Train(Bind(0.6, engine: "both", steps: steps, rate: rate))[0].Records;
            return Math.Abs(records[records.Rows - 1, 0] - records[records.Rows - 1, 1]);
        }
    }

    [Theory]
    [InlineData("'multilinear-skill'", "'linear'", "model.kind")]
    [InlineData("'multilinear-skill'", "'multilinear-skill', 'skills': 5000", "model.skills")]
    [InlineData("'samples': 0", "'samples': 20000000", "task.samples")]
    [InlineData("['loss']", "['gradient-norm']", "measure.observables[0]")]
    [InlineData("'kind': 'gd'", "'kind': 'adam'", "optimizer")]
    public void Validate_WhatInfinitelyManySkillsCannot_IsRefused(string part, string replacement, string path) =>
        Assert.Contains(Spec.Problems(Text(0.6).Replace(part, replacement, StringComparison.Ordinal)), problem => problem.Path == path);

    private static Experiment Bind(double alpha, int? skills = null, string engine = "train", long steps = 100, long samples = 0, int seed = 0,
        double product = 0.01, double rate = 0.1) => Spec.Bind(Text(alpha, skills, engine, steps, samples, seed, product, rate));

    private static string Text(double alpha, int? skills = null, string engine = "train", long steps = 100, long samples = 0, int seed = 0,
        double product = 0.01, double rate = 0.1) => FormattableString.Invariant($$"""
        {'model':{'kind':'multilinear-skill'{{(skills is null ? "" : $", 'skills':{skills}")}}},'init':{'kind':'balanced-constant','product':{{product}}},
         'task':{'kind':'skills','alpha':{{alpha}},'targetScale':2,'samples': {{samples}}},'seed':{{seed}},
         'optimizer':{'kind': 'gd','learningRate':{{rate}}},'steps':{{steps}},'engine':'{{engine}}',
         'measure':{'at':{'logPerDecade':2},'observables':['loss']} }
        """);
}
