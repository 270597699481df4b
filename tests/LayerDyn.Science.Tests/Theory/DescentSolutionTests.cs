using LayerDyn.Science.Experiments;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;
using LayerDyn.Science.Theory.Modes;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The exact map of a step of gradient descent, against gradient descent, and its phases.</summary>
public sealed class DescentSolutionTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(64, 0)]
    [InlineData(1024, 0)]
    [InlineData(4, 0.7)]
    [InlineData(64, 0.7)]
    [InlineData(1024, 0.7)]
    public void Scalar_AgainstTraining_IsTheSameToRounding(int width, double target)
    {
        foreach (double rate in new[] { 0.5, 1.5, 2.5, 3.9 })
        {
            var experiment = Scalar(width, target, rate, target == 0 ? 60 : 12, "both");
            var records = Spec.Train(experiment)[0].Records;
            int measured = ExperimentColumns.Measured(experiment).Count;
            for (int row = 0; row < records.Rows; row++)
                for (int column = 0; column < measured; column++)
                {
                    int theory = records.Columns.ToList().IndexOf(records.Columns[column] + ".theory");
                    Assert.Equal(records[row, column], records[row, theory], 1e-12 * (1 + Math.Abs(records[row, column])));
                }
        }
    }

    [Theory]
    [InlineData("'kind':'balanced-constant','product':0.2,'imbalance':3", 0.15)]
    [InlineData("'kind':'balanced-constant','product':0.2,'imbalance':-3", 0.5)]
    [InlineData("'kind':'normal','std':0.7", 0.3)]
    public void Diagonal_AgainstTraining_IsTheSameToRounding(string init, double rate)
    {
        foreach (string loss in new[] { "mse", "mse-mean" })
        {
            var experiment = Spec.Bind(FormattableString.Invariant($$"""
                {'model':{'kind':'diagonal-linear','depth':2},'init':{ {{init}} },'loss':'{{loss}}','engine':'both',
                 'task':{'kind':'linear-teacher','coefficients':[1,-0.5,0.2],'variances':[1,2,0.3],'samples':8},
                 'optimizer':{'kind':'gd','learningRate':{{rate}},'theory':'steps','schedule':{'kind':'step','every':20,'gamma':0.5} },
                 'steps':60,'measure':{'at':{'every':1},'observables':['loss','mode-strength','layer-imbalance','sharpness']} }
                """));
            var records = Spec.Train(experiment)[0].Records;
            int measured = ExperimentColumns.Measured(experiment).Count;
            for (int row = 0; row < records.Rows; row++)
                for (int column = 0; column < measured; column++)
                    Assert.Equal(records[row, column], records[row, measured + column], 1e-12 * (1 + Math.Abs(records[row, column])));
        }
    }

    [Fact]
    public void Imbalance_OfEveryStep_ShrinksByTheSquareOfTheErrorStep()
    {
        var pairs = new PairSteps(0.3, 2.5, 1, 1.2);
        double imbalance = 1.7;
        for (int step = 0; step < 30; step++)
        {
            double r = 0.4 * 1.2 * (pairs.Product - 1), before = pairs.Sums * pairs.Differences;
            pairs.Step(0.4);
            Assert.Equal(imbalance * before * (1 - r * r), imbalance * pairs.Sums * pairs.Differences, 1e-14);
        }
    }

    [Theory]
    [InlineData(0.3, 0.5, 1, 0.4)]
    [InlineData(-0.2, 1.1, 0.5, 0.7)]
    public void Step_FromTwoWeights_IsGradientDescentOnThem(double a, double b, double target, double rate)
    {
        var pairs = new PairSteps(a * b, a * a + b * b, target, 1);
        var (a0, b0) = (a, b);
        for (int step = 0; step < 30; step++)
        {
            double error = a * b - target;
            (a, b) = (a - rate * error * b, b - rate * error * a);
            pairs.Step(rate);
            var (first, second) = pairs.Weights(a0, b0);
            Assert.Equal(a, first, 1e-13);
            Assert.Equal(b, second, 1e-13);
            Assert.Equal(a * b, pairs.Product, 1e-13);
            Assert.Equal(a * a + b * b, pairs.Squares, 1e-13);
        }
    }

    [Fact]
    public void Zero_Target_ConvergesIfAndOnlyIfTheKernelStepIsBelowFour()
    {
        // l = eta k, p = (eta f)^2: every width and start is a pair (l0, p0) with |f| <= k / 2.
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 25; j++)
            {
                double l0 = 0.1 + 0.15 * i, size = l0 / 2 * Math.Pow(10, -4 + 4 * (j + 0.5) / 25);
                if (Math.Abs(l0 - 4) < 0.02) continue;
                var pairs = new PairSteps(size, l0, 0, 1);
                for (int step = 0; step < 20_000 && Math.Abs(pairs.Product) is > 1e-12 and < 1e9; step++) pairs.Step(1);
                Assert.Equal(l0 < 4, Math.Abs(pairs.Product) < 1);
            }
    }

    [Theory]
    [InlineData(2.02, 1.9797)]
    [InlineData(2.05, 1.9483)]
    [InlineData(2.1, 1.8929)]
    [InlineData(2.5, 1.282)]
    public void Catapult_OfAWideNet_EndsAtTheKernelOfTheReference(double start, double end)
    {
        var pairs = new PairSteps(1e-4, start, 0, 1);
        for (int step = 0; step < 20_000; step++) pairs.Step(1);
        Assert.Equal(end, pairs.Squares, 2e-3);
    }

    [Theory]
    [InlineData(1e2, 3)]
    [InlineData(1e4, 6)]
    [InlineData(1e6, 9)]
    [InlineData(1e8, 13)]
    public void Catapult_LossPeak_ComesAfterTheLogarithmOfTheWidth(double width, int peak)
    {
        // At l0 = 3 with f = 1: p0 = l0 / (2 width).
        var pairs = new PairSteps(Math.Sqrt(1.5 / width), 3, 0, 1);
        double most = 0;
        int at = 0;
        for (int step = 1; step <= 60; step++)
        {
            pairs.Step(1);
            if (Math.Abs(pairs.Product) <= most) continue;
            (most, at) = (Math.Abs(pairs.Product), step);
        }

        Assert.InRange(at, peak - 1, peak + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Minimum_IsStableBelowTwoOverItsSharpness(double imbalance)
    {
        double larger = (imbalance + Math.Sqrt(imbalance * imbalance + 4)) / 2, q = larger + 1 / larger, limit = 2 / q;
        Assert.InRange(Deviation(0.98 * limit), 0, 1e-5);
        Assert.InRange(Deviation(1.02 * limit), 0.02, 1);

        double Deviation(double rate)
        {
            var pairs = new PairSteps(1 + 1e-5, q, 1, 1);
            double most = 0;
            for (int step = 0; step < 2000; step++)
            {
                pairs.Step(rate);
                most = step < 100 ? 0 : Math.Max(most, Math.Abs(pairs.Product - 1));
            }

            return most;
        }
    }

    [Fact]
    public void Balanced_Pair_IsBoundedBelowARadiusAndConvergesBelowOne()
    {
        // b = a sqrt(eta), mu = eta S: b' = b (1 + mu - b^2), bounded iff |b| < sqrt(2 + mu) for mu <= 2; to b^2 = mu iff mu < 1.
        var draws = RandomStream.For("balanced-pair");
        for (int i = 0; i < 400; i++)
        {
            double mu = 0.05 + 1.9 * draws.Uniform(2 * i), b = 2.2 * draws.Uniform(2 * i + 1), limit = Math.Sqrt(2 + mu);
            if (Math.Abs(b - limit) < 1e-3 || Math.Abs(mu - 1) < 0.02) continue;
            var pairs = new PairSteps(b * b, 2 * b * b, mu, 1);
            for (int step = 0; step < 3000 && Math.Abs(pairs.Product) < 1e9; step++) pairs.Step(1);
            Assert.Equal(b < limit, Math.Abs(pairs.Product) < 10);
            if (b < limit && mu < 1) Assert.Equal(mu, pairs.Product, 1e-9);
        }
    }

    [Theory]
    [InlineData(1.1, 1.4, 1.8)]
    [InlineData(1.5, 0.7, 0.8)]
    [InlineData(2, double.NaN, double.NaN)]
    public void Imbalance_AboveTheThresholdOfItsMinimum_IsLostUntilTheMinimumIsStable(double times, double low, double high)
    {
        // C = 8, S = 1: a linear net undershoots 2/eta rather than hovering at it, and diverges at twice the threshold.
        double rate = times * 2 / Math.Sqrt(64 + 4);
        var pairs = new PairSteps(0.1, Math.Sqrt(64 + 0.04), 1, 1);
        for (int step = 0; step < 20_000 && Math.Abs(pairs.Product) < 1e6; step++) pairs.Step(rate);
        Assert.Equal(double.IsNaN(low), !(Math.Abs(pairs.Product) < 1e6));
        if (double.IsNaN(low)) return;
        Assert.Equal(1, pairs.Product, 1e-12);
        Assert.InRange(rate * pairs.Squares, low, high);
    }

    [Fact]
    public void Theory_AboveFour_DivergesAsTrainingDoes()
    {
        var theory = Spec.Train(Scalar(64, 0, 4.2, 400, "theory"))[0];
        var trained = Spec.Train(Scalar(64, 0, 4.2, 400, "train"))[0];
        Assert.Equal((OutcomeStatus.Diverged, OutcomeStatus.Diverged), (theory.Status, trained.Status));
        Assert.InRange(theory.LastStep, 1, 399);
        for (int row = 0; row < theory.Records.Rows; row++) Assert.True(double.IsFinite(theory.Records[row, 0]));
    }

    [Fact]
    public void Flow_RemainsTheTheoryOfGradientDescent()
    {
        Assert.IsType<ScalarNetworkSolution>(ExactSolutions.Find(Scalar(4, 0.7, 0.1, 10, "both", theory: "flow"), out _));
        Assert.IsType<ScalarNetworkSteps>(ExactSolutions.Find(Scalar(4, 0.7, 0.1, 10, "both"), out _));
    }

    [Theory]
    [InlineData("'depth':3", "needs a diagonal model of two layers")]
    [InlineData("'depth':2", "needs the optimizer gd without momentum")]
    public void Steps_OutsideTheirConditions_AreRefusedWithTheReason(string depth, string reason)
    {
        var problem = Assert.Single(Spec.Problems($$"""
            {'model':{'kind':'diagonal-linear',{{depth}}},'init':{'kind':'normal','std':0.7},'engine':'theory',
             'task':{'kind':'linear-teacher','coefficients':[1]},'steps':6,'measure':{'at':[0],'observables':['loss']},
             'optimizer':{'kind':'gd','learningRate':0.1,'theory':'steps'{{(depth == "'depth':2" ? ",'momentum':0.5" : "")}}} }
            """));
        Assert.Contains(reason, problem.ToString());
    }

    // f of the order of 1 at every width, and rates in units of the tangent kernel.
    private static Experiment Scalar(int width, double target, double rate, long steps, string engine, string theory = "steps") =>
        Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'deep-linear','widths':[1,{{width}},1]},'init':{'kind':'normal','std':{{Math.Pow(width, -0.25)}}},'engine':'{{engine}}','seed':2,
             'task':{'kind':'linear-teacher','coefficients':[{{target}}],'variances':[1.3],'samples':8},
             'optimizer':{'kind':'gd','learningRate':{{rate}},'learningRateUnit':'tangent-kernel','theory':'{{theory}}'},
             'steps':{{steps}},'measure':{'at':{'every':1},'observables':['loss','layer-imbalance']} }
            """));
}
