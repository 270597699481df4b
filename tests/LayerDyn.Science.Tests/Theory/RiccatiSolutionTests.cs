using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Tests.Theory;

public sealed class RiccatiSolutionTests
{
    // in, hidden, out, lambda, rank of the target: every shape and sign of issue 3.
    public static TheoryData<int, int, int, double, int> Cases => new()
    {
        { 2, 2, 2, 0, 2 },
        { 2, 2, 2, 3, 2 },
        { 2, 2, 2, -3, 2 },
        { 2, 2, 2, 9, 1 },
        { 3, 3, 5, 1.5, 3 },
        { 5, 3, 3, -1.5, 3 },
        { 3, 2, 5, 0.7, 3 },
        { 5, 2, 3, -0.7, 2 },
        { 4, 4, 4, 0, 2 },
        { 4, 1, 4, 0, 4 },
        { 2, 6, 3, 0, 2 },
        { 2, 2, 2, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_AgainstGradientDescent_ErrorHalvesWithTheStep(int inputs, int hidden, int outputs, double lambda, int rank)
    {
        var (w1, w2, sigma) = Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new RiccatiSolution(w1, w2, sigma, lambda);
        foreach (double t in new[] { 0.2, 1.0, 3.0 })
        {
            var exact = solution.At(t);
            double coarse = Error(0.001), fine = Error(0.0005);
            Assert.InRange(coarse, 0, 5e-3);
            if (coarse > 1e-8) Assert.InRange(coarse / fine, 1.8, 2.2);

            double Error(double rate)
            {
                var (v1, v2) = GradientDescent.TwoLayer(w1, w2, sigma, t, rate);
                var blocks = TwoLayerBlocks.Of(v1, v2);
                return Math.Max(GradientDescent.MaxDifference(blocks.Map, exact.Map),
                    Math.Max(GradientDescent.MaxDifference(blocks.Input, exact.Input), GradientDescent.MaxDifference(blocks.Output, exact.Output)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_FromItsOwnEarlierWeights_IsTheSame(int inputs, int hidden, int outputs, double lambda, int rank)
    {
        var (w1, w2, sigma) = Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new RiccatiSolution(w1, w2, sigma, lambda);
        var (v1, v2) = solution.WeightsAt(0.8);
        var later = new RiccatiSolution(v1, v2, sigma, lambda).At(1.7);
        AssertClose(solution.At(2.5), later, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_ZeroTime_IsTheInitialNetwork(int inputs, int hidden, int outputs, double lambda, int rank)
    {
        var (w1, w2, sigma) = Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new RiccatiSolution(w1, w2, sigma, lambda);
        AssertClose(TwoLayerBlocks.Of(w1, w2), solution.At(0), 0);
        AssertClose(TwoLayerBlocks.Of(w1, w2), solution.At(1e-14), 1e-11);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_LargeTimes_IsFiniteStationaryAndStillBalanced(int inputs, int hidden, int outputs, double lambda, int rank)
    {
        var (w1, w2, sigma) = Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new RiccatiSolution(w1, w2, sigma, lambda);
        foreach (double t in new[] { 30.0, 100, 1e3, 1e5, 1e9, 1e300 })
        {
            var blocks = solution.At(t);
            foreach (double value in blocks.Map.Data.Concat(blocks.Input.Data).Concat(blocks.Output.Data)) Assert.True(double.IsFinite(value));
            Assert.Equal(Math.Abs(lambda) * Math.Sqrt(hidden), blocks.ImbalanceNorm(), 1e-6);
            if (hidden < Math.Min(rank, inputs)) continue;
            // Without a bottleneck the target is reached, up to what a vanishing mode leaves (1/t at lambda = 0).
            Assert.True(GradientDescent.MaxDifference(sigma, blocks.Map) < 1e-11 + 2 / t, $"t = {t}");
        }
    }

    [Fact]
    public void At_Bottleneck_LearnsTheLargestModesOnly()
    {
        var (w1, w2, sigma) = Problem(4, 1, 4, 0, 4);
        var map = new RiccatiSolution(w1, w2, sigma, 0).At(1e9).Map;
        var svd = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.DenseOfRowMajor(4, 4, sigma.Data).Svd();
        var best = svd.U.Column(0).OuterProduct(svd.VT.Row(0)) * svd.S[0];
        Assert.True(GradientDescent.MaxDifference(map, new Matrix(4, 4, best.ToRowMajorArray())) < 1e-12);
    }

    [Fact]
    public void At_SlowModesBesideFastOnes_AreNotDrowned()
    {
        // Aligned diagonal problem: every mode is a sigmoid, with rates 1000 to 1.
        double[] s = [50, 1, 0.05];
        const double Start = 1e-3;
        var sigma = new Matrix(3, 3);
        var (w1, w2) = (new Matrix(3, 3), new Matrix(3, 3));
        double angle = 0.3; // the hidden layer is rotated, so that its columns mix the modes
        (double c, double d) = (Math.Cos(angle), Math.Sin(angle));
        var rotation = new Matrix(3, 3, [c, -d, 0, d * c, c * c, -d, d * d, c * d, c]);
        for (int i = 0; i < 3; i++)
        {
            sigma[i, i] = s[i];
            for (int j = 0; j < 3; j++) (w1[j, i], w2[i, j]) = (Math.Sqrt(Start) * rotation[j, i], Math.Sqrt(Start) * rotation[j, i]);
        }

        var solution = new RiccatiSolution(w1, w2, sigma, 0);
        foreach (double t in new[] { 0.05, 1.0, 5, 20, 60, 200 })
        {
            var map = solution.At(t).Map;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++)
                    Assert.Equal(i == j ? s[i] / (1 + (s[i] / Start - 1) * Math.Exp(-2 * s[i] * t)) : 0, map[i, j], 1e-10);
        }
    }

    [Fact]
    public void At_MeasuredThroughTraining_IsWithinTheBarOfIssueThree()
    {
        var (w1, w2, sigma) = Problem(2, 2, 2, 2, 2);
        var exact = new RiccatiSolution(w1, w2, sigma, 2).At(4).Map;
        double Error(double rate) => GradientDescent.MaxDifference(exact, TwoLayerBlocks.Of(
            GradientDescent.TwoLayer(w1, w2, sigma, 4, rate).W1, GradientDescent.TwoLayer(w1, w2, sigma, 4, rate).W2).Map);
        Assert.True(Error(1e-3) < 5e-3);
    }

    // Singular values 3, 2, 1.2, 0.6, 0.3 and lambda = -alpha^2 = -0.09: what inverts I + Q^T Phi Q directly loses all digits by t = 16.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void At_LowRankAdaptation_KeepsItsDigitsAtAnyTime(int rank)
    {
        double[] s = [3, 2, 1.2, 0.6, 0.3];
        const double Alpha = 0.3;
        var (w1, w2, sigma) = LowRank(rank, Alpha, s);
        var solution = new RiccatiSolution(w1, w2, sigma, -Alpha * Alpha);
        foreach (double t in new[] { 0.5, 1, 2, 4, 8, 16, 32 })
            Assert.True(GradientDescent.MaxDifference(FactorSteps.Map(w1, w2, sigma, -Alpha * Alpha, 0, t), solution.At(t).Map) <= 1e-12, $"t = {t}");
        foreach (double t in new[] { 200.0, 1e6 })
        {
            double loss = LinearAlgebra.Subtract(solution.At(t).Map, sigma).Data.Sum(x => x * x) / 2;
            Assert.Equal(s.Skip(rank).Sum(x => x * x) / 2, loss, 1e-12); // 2.945, 0.945, 0.225
        }
    }

    [Theory]
    [InlineData(4, 6, 4, 0.4)] // wider than the target's rank
    [InlineData(3, 2, 5, 0.4)] // narrower
    [InlineData(5, 9, 3, 1.2)] // wider than in + out
    [InlineData(4, 4, 4, 5)] // nothing survives
    public void At_WithWeightDecay_IsTheStepsAndEndsAtTheSoftThreshold(int inputs, int hidden, int outputs, double decay)
    {
        var (w1, w2, sigma) = Problem(inputs, hidden, outputs, 0, 3);
        var solution = new RiccatiSolution(w1, w2, sigma, 0, decay);
        foreach (double t in new[] { 0.3, 1, 3, 10, 30 })
            Assert.True(GradientDescent.MaxDifference(FactorSteps.Map(w1, w2, sigma, 0, decay, t), solution.At(t).Map) <= 7e-12, $"t = {t}");
        double[] singular = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.DenseOfRowMajor(outputs, inputs, solution.At(1e4).Map.Data).Svd().S.ToArray();
        double[] targets = [3, 1.5, 1];
        for (int k = 0; k < singular.Length; k++)
            Assert.Equal(k < Math.Min(3, hidden) ? Math.Max(targets[k] - decay, 0) : 0, singular[k], 1e-12);
    }

    [Fact]
    public void Constructor_WeightDecayOfUnbalancedLayers_IsRefused()
    {
        var (w1, w2, sigma) = Problem(2, 2, 2, 3, 2);
        Assert.Throws<ArgumentException>(() => new RiccatiSolution(w1, w2, sigma, 3, 0.1));
    }

    /// <summary>W1 = alpha times orthogonal rows, W2 = 0; 6 inputs, 5 outputs.</summary>
    private static (Matrix W1, Matrix W2, Matrix Sigma) LowRank(int rank, double alpha, double[] singular)
    {
        var stream = RandomStream.For($"riccati-test/low-rank/{rank}");
        var (a, u, v) = (LinearAlgebra.RandomOrthogonal(6, stream.Child("A")), LinearAlgebra.RandomOrthogonal(5, stream.Child("U")), LinearAlgebra.RandomOrthogonal(6, stream.Child("V")));
        var (w1, sigma) = (new Matrix(rank, 6), new Matrix(5, 6));
        for (int i = 0; i < 6; i++)
        {
            for (int h = 0; h < rank; h++) w1[h, i] = alpha * a[h, i];
            for (int o = 0; o < 5; o++)
                for (int k = 0; k < 5; k++) sigma[o, i] += u[o, k] * singular[k] * v[i, k];
        }

        return (w1, new Matrix(5, rank), sigma);
    }

    private static void AssertClose(TwoLayerBlocks expected, TwoLayerBlocks actual, double tolerance)
    {
        Assert.True(GradientDescent.MaxDifference(expected.Map, actual.Map) <= tolerance);
        Assert.True(GradientDescent.MaxDifference(expected.Input, actual.Input) <= tolerance);
        Assert.True(GradientDescent.MaxDifference(expected.Output, actual.Output) <= tolerance);
    }

    /// <summary>Lambda-balanced weights W2 = U S2 R^T, W1 = R S1 V^T with random U, R, V, and a target with singular values 3, 1.5, 1 ...</summary>
    internal static (Matrix W1, Matrix W2, Matrix Sigma) Problem(int inputs, int hidden, int outputs, double lambda, int rank)
    {
        var stream = RandomStream.For($"riccati-test/{inputs}/{hidden}/{outputs}");
        var (u, r, v) = (Orthogonal(outputs, "U"), Orthogonal(hidden, "R"), Orthogonal(inputs, "V"));
        var (w1, w2, sigma) = (new Matrix(hidden, inputs), new Matrix(outputs, hidden), new Matrix(outputs, inputs));
        for (int k = 0; k < hidden; k++)
        {
            // A hidden direction beyond in or out has one layer zero, which needs |lambda| on the other side.
            double s = k < Math.Min(inputs, outputs) ? 0.3 + 0.2 * k : 0;
            double s2 = Math.Sqrt((Math.Sqrt(lambda * lambda + 4 * s) + lambda) / 2), s1 = Math.Sqrt((Math.Sqrt(lambda * lambda + 4 * s) - lambda) / 2);
            for (int h = 0; h < hidden; h++)
            {
                if (k < inputs) for (int i = 0; i < inputs; i++) w1[h, i] += r[h, k] * s1 * v[i, k];
                if (k < outputs) for (int o = 0; o < outputs; o++) w2[o, h] += u[o, k] * s2 * r[h, k];
            }
        }

        var (left, right) = (Orthogonal(outputs, "L"), Orthogonal(inputs, "N"));
        for (int k = 0; k < Math.Min(rank, Math.Min(inputs, outputs)); k++)
            for (int o = 0; o < outputs; o++)
                for (int i = 0; i < inputs; i++) sigma[o, i] += left[o, k] * (3 / (1.0 + k)) * right[i, k];
        return (w1, w2, sigma);

        Matrix Orthogonal(int n, string name)
        {
            double[] data = new double[n * n];
            stream.Child(name).FillNormal(data);
            return new(n, n, MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.DenseOfRowMajor(n, n, data).QR().Q.ToRowMajorArray());
        }
    }
}
