using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Theory.Attention;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Linear attention in context against what is known of it in closed form (Zhang et al. 2025, arXiv 2501.16265).</summary>
public sealed class AttentionTheoryTests
{
    // D = 4, N = 31, Lambda = diag(4, 3, 2, 1) / 10.
    private static readonly double[] Plateaus = [0.5, 0.320290, 0.188686, 0.104902, 0.067998];

    private static Experiment Net(
        string model, string init, string optimizer, long steps, long every, string engine = "train", string task = "", string observables = "'loss','icl-mode-strength'", int seed = 0) =>
        Spec.Bind(Text(model, init, optimizer, steps, every, engine, task, observables, seed));

    private static string Text(string model, string init, string optimizer, long steps, long every, string engine, string task, string observables, int seed) => $$"""
        {'model':{'kind':'linear-attention',{{model}} },'init':{ {{init}} },'task':{'kind':'in-context-regression'{{task}} },'seed':{{seed}},'engine':'{{engine}}',
         'optimizer':{ {{optimizer}} },'steps':{{steps}},'measure':{'at':{'every':{{every}} },'observables':[{{observables}}]} }
        """;

    private static string Flow(double rate, double tolerance = 1e-12) =>
        string.Create(CultureInfo.InvariantCulture, $"'kind':'gradient-flow','learningRate':{rate},'tolerance':{tolerance}");

    private static string Scaled(string kind, double scale) => string.Create(CultureInfo.InvariantCulture, $"'kind':'{kind}','scale':{scale}");

    // The time at which a column first is at a level or below it, by interpolation.
    private static double Falls(MeasurementTable records, double level, double perStep, int column = 0)
    {
        for (int row = 1; row < records.Rows; row++)
        {
            if (records[row, column] > level) continue;
            double share = (records[row - 1, column] - level) / (records[row - 1, column] - records[row, column]);
            return perStep * (records.Steps[row - 1] + share * (records.Steps[row] - records.Steps[row - 1]));
        }

        return double.NaN;
    }

    private static double Largest(MeasurementTable records, int first, int second) =>
        Enumerable.Range(0, records.Rows).Max(row => Math.Abs(records[row, first] - records[row, second]));

