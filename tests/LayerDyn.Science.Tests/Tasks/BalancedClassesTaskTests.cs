using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Tests.Tasks;

public sealed class BalancedClassesTaskTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void Create_Inputs_AreOrthonormalAndClassesBalanced(int dimension)
    {
        var train = new BalancedClassesTask { Classes = 4, SamplesPerClass = 3, Dimension = dimension, TargetScale = 2 }.Create(5).Train;
        Assert.Equal(12, train.Count);
        var gram = LinearAlgebra.MultiplyTransposed(train.X, train.X);
        for (int i = 0; i < 12; i++)
            for (int j = 0; j < 12; j++) Assert.Equal(i == j ? 1 : 0, gram[i, j], 1e-14);
        Assert.All(train.Labels!.CountBy(label => label), entry => Assert.Equal(3, entry.Value));
        for (int i = 0; i < 12; i++)
            for (int c = 0; c < 4; c++) Assert.Equal(c == train.Labels![i] ? 2 : 0, train.Y[i, c]);
    }

    [Fact]
    public void Validate_TooFewDimensions_IsAProblem()
    {
        var problems = new ProblemList();
        new BalancedClassesTask { Classes = 4, SamplesPerClass = 3, Dimension = 11 }.Validate(problems);
        Assert.Equal("task.dimension", Assert.Single(problems.Problems).Path);
    }
}
