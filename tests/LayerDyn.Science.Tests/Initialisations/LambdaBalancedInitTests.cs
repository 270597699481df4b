using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Initialisations;

public sealed class LambdaBalancedInitTests
{
    private static readonly RandomStream Stream = RandomStream.For("test/init");

    private static (Matrix W1, Matrix W2) TwoLayers(Initialisation init, int inputs, int hidden, int outputs)
    {
        var model = new DeepLinearModel { Widths = [inputs, hidden, outputs] };
        double[][] values = init.Create(model, new TaskShape(inputs, outputs, 10), Stream);
        return (new Matrix(hidden, inputs, values[0]), new Matrix(outputs, hidden, values[1]));
    }

    private static ProblemList Problems(Initialisation init, Model model, TaskShape task)
    {
        var problems = new ProblemList();
        init.Validate(model, task, problems);
        return problems;
    }

    [Theory]
    [InlineData(2, 2, 2, 3.0, 5.0)]
    [InlineData(2, 2, 2, -9.0, 1.0)]
    [InlineData(2, 2, 2, 0.0, 20.0)]
    [InlineData(5, 3, 4, 2.0, 1.0)]
    [InlineData(5, 3, 4, -2.0, 1.0)]
    [InlineData(2, 3, 5, 2.0, 1.0)]
    [InlineData(2, 5, 5, 2.0, 1.0)]
    [InlineData(5, 4, 2, -2.0, 1.0)]
    [InlineData(5, 5, 2, -1e6, 0.25)]
    [InlineData(2, 7, 3, 0.0, 4.0)]
    [InlineData(3, 3, 3, 1e5, 0.0)]
    public void LambdaBalanced_AnyAllowedShape_IsBalancedWithTheGivenSpectrum(int inputs, int hidden, int outputs, double lambda, double scale)
    {
        var init = new LambdaBalancedInit { Lambda = lambda, Scale = scale };
        Assert.True(Problems(init, new DeepLinearModel { Widths = [inputs, hidden, outputs] }, new TaskShape(inputs, outputs, 10)).IsEmpty);
        var (w1, w2) = TwoLayers(init, inputs, hidden, outputs);
        var imbalance = LinearAlgebra.Subtract(LinearAlgebra.TransposedMultiply(w2, w2), LinearAlgebra.MultiplyTransposed(w1, w1));
        for (int i = 0; i < hidden; i++)
            for (int j = 0; j < hidden; j++) Assert.Equal(i == j ? lambda : 0, imbalance[i, j], 1e-12 * Math.Max(10, Math.Abs(lambda)));

        double[] singular = LinearAlgebra.SingularValues(LinearAlgebra.Multiply(w2, w1));
        int active = Math.Min(inputs, Math.Min(hidden, outputs));
        for (int k = 0; k < singular.Length; k++) Assert.Equal(k < active ? Math.Sqrt(scale) : 0, singular[k], 1e-9);
    }

    [Theory]
    [InlineData(2, 5, 3, 1.0)]
    [InlineData(2, 5, 3, -1.0)]
    [InlineData(2, 3, 5, -1.0)]
    [InlineData(5, 3, 2, 1.0)]
    public void LambdaBalanced_ImpossibleShape_IsReported(int inputs, int hidden, int outputs, double lambda)
    {
        var problem = Assert.Single(Problems(new LambdaBalancedInit { Lambda = lambda }, new DeepLinearModel { Widths = [inputs, hidden, outputs] },
            new TaskShape(inputs, outputs, 10)).Problems);
        Assert.Equal("init.lambda", problem.Path);
        Assert.NotNull(problem.Remedy);
    }

    [Fact]
    public void Normal_FanIn_DividesByTheSquareRootOfTheInputs()
    {
        var (w1, w2) = TwoLayers(new NormalInit { Std = 2, FanIn = true }, 100, 64, 100);
        Assert.Equal(0.2, LinearAlgebra.Norm(w1) / 80, 0.01);
        Assert.Equal(0.25, LinearAlgebra.Norm(w2) / 80, 0.01);
    }
}