    [Fact]
    public void Plateaus_OfThePublishedSetting_AreTheLossesOfTheFirstModes()
    {
        var found = AttentionPlateaus.Of(Net("'heads':4", Scaled("balanced-heads", 0.02), "'kind':'gd'", 1, 1))!;
        Assert.Equal(5, found.Count);
        for (int count = 0; count < 5; count++) Assert.Equal(Plateaus[count], found[count], 5e-7);
        Assert.Equal(3, AttentionPlateaus.Of(Net("'heads':2", Scaled("balanced-heads", 0.02), "'kind':'gd'", 1, 1))!.Count);
        Assert.Equal([found[0], found[4]], AttentionPlateaus.Of(Net("'keyQuery':'merged'", Scaled("balanced-heads", 0.02), "'kind':'gd'", 1, 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Staircase_FromARandomStart_StepsFromPlateauToPlateauAndConservesWhatItMust(int seed)
    {
        const double Rate = 5;
        var experiment = Net("'heads':4", Scaled("balanced-heads", 0.02), Flow(Rate), 2400, 1, observables: "'loss','imbalance-drift'", seed: seed);
        var records = Spec.Train(experiment)[0].Records;
        for (int row = 1; row < records.Rows; row++) Assert.True(records[row, 0] <= records[row - 1, 0] + 1e-15);
        Assert.Equal(Plateaus[0], records[0, 0], 1e-3);
        Assert.Equal(Plateaus[4], records[records.Rows - 1, 0], 5e-7);
        Assert.InRange(Enumerable.Range(0, records.Rows).Max(row => records[row, 1]), 0, 3e-10);

        // The slowest point between two drops is at the plateau; that of the first mode alone may be passed at some speed.
        for (int count = 0; count < 5; count++)
        {
            double above = count == 0 ? 1 : (Plateaus[count - 1] + Plateaus[count]) / 2, below = count == 4 ? 0 : (Plateaus[count] + Plateaus[count + 1]) / 2;
            int slowest = Enumerable.Range(1, records.Rows - 1).Where(row => records[row, 0] < above && records[row - 1, 0] > below)
                .MinBy(row => records[row - 1, 0] - records[row, 0]);
            Assert.Equal(Plateaus[count], records[slowest, 0], count == 1 ? 1e-3 : 5e-5);
        }

        double drop = Falls(records, (Plateaus[0] + Plateaus[1]) / 2, Rate);
        Assert.Equal(1, FirstDrop.Of(experiment)!.Value / drop, 0.02);
    }

    [Fact]
    public void FirstDrop_OfAnyStart_IsInverselyProportionalToItsScale()
    {
        double[] times = [.. new[] { 0.01, 0.02, 0.05 }.Select(scale => FirstDrop.Of(Net("'heads':4", Scaled("balanced-heads", scale), "'kind':'gd'", 1, 1))!.Value)];
        Assert.Equal(2, times[0] / times[1], 1e-6);
        Assert.Equal(2.5, times[1] / times[2], 1e-6);
    }

    [Fact]
    public void FirstDrop_AlongOneEigenvector_IsOneOverTheRateAndTheStart()
    {
        // dv/dt = lambda^2 v^2 without the error's own part: infinite at 1 / (lambda^2 v0).
        Assert.Equal(1 / (0.16 * 0.02), FirstDrop.Time(0.02, [0.02, 0, 0, 0], [0.02, 0, 0, 0], [0.16, 0.09, 0.04, 0.01]), 1e-6);
        Assert.Equal(1 / (0.16 * 0.02), FirstDrop.Time(-0.02, [-0.02, 0, 0, 0], [0.02, 0, 0, 0], [0.16, 0.09, 0.04, 0.01]), 1e-6);
        Assert.Equal(1, FirstDrop.Time(0.02, [0, 0.02], [0, 0.02], [1e9, 0.01]) * 0.01 * 0.02, 1e-8);
        Assert.Equal(double.PositiveInfinity, FirstDrop.Time(0.02, [0.02, 0], [-0.02, 0], [0.16, 0.09]));
        Assert.True(double.IsNaN(FirstDrop.Time(0.02, [0.02, 0], [-0.02, 1e-9], [0.16, 1e-9])));
        Assert.True(double.IsNaN(FirstDrop.Time(0.01, [0.02, 0, 0, 0], [0.02, 0, 0, 0], [0.16, 0.09, 0.04, 0.01])));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(1, 4)]
    public void Staircase_WithFewerRanksThanModes_StopsAtThePlateauOfAsManyModes(int heads, int rank)
    {
        var experiment = Net($"'heads':{heads},'rank':{rank}", Scaled("balanced-heads", 0.05), Flow(100, 1e-10), 1000, 1000);
        var records = Spec.Train(experiment)[0].Records;
        Assert.Equal(Plateaus[heads * rank], records[records.Rows - 1, 0], 5e-7);
        Assert.Equal(Plateaus[heads * rank], AttentionPlateaus.Of(experiment)![^1], 5e-7);
    }

    [Fact]
    public void Descent_OnTwentyThousandSequences_EndsNearTheLossOfThePopulation()
    {
        var records = Spec.Train(Net("'heads':4", Scaled("balanced-heads", 0.05), "'kind':'gd','learningRate':0.5", 30_000, 30_000, task: ",'sequences':20000"))[0].Records;
        Assert.Equal("test-loss", records.Columns[1]);
        Assert.InRange(records[records.Rows - 1, 1], Plateaus[4], 1.01 * Plateaus[4]); // 0.06816 of other draws
    }

    [Fact]
    public void Descent_AtAnyStableRate_StepsAsTheFlowDoes()
    {
        double[] drops = [.. new[] { 0.5, 1, 2, 4 }.Select(rate => Falls(Spec.Train(Net("'heads':4", Scaled("balanced-heads", 0.02),
            string.Create(CultureInfo.InvariantCulture, $"'kind':'gd','learningRate':{rate}"), (long)(2000 / rate), (long)(8 / rate)))[0].Records, 0.25, rate))];
        Assert.All(drops, drop => Assert.InRange(drop, drops[0] - 16, drops[0] + 16));
        Assert.InRange(drops[0], 200, 2000);
    }

    [Theory]
    [InlineData(4, 0.4570)]
    [InlineData(31, 0.0680)]
    [InlineData(200, 0.0193)]
    [InlineData(10_000, 0.0106)]
    public void TestLoss_AtOtherContextLengths_IsThatOfTheNetTrainedAtThirtyOne(int context, double expected)
    {
        var records = Spec.Train(Net("'heads':4", Scaled("aligned-heads", 0.1), Flow(100, 1e-10), 1000, 1000, task: $",'testContext':{context}",
            observables: "'loss','icl-plateau'"))[0].Records;
        Assert.Equal(["loss", "test-loss", "icl-plateau", "test-icl-plateau"], records.Columns);
        int last = records.Rows - 1;
        Assert.Equal(expected, records[last, 1], 5e-5);
        Assert.Equal(expected, records[last, 3], 5e-5);
        Assert.Equal(records[last, 1], records[last, 3], 1e-9);
        Assert.Equal(Plateaus[4], records[last, 2], 5e-7);
    }

    [Theory]
    [InlineData(4, "")]
    [InlineData(2, ",'eigenvalues':[0.1,0.5,0.2],'dimension':3")]
    public void Aligned_SeparateHeads_FollowTheSumOfScalarCurves(int heads, string task)
    {
        var records = Spec.Train(Net($"'heads':{heads}", Scaled("aligned-heads", 0.05), Flow(4), 600, 20, "both", task, "'loss','icl-mode-strength','imbalance-drift'"))[0].Records;
        int measured = records.Columns.Count / 2;
        for (int column = 0; column < measured; column++) Assert.InRange(Largest(records, column, column + measured), 0, 2e-9);
        Assert.True(records[0, 0] - records[records.Rows - 1, 0] > 0.1);
    }

    [Fact]
    public void Aligned_SeparateHeads_TakeTheTimeOfTheClosedForm()
    {
        const double Start = 0.05, Rate = 1;
        var records = Spec.Train(Net("'heads':4", Scaled("aligned-heads", Start), "'kind':'gd','learningRate':1", 3000, 2, "theory"))[0].Records;
        for (int mode = 0; mode < 4; mode++)
        {
            // lambda^2 t = -1/v + c^(1/3) (-ln(1 - w)/3 + ln(1 + w + w^2)/6 - atan((2 w + 1)/sqrt 3)/sqrt 3) between v(0) and v(t), w = c^(1/3) v.
            double lambda = (4 - mode) / 10.0, c = (1 + 1 / 31.0) * lambda + 1 / 31.0, root = Math.Cbrt(c);
            int compared = 0;
            for (int row = 1; row < records.Rows; row++)
            {
                double w = Math.Cbrt(records[row, mode + 1]);
                if (w is < 0.1 or > 0.99) continue; // beyond, the time is not determined by v to these digits
                double time = (Integral(w / root, root) - Integral(Start, root)) / (lambda * lambda);
                Assert.Equal(1, time / (Rate * records.Steps[row]), 1e-9);
                compared++;
            }

            Assert.True(compared > 5);
        }

        static double Integral(double v, double root)
        {
            double w = root * v;
            return -1 / v + root * (-Math.Log(1 - w) / 3 + Math.Log(1 + w + w * w) / 6 - Math.Atan((2 * w + 1) / Math.Sqrt(3)) / Math.Sqrt(3));
        }
    }

    [Fact]
    public void White_MergedAlignedHeads_FollowTheSigmoid()
    {
        const int D = 4, N = 31, Heads = 8;
        const double Start = 0.01, Rate = 0.5;
        var experiment = Net($"'keyQuery':'merged','heads':{Heads}", Scaled("aligned-heads", Start), Flow(Rate), 400, 4, "both", ",'spectrum':'white'");
        Assert.IsType<LambdaBalancedSolution>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        // m = sum_h v_h^2, M = m I / sqrt(D), m* = l sqrt(D) / g.
        double l = 1.0 / D, g = (1 + 1.0 / N) * l * l + D * l * l / N, start = Heads * Start * Start, end = l * Math.Sqrt(D) / g;
        for (int row = 0; row < records.Rows; row++)
        {
            double share = 1 / (1 + (end / start - 1) * Math.Exp(-2 * l * l * Math.Sqrt(D) * Rate * records.Steps[row]));
            for (int mode = 1; mode <= D; mode++)
            {
                Assert.Equal(1, records[row, mode] / share, 3e-10);
                Assert.Equal(1, records[row, mode + D + 1] / share, 1e-10);
            }
        }

        Assert.InRange(records[records.Rows - 1, 1], 0.99, 1);
    }

    [Theory]
    [InlineData(-0.3)]
    [InlineData(0)]
    [InlineData(0.4)]
    public void White_OneMergedHeadOfAnyBalance_FollowsTheRiccatiSolution(double lambda)
    {
        string init = string.Create(CultureInfo.InvariantCulture, $"'kind':'lambda-balanced','lambda':{lambda},'scale':0.01");
        var records = Spec.Train(Net("'keyQuery':'merged','heads':1", init, Flow(0.5), 300, 10, "both", ",'spectrum':'white'", "'loss','icl-mode-strength','imbalance-drift'"))[0].Records;
        int measured = records.Columns.Count / 2;
        for (int column = 0; column < measured; column++) Assert.InRange(Largest(records, column, column + measured), 0, 3e-10);
        Assert.True(records[0, 0] - records[records.Rows - 1, 0] > 0.3);
    }

    [Fact]
    public void SmallStart_MergedHeadsOfAnyCovariance_DropAsTheEquationsOfOneHead()
    {
        const double Rate = 0.1;
        var runs = new[] { 1e-2, 1e-3, 1e-4 }.Select(scale => Spec.Train(Net("'keyQuery':'merged'",
            string.Create(CultureInfo.InvariantCulture, $"'kind':'normal','std':{scale}"), Flow(Rate), 1000, 1, "both"))[0].Records).ToArray();
        double[] residuals = [.. runs.Select(records => Largest(records, 0, 5))];
        Assert.Equal(["loss", "icl-mode-strength.1", "icl-mode-strength.2", "icl-mode-strength.3", "icl-mode-strength.4", "loss.theory"], runs[0].Columns.Take(6));
        Assert.InRange(residuals[0], 0, 2e-3);
        Assert.InRange(residuals[1], 0, residuals[0] / 3);
        Assert.InRange(residuals[2], 0, residuals[1] / 3);
        foreach (var records in runs) Assert.Equal(1, Falls(records, 0.25, Rate) / Falls(records, 0.25, Rate, 5), 2e-3);
        // A start of a tenth takes ln(10) / |lambda^2| longer.
        Assert.Equal(Math.Log(10) / Math.Sqrt(0.0354), Falls(runs[2], 0.25, Rate) - Falls(runs[1], 0.25, Rate), 0.1);
    }

    [Theory]
    [InlineData("'heads':4", "'kind':'balanced-heads'", "", "aligned-attention needs the initialisation aligned-heads")]
    [InlineData("'keyQuery':'merged'", "'kind':'normal','std':0.5", "", "small-start-attention needs a small start")]
    [InlineData("'keyQuery':'merged'", "'kind':'balanced-heads'", ",'sequences':50", "small-start-attention needs inputs that are exactly uncorrelated")]
    [InlineData("'heads':4", "'kind':'aligned-heads'", ",'sequences':50", "aligned-attention needs inputs that are exactly uncorrelated")]
    public void Theory_OutsideItsConditions_IsRefusedWithTheReason(string model, string init, string task, string reason)
    {
        var problem = Assert.Single(Spec.Problems(Text(model, init, "'kind':'gd'", 10, 10, "theory", task, "'loss'", 0)));
        Assert.Equal("engine", problem.Path);
        Assert.Contains(reason, problem.ToString());
    }

    [Theory]
    [InlineData("'keyQuery':'merged'", "balanced-heads", "")]
    [InlineData("'keyQuery':'merged'", "aligned-heads", ",'spectrum':'white'")]
    [InlineData("'heads':4", "aligned-heads", "")]
    public void Theory_AtLargeTimes_IsAtTheLeastLoss(string model, string init, string task)
    {
        var experiment = Net(model, Scaled(init, 0.02), "'kind':'gd','learningRate':1", 1_000_000_000, 1_000_000_000, "theory", task);
        var records = Spec.Train(experiment)[0].Records;
        Assert.Equal(experiment.Task.Create(0).Moments.Minimum, records[records.Rows - 1, 0], 1e-12);
    }
}
