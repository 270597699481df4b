using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Observables;

public sealed class SkillStatisticsTests
{
    // Twenty skills, of which the rare ones have one sample each in the evaluation set.
    private const string Rare = """
        {'model':{'kind':'mlp','widths':[60,8,1],'activation':'ACTIVATION','biases':false},'init':{'kind':'normal','std':0.5},'weightsFrom':'seed','dtype':'DTYPE',
         'task':{'kind':'multitask-sparse-parity','skills':20,'bits':40,'subset':2,'alpha':0.6,'targetScale':1,'evalSamples':40},'loss':'LOSS',
         'optimizer':{'kind':'sgd','learningRate':0.000001,'batchSize':10},'steps':1,
         'measure':{'at':{'steps':[0]},'observables':OBSERVABLES}}
        """;

    [Fact]
    public void SkillStrength_OfAnUntrainedNet_HasLearntNoSkill()
    {
        var records = Spec.Train(Experiment("['skill-strength']"))[0].Records;

        Assert.Equal(21, records.Columns.Count);
        Assert.Equal("skill-strength-se", records.Columns[20]);
        for (int skill = 0; skill < 20; skill++) Assert.InRange(records[0, skill], -4 * records[0, 20], 4 * records[0, 20]);
        Assert.InRange(records[0, 20], 0, 0.05);
    }

    [Fact]
    public void SkillStrength_ByFewSamples_IsNoisierByTheRootOfTheirNumber()
    {
        double few = Error(200), many = Error(20_000);
        Assert.InRange(few / many, 8, 12);

        double Error(int samples) => Spec.Train(Experiment($"[{{'kind':'skill-strength','samples':{samples}}}]"))[0].Records[0, 20];
    }

    [Theory]
    [InlineData("relu", "float32")] // mlp
    [InlineData("relu", "float64")] // torch
    [InlineData("linear", "float64")]
    public void SkillStrengthAndLoss_AreTheSameWhoeverTrains(string activation, string dtype)
    {
        string observables = "[{'kind':'skill-strength','samples':500},{'kind':'skill-loss','samples':500}]";
        var trained = Spec.Train(Experiment(observables, activation, dtype))[0].Records;
        Matrix? first = null, second = null;
        var experiment = Experiment("['loss']", activation, dtype);
        Spec.Train(experiment with
        {
            Observables = [new SnapshotProbe(snapshot => (first, second) = (snapshot.InitialParameters[0], snapshot.InitialParameters[1]))],
        });

        // By hand, from the weights alone.
        var data = experiment.Task.Create(experiment.Seed);
        for (int skill = 0; skill < 20; skill++)
        {
            var set = data.SkillSample(skill, 0, 500);
            double[] outputs = [.. Enumerable.Range(0, 500).Select(n => Output(set.X.Row(n).ToArray()))];
            double mean = outputs.Average();
            Assert.Equal(outputs.Select((f, n) => (f - mean) * set.Y[n, 0]).Average(), trained[0, skill], 1e-5);
            Assert.Equal(outputs.Select((f, n) => (f - set.Y[n, 0]) * (f - set.Y[n, 0])).Average(), 2 * trained[0, 21 + skill], 1e-3);
        }

        double Output(double[] x)
        {
            double sum = 0;
            for (int h = 0; h < 8; h++)
            {
                double hidden = Enumerable.Range(0, 60).Sum(i => first![h, i] * x[i]);
                sum += second![0, h] * (activation == "relu" ? Math.Max(0, hidden) : hidden);
            }

            return sum;
        }
    }

    [Fact]
    public void SkillSample_IsOfItsSkill_AndTheSameHoweverItIsAskedFor()
    {
        var data = Experiment("['loss']").Task.Create(3);
        var whole = data.SkillSample(19, 0, 8);
        var part = data.SkillSample(19, 5, 3);

        Assert.Equal(whole.X.Data[(5 * 60)..], part.X.Data);
        Assert.Equal(whole.Y.Data[5..], part.Y.Data);
        Assert.All(Enumerable.Range(0, 8), n => Assert.Equal(1, whole.X[n, 19]));
        Assert.NotEqual(whole.X.Data[20..60], data.SkillSample(18, 0, 8).X.Data[20..60]);
    }

    [Theory]
    [InlineData("mse", 1)]
    [InlineData("mse-mean", 2)]
    public void SkillLoss_FollowsTheLossConvention(string loss, double factor)
    {
        var sampled = Spec.Train(Experiment("[{'kind':'skill-loss','samples':50}]", loss: "mse"), Experiment("[{'kind':'skill-loss','samples':50}]", loss: loss));
        Assert.Equal(factor * sampled[0].Records[0, 4], sampled[1].Records[0, 4], 1e-12);

        // Of the multilinear model, exactly: the losses of the skills, by their frequencies, add up to the loss.
        var exact = Spec.Train(Spec.Bind("""
            {'model':{'kind':'multilinear-skill'},'init':{'kind':'balanced-constant','product':0.1},'task':{'kind':'skills','skills':3},'loss':'LOSS',
             'optimizer':{'kind':'gd','learningRate':0.01},'steps':10,'measure':{'at':{'every':10},'observables':['loss','skill-loss']},'engine':'both'}
            """.Replace("LOSS", loss)))[0].Records;
        double[] p = [.. Enumerable.Range(1, 3).Select(k => Math.Pow(k, -1.6))];
        foreach (int at in (int[])[0, 4]) // trained, and exact
            Assert.Equal(exact[1, at], Enumerable.Range(0, 3).Sum(k => p[k] / p.Sum() * exact[1, at + 1 + k]), 1e-12);
    }

    [Fact]
    public void Evaluate_OfKnownOutputs_IsTheirCorrelationWithTheSkillFunction()
    {
        // Half of the skill and an offset that the centring takes off; outputs that know nothing of it; a sample that stands for a whole skill.
        Assert.Equal((0.5, 0.0), Known([1 + 7, -1 + 7, 1 + 7, -1 + 7], [2, -2, 2, -2]));
        Assert.Equal((0.0, 0.0), Known([3, 3], [2, -2]));
        Assert.Equal((0.25, 0.0), Known([1], [4]));

        static (double, double) Known(double[] outputs, double[] targets)
        {
            var (strength, error, _) = SkillStatistics.Evaluate(outputs, targets);
            return (strength, error);
        }
    }

    [Fact]
    public void Evaluate_OfNoise_HasTheErrorThatItsSpreadOverManySamplesHas()
    {
        const int Samples = 100, Trials = 2000;
        var noise = RandomStream.For("test/noise");
        double[] targets = [.. Enumerable.Range(0, Samples).Select(i => i % 2 == 0 ? 2.0 : -2.0)];
        var trials = Enumerable.Range(0, Trials).Select(trial =>
            SkillStatistics.Evaluate([.. targets.Select((y, i) => y / 2 + 3 * noise.Normal(trial * Samples + i))], targets)).ToList();
        double mean = trials.Average(found => found.Strength), spread = Math.Sqrt(trials.Average(found => (found.Strength - mean) * (found.Strength - mean)));

        Assert.Equal(0.5, mean, 0.02);
        Assert.Equal(1, trials.Average(found => found.Error) / spread, 0.05);
    }

    private static Experiment Experiment(string observables, string activation = "relu", string dtype = "float32", string loss = "mse") => Spec.Bind(
        Rare.Replace("OBSERVABLES", observables).Replace("ACTIVATION", activation).Replace("DTYPE", dtype).Replace("LOSS", loss));
}
