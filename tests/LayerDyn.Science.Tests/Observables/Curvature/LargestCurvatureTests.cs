using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Observables.Curvature;

/// <summary>The largest curvature where it has a closed form: at minima of linear networks, and along a path of two weights.</summary>
public sealed class LargestCurvatureTests
{
    [Fact]
    public void TwoLayers_AtALeastSquaresMinimum_IsThatOfTheirWeightsAndTheInputs()
    {
        // lambda_max(Sigma^(1/2) (W1^T W1 + |W2|^2 I) Sigma^(1/2)), whatever residual is left.
        var data = Spec.Task("{'kind':'gaussian-regression','samples':12,'inputs':5,'outputs':3}").Create(1);
        Assert.InRange(data.Moments.Minimum, 0.1, 10);
        var w2 = Normal(3, 3, "W2");
        var w1 = LinearAlgebra.Multiply(LinearAlgebra.PseudoInverse(w2), data.Moments.Best);
        var (variances, axes) = LinearAlgebra.SymmetricEigen(data.Moments.Inputs);
        var root = new Matrix(5, 5);
        for (int k = 0; k < 5; k++)
            for (int i = 0; i < 5; i++)
                for (int j = 0; j < 5; j++) root[i, j] += axes[i, k] * Math.Sqrt(variances[k]) * axes[j, k];
        var inner = LinearAlgebra.TransposedMultiply(w1, w1);
        double norm = LinearAlgebra.SingularValues(w2)[0];
        for (int i = 0; i < 5; i++) inner[i, i] += norm * norm;
        double expected = LinearAlgebra.SymmetricEigen(LinearAlgebra.Multiply(LinearAlgebra.Multiply(root, inner), root)).Values[^1];
        AssertLargest(expected, DeepLinear("5, 3, 3"), data, w1, w2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-3)]
    public void LambdaBalanced_AtTheMinimum_IsTheImbalanceAndTheStrongestMode(double lambda)
    {
        var (data, left, right) = Teacher([3, 2, 1]);
        double[] first = [.. new[] { 3.0, 2, 1 }.Select(s => Math.Sqrt((Math.Sqrt(lambda * lambda + 4 * s * s) - lambda) / 2))];
        double[] second = [.. new[] { 3.0, 2, 1 }.Select((s, i) => s / first[i])];
        var middle = Rotation("R");
        AssertLargest(Math.Sqrt(lambda * lambda + 36), DeepLinear("3, 3, 3"), data,
            Product(middle, first, LinearAlgebra.Transpose(right)), Product(left, second, LinearAlgebra.Transpose(middle)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Balanced_AtTheMinimum_GrowsWithDepth(int depth)
    {
        // L s1^(2 - 2/L), the flattest minimum (Mulayoff and Michaeli 2020, arXiv 2002.04710).
        var (data, left, right) = Teacher([3, 2, 1]);
        double[] each = [.. new[] { 3.0, 2, 1 }.Select(s => Math.Pow(s, 1.0 / depth))];
        Matrix[] sides = [right, .. Enumerable.Range(1, depth - 1).Select(l => Rotation($"R{l}")), left];
        Matrix[] weights = [.. Enumerable.Range(0, depth).Select(l => Product(sides[l + 1], each, LinearAlgebra.Transpose(sides[l])))];
        AssertLargest(depth * Math.Pow(3, 2 - 2.0 / depth), DeepLinear(string.Join(", ", Enumerable.Repeat(3, depth + 1))), data, weights);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Diagonal_AtTheMinimum_IsTheSumOverItsWeights(int depth)
    {
        // S^2 E[x^2] sum_l 1 / w_l^2
        double[] w = [.. new[] { 0.5, 2, -1.3, 0.8 }.Take(depth)];
        double target = w.Aggregate(1.0, (product, weight) => product * weight);
        var data = Spec.Task(FormattableString.Invariant($"{{'kind':'linear-teacher','coefficients':[{target}],'variances':[1.7],'samples':8}}")).Create(0);
        string model = $"{{'kind':'diagonal-linear','depth':{depth}}}";
        AssertLargest(target * target * 1.7 * w.Sum(weight => 1 / (weight * weight)), model, data, [.. w.Select(weight => new Matrix(1, 1, [weight]))]);
    }

    [Fact]
    public void Path_OfTwoWeights_IsTheClosedForm()
    {
        // s/2 (q + sqrt(q^2 - 4 (u^2 - (2u - S)^2))); balanced: s max(3u - S, S - u).
        var draws = RandomStream.For("path");
        for (int i = 0; i < 200; i++)
        {
            double a = draws.Normal(3 * i), b = i % 4 == 0 ? a : draws.Normal(3 * i + 1), target = draws.Normal(3 * i + 2), variance = 1.3;
            double u = a * b, q = a * a + b * b;
            double expected = variance / 2 * (q + Math.Sqrt(q * q - 4 * (u * u - (2 * u - target) * (2 * u - target))));
            if (i % 4 == 0) Assert.Equal(variance * Math.Max(3 * u - target, target - u), expected, 1e-12);
            var data = new FixedTaskData(new(new(1, 1, [1]), new(1, 1, [target])), moments: Moments.Uncorrelated([variance], new Matrix(1, 1, [target])));
            AssertLargest(expected, "{'kind':'diagonal-linear','depth':2}", data, new(1, 1, [a]), new(1, 1, [b]));
        }
    }

    [Fact]
    public void AlignedTwoLayers_OffTheMinimum_IsTheLargestOfTheBlocksOfModesAndPairs()
    {
        double[] s = [3, 1.5, 1, 0.4], a = new double[4], b = new double[4];
        for (int draw = 0; draw < 20; draw++)
        {
            var numbers = RandomStream.For($"pairs/{draw}");
            for (int k = 0; k < 4; k++) (a[k], b[k]) = (numbers.Normal(2 * k), numbers.Normal(2 * k + 1));
            double largest = double.NegativeInfinity;
            for (int p = 0; p < 4; p++)
            {
                double e = a[p] * b[p] - s[p];
                largest = Math.Max(largest, Top([b[p] * b[p], a[p] * b[p] + e, a[p] * b[p] + e, a[p] * a[p]]));
                for (int o = 0; o < p; o++)
                {
                    double ep = a[p] * b[p] - s[p], eo = a[o] * b[o] - s[o];
                    largest = Math.Max(largest, Top(
                    [
                        b[p] * b[p], b[p] * a[o], 0, eo,
                        b[p] * a[o], a[o] * a[o], ep, 0,
                        0, ep, b[o] * b[o], b[o] * a[p],
                        eo, 0, b[o] * a[p], a[p] * a[p],
                    ]));
                }
            }

            Matrix target = Diagonal(s), identity = LinearAlgebra.Identity(4);
            var data = new FixedTaskData(new(identity, target), moments: new Moments(identity, target, target, 0));
            AssertLargest(largest, DeepLinear("4, 4, 4"), data, Diagonal(a), Diagonal(b));
        }

        static double Top(double[] values)
        {
            int n = (int)Math.Sqrt(values.Length);
            return LinearAlgebra.SymmetricEigen(new Matrix(n, n, values)).Values[^1];
        }
    }

    [Theory]
    [InlineData("tanh", 1)]
    [InlineData("relu", 1)]
    [InlineData("gelu", 3)]
    public void Perceptron_OfSomeHundredParameters_IsThatOfItsDenseHessian(string activation, double std)
    {
        var experiment = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'mlp','widths':[20,12,12,5],'activation':'{{activation}}','biases':false},'init':{'kind':'normal','std':{{std}},'fanIn':true},
             'task':{'kind':'gaussian-classes'},'dtype':'float64','optimizer':{'kind':'gd','learningRate':0.1},'steps':30,
             'measure':{'at':[0,30],'observables':['sharpness']} }
            """));
        var probe = new SnapshotProbe(snapshot =>
        {
            var curvature = LossCurvature.Of(experiment, snapshot.Data, snapshot.Parameters);
            double[] eigenvalues = LinearAlgebra.SymmetricEigen(Dense(curvature)).Values;
            Assert.Equal(eigenvalues[^1], curvature.Largest(seed: 0), 1e-4 * eigenvalues[^1]);
        });
        var outcome = Spec.Train(experiment with { Observables = [.. experiment.Observables, probe] })[0];
        Assert.Equal(2, outcome.Records.Rows);
    }

    [Fact]
    public void Sharpness_OfOneTrainingByTwoTrainers_IsTheSame()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'deep-linear','widths':[4,5,3]},'init':{'kind':'normal','std':0.6},'task':{'kind':'gaussian-regression','samples':9},
             'optimizer':{'kind':'gd','learningRate':0.05},'steps':40,'measure':{'at':[0,10,40],'observables':['sharpness']} }
            """);
        var own = Spec.Train(experiment)[0].Records;
        var torch = Training.Outcomes.Train(new Science.Training.Torch.TorchTrainer(), new(0, experiment)).Records;
        for (int row = 0; row < own.Rows; row++) Assert.Equal(own[row, 0], torch[row, 0], 1e-10 * own[row, 0]);
    }

    // By all products to rounding, and by Lanczos to its tolerance.
    private static void AssertLargest(double expected, string model, TaskData data, params Matrix[] weights)
    {
        var curvature = LossCurvature.Of(Bind(model, data), data, weights);
        Assert.Equal(expected, LinearAlgebra.SymmetricEigen(Dense(curvature)).Values[^1], 1e-11 * Math.Abs(expected));
        Assert.Equal(expected, curvature.Largest(seed: 3), 1e-4 * Math.Abs(expected));
    }

    private static Matrix Dense(LossCurvature curvature)
    {
        var hessian = new Matrix(curvature.Size, curvature.Size);
        double[] unit = new double[curvature.Size];
        for (int i = 0; i < unit.Length; i++)
        {
            unit[i] = 1;
            curvature.Multiply(unit, hessian.Row(i));
            unit[i] = 0;
        }

        return hessian;
    }

    private static Experiment Bind(string model, TaskData data) => Spec.Bind(FormattableString.Invariant($$"""
        {'model':{{model}},'init':{'kind':'normal','std':0.5},
         'task':{'kind':'gaussian-regression','samples':{{Math.Max(4, data.Moments.InputCount)}},'inputs':{{data.Moments.InputCount}},'outputs':{{data.Train.Y.Columns}}},
         'optimizer':{'kind':'gd','learningRate':0.1},'steps':1,'measure':{'at':[0],'observables':['loss']} }
        """));

    private static string DeepLinear(string widths) => $"{{'kind':'deep-linear','widths':[{widths}]}}";

    private static (TaskData Data, Matrix Left, Matrix Right) Teacher(double[] values)
    {
        Matrix left = Rotation("U"), right = Rotation("V"), identity = LinearAlgebra.Identity(3);
        var map = Product(left, values, LinearAlgebra.Transpose(right));
        return (new FixedTaskData(new(identity, LinearAlgebra.Transpose(map)), moments: new Moments(identity, map, map, 0)), left, right);
    }

    private static Matrix Product(Matrix left, double[] values, Matrix right) => LinearAlgebra.Multiply(LinearAlgebra.Multiply(left, Diagonal(values)), right);

    private static Matrix Diagonal(double[] values)
    {
        var matrix = new Matrix(values.Length, values.Length);
        for (int i = 0; i < values.Length; i++) matrix[i, i] = values[i];
        return matrix;
    }

    private static Matrix Rotation(string name) => LinearAlgebra.RandomOrthogonal(3, RandomStream.For($"sharpness-test/{name}"));

    private static Matrix Normal(int rows, int columns, string name)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"sharpness-test/{name}").FillNormal(matrix.Data);
        return matrix;
    }
}
