using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class MomentsTests
{
    private static double Distance(Matrix a, Matrix b) => LinearAlgebra.Norm(LinearAlgebra.Subtract(a, b));

    private static Matrix SecondMoment(Dataset set)
    {
        var sum = LinearAlgebra.TransposedMultiply(set.X, set.X);
        for (int i = 0; i < sum.Data.Length; i++) sum.Data[i] /= set.Count;
        return sum;
    }

    [Fact]
    public void GaussianRegression_DimensionsLeftOpen_ComeFromTheModel()
    {
        var open = new GaussianRegressionTask { Samples = 10 };
        var task = open.For(new DeepLinearModel { Widths = [3, 4, 2] });
        Assert.Equal((3, 2), (task.Shape.Inputs, task.Shape.Outputs));
        Assert.Same(task.GetType(), open.For(new LinearModel()).GetType());
        Assert.Contains(Spec.Problems("""
            {'model':'linear','init':'normal','task':{'kind':'gaussian-regression','samples':10},'optimizer':'gd','steps':1,'measure':{'observables':['loss']}}
            """), problem => problem.Path == "task.inputs");
    }

    [Fact]
    public void GaussianRegression_Whitened_HasExactSecondMoment()
    {
        var data = new GaussianRegressionTask { Samples = 10, Inputs = 4, Outputs = 2, Whiten = true }.Create(1);
        Assert.True(Distance(SecondMoment(data.Train), LinearAlgebra.Identity(4)) < 1e-13);
        Assert.True(data.Moments.IsWhite);
    }

    [Fact]
    public void GaussianRegression_AnotherDivisor_KeepsXAndScalesY()
    {
        var one = new GaussianRegressionTask { Samples = 10, Inputs = 4, Outputs = 2 }.Create(1).Train;
        var five = new GaussianRegressionTask { Samples = 10, Inputs = 4, Outputs = 2, TargetDivisor = 5 }.Create(1).Train;
        Assert.Equal(one.X.Data, five.X.Data);
        for (int i = 0; i < one.Y.Data.Length; i++) Assert.Equal(one.Y.Data[i] / 5, five.Y.Data[i]);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(40, true)]
    [InlineData(200, false)] // two inputs that are the same: no matrix is of full rank
    [InlineData(130, false)]
    public void Moments_ManyInputs_HaveTheLeastSquaresMapOfThePseudoInverse(int samples, bool independent)
    {
        var train = new GaussianRegressionTask { Samples = samples, Inputs = 130, Outputs = 2 }.Create(3).Train;
        if (!independent)
            for (int n = 0; n < samples; n++) train.X[n, 7] = train.X[n, 3];
        var moments = Moments.Of(train);
        var expected = LinearAlgebra.Multiply(moments.Cross, LinearAlgebra.PseudoInverse(moments.Inputs));
        Assert.True(Distance(expected, moments.Best) < 1e-8 * LinearAlgebra.Norm(expected), $"{Distance(expected, moments.Best)}");
    }

    [Theory]
    [InlineData(12, false)]
    [InlineData(12, true)]
    [InlineData(3, false)]
    public void Moments_AnyMap_GiveTheLossOfTheSamples(int samples, bool whiten)
    {
        var data = new GaussianRegressionTask { Samples = samples, Inputs = whiten ? 3 : 5, Outputs = 2, Whiten = whiten }.Create(3);
        var map = new Matrix(2, data.Train.X.Columns);
        for (int i = 0; i < map.Data.Length; i++) map.Data[i] = Math.Sin(i + 1);
        double plain = LossFunction.Evaluate(default, LinearAlgebra.MultiplyTransposed(data.Train.X, map), data.Train);
        Assert.Equal(plain, data.Moments.Loss(map), 1e-12);
        Assert.Equal(data.Moments.Minimum, data.Moments.Loss(data.Moments.Best), 1e-14);
    }

    [Fact]
    public void Skills_Population_HasPowerLawMoments()
    {
        var data = new SkillsTask { Skills = 50, Alpha = 0.6, TargetScale = 5 }.Create(0);
        var variances = data.Moments.Variances!;
        Assert.Equal(1, variances.Sum(), 1e-14);
        Assert.Equal(Math.Pow(10, -1.6), variances[9] / variances[0], 1e-14);
        Assert.True(Distance(SecondMoment(data.Train), data.Moments.Inputs) < 1e-15);

        // L = S^2/2 sum p_k (1 - R_k/S)^2
        var map = new Matrix(1, 50);
        for (int k = 0; k < 50; k++) map[0, k] = 5.0 / (k + 1);
        double expected = 12.5 * Enumerable.Range(0, 50).Sum(k => variances[k] * Math.Pow(1 - 1.0 / (k + 1), 2));
        Assert.Equal(expected, data.Moments.Loss(map), 1e-12);
    }
}
