using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class InContextRegressionTaskTests
{
    private static readonly double[] Eigenvalues = [0.9, 0.5, 0.2];

    [Fact]
    public void Loss_AnyM_IsTheFormulaInTraces()
    {
        var task = new InContextRegressionTask { Dimension = 3, Context = 6, Eigenvalues = Eigenvalues };
        double[,] m = Random(3, "formula");
        Assert.Equal(Formula(m, Eigenvalues, 6), task.Create(0).Moments.Loss(Map(m)), 1e-14);
        var other = task with { TestContext = 40 };
        Assert.True(other.Shape.HasTest);
        Assert.Equal(Formula(m, Eigenvalues, 40), other.Create(0).TestMoments!.Loss(Map(m)), 1e-14);
        Assert.Equal(Formula(m, Eigenvalues, 6), other.Create(0).Moments.Loss(Map(m)), 1e-14);
    }

    [Fact]
    public void Population_AgainstSequencesDrawnHere_IsWithinTheSamplingError()
    {
        const int Sequences = 200_000, N = 6;
        double[,] m = Random(3, "sampled");
        var moments = new InContextRegressionTask { Dimension = 3, Context = N, Eigenvalues = Eigenvalues }.Create(0).Moments;
        var stream = RandomStream.For("test/sequences");
        long next = 0;
        double sum = 0, squares = 0;
        double[,] cross = new double[3, 3], gamma = new double[3, 3];
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            double[] w = Draw(false), beta = new double[3];
            for (int i = 0; i < N; i++)
            {
                double[] item = Draw(true);
                double y = w.Zip(item, (a, b) => a * b).Sum();
                for (int d = 0; d < 3; d++) beta[d] += y * item[d] / N;
            }

            double[] query = Draw(true);
            double target = w.Zip(query, (a, b) => a * b).Sum(), output = 0;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++)
                {
                    output += beta[i] * m[i, j] * query[j];
                    gamma[i, j] += beta[i] * beta[j] / Sequences;
                }

            double error = output - target, loss = error * error / 2;
            sum += loss / Sequences;
            squares += loss * loss / Sequences;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++) cross[i, j] += error * beta[i] * query[j] / Sequences;
        }

        double standardError = Math.Sqrt((squares - sum * sum) / Sequences), exact = moments.Loss(Map(m)), size = 0, deviation = 0;
        Assert.InRange(Math.Abs(sum - exact) / standardError, 0, 4);
        Assert.InRange(standardError / exact, 0, 0.006);
        for (int i = 0; i < 3; i++)
        {
            double expected = (1 + 1.0 / N) * Eigenvalues[i] * Eigenvalues[i] + Eigenvalues.Sum() / N * Eigenvalues[i];
            Assert.Equal(1, gamma[i, i] / expected, 0.02);
            for (int j = 0; j < 3; j++)
            {
                double gradient = moments.Variances![3 * i + j] * m[i, j] - moments.Cross[0, 3 * i + j];
                size += gradient * gradient;
                deviation += (gradient - cross[i, j]) * (gradient - cross[i, j]);
            }
        }

        Assert.InRange(Math.Sqrt(deviation / size), 0, 0.02);

        double[] Draw(bool input)
        {
            double[] values = new double[3];
            for (int d = 0; d < 3; d++) values[d] = stream.Normal(next++) * (input ? Math.Sqrt(Eigenvalues[d]) : 1);
            return values;
        }
    }

    [Fact]
    public void Samples_OfThePopulation_HaveItsMomentsExactly()
    {
        var data = new InContextRegressionTask { Dimension = 3, Context = 6, Eigenvalues = Eigenvalues }.Create(0);
        var sampled = Moments.Of(data.Train);
        Assert.Equal(10, data.Train.Count);
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(data.Moments.Cross[0, i], sampled.Cross[0, i], 1e-15);
            for (int j = 0; j < 9; j++) Assert.Equal(data.Moments.Inputs[i, j], sampled.Inputs[i, j], 1e-15);
        }

        Assert.Equal(data.Moments.Minimum, sampled.Minimum, 1e-15);
        Assert.True(data.Moments.Minimum > 0.1);
    }

    [Fact]
    public void Sequences_Drawn_AreOfThePopulationAndAWholeOfAShorterDraw()
    {
        var task = new InContextRegressionTask { Dimension = 2, Context = 5, Sequences = 60_000 };
        var drawn = task.Create(1);
        var population = drawn.TestMoments!;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(population.Cross[0, i], drawn.Moments.Cross[0, i], 0.01);
            for (int j = 0; j < 4; j++) Assert.Equal(population.Inputs[i, j], drawn.Moments.Inputs[i, j], 0.015);
        }

        Assert.Equal(population.Minimum, drawn.Moments.Minimum, 0.01);
        var few = (task with { Sequences = 10 }).Create(1).Train;
        Assert.Equal(drawn.Train.X.Data[..40], few.X.Data);
        Assert.Equal(drawn.Train.Y.Data[..10], few.Y.Data);
        Assert.NotEqual(few.Y.Data, (task with { Sequences = 10 }).Create(2).Train.Y.Data);
    }

    [Fact]
    public void Modes_WithoutEigenvalues_AreProportionalOrWhiteWithTraceOne()
    {
        Assert.Equal([0.4, 0.3, 0.2, 0.1], new InContextRegressionTask().Modes.Select(value => Math.Round(value, 15)));
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0.2], new InContextRegressionTask { Dimension = 5, Spectrum = ContextSpectrum.White }.Modes);
        Assert.Equal(InputCovariance.Isotropic, new InContextRegressionTask { Spectrum = ContextSpectrum.White }.Shape.Covariance);
        Assert.Equal(InputCovariance.Diagonal, new InContextRegressionTask().Shape.Covariance);
        Assert.Equal(InputCovariance.Any, new InContextRegressionTask { Sequences = 5 }.Shape.Covariance);
    }

    // L = 1/2 [tr Lambda - 2 tr(Lambda M^T Lambda) + tr(M Lambda M^T Gamma)], element by element.
    private static double Formula(double[,] m, double[] lambda, int n)
    {
        double trace = lambda.Sum(), sum = trace;
        for (int i = 0; i < lambda.Length; i++)
        {
            double gamma = (1 + 1.0 / n) * lambda[i] * lambda[i] + trace / n * lambda[i];
            sum -= 2 * lambda[i] * lambda[i] * m[i, i];
            for (int j = 0; j < lambda.Length; j++) sum += gamma * m[i, j] * m[i, j] * lambda[j];
        }

        return sum / 2;
    }

    private static double[,] Random(int size, string name)
    {
        double[,] m = new double[size, size];
        for (int i = 0; i < size * size; i++) m[i / size, i % size] = RandomStream.For("test/" + name).Normal(i);
        return m;
    }

    private static Matrix Map(double[,] m) => new(1, m.Length, [.. m.Cast<double>()]);
}
