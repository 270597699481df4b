using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Tests.Models;

public sealed class LinearModelTests
{
    public static TheoryData<Model, int> AllModels() => new()
    {
        { new LinearModel(), 2 },
        { new DeepLinearModel { Widths = [3, 2] }, 2 },
        { new DeepLinearModel { Widths = [3, 5, 4, 2] }, 2 },
        { new DiagonalLinearModel { Depth = 1 }, 1 },
        { new DiagonalLinearModel { Depth = 3 }, 1 },
        { new MultilinearSkillModel(), 1 },
        { new MultilinearSkillModel { Skills = 2 }, 1 },
    };

    [Theory]
    [MemberData(nameof(AllModels))]
    public void Forward_Torch_IsTheEndToEndMap(Model model, int outputs)
    {
        var task = new TaskShape(3, outputs, 5, Groups: 3);
        var shapes = model.Parameters(task);
        var values = shapes.Select((shape, i) => Gaussian((int)shape.Count, i)).ToArray();
        using var scope = torch.NewDisposeScope();
        var parameters = shapes.Select((shape, i) => torch.tensor(values[i], [.. shape.Dimensions.Select(d => (long)d)])).ToList();
        double[] inputs = Gaussian(15, 99);
        var output = model.Forward(parameters, torch.tensor(inputs, [5, 3]));

        var matrices = shapes.Select((shape, i) => shape.Dimensions.Count == 1
            ? new Matrix(1, (int)shape.Count, values[i])
            : new Matrix(shape.Dimensions[0], shape.Dimensions[1], values[i])).ToArray();
        var expected = LinearAlgebra.MultiplyTransposed(new Matrix(5, 3, inputs), LayerwiseMap.Of(model.Layerwise(task)!, matrices, 3));
        Assert.Equal([5L, outputs], output.shape);
        Assert.All(output.data<double>().ToArray().Zip(expected.Data), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
    }

    [Fact]
    public void Validate_WidthsThatDoNotFit_NamesPlaceRuleAndRemedy()
    {
        var problems = Spec.Problems("""
            {'model':{'kind':'deep-linear','widths':[3,2,2]},'init':'normal','task':{'kind':'gaussian-regression','samples':10,'inputs':2,'outputs':1},
             'optimizer':'gd','steps':1,'measure':{'observables':['loss']}}
            """);
        Assert.Contains(problems, problem => problem is { Path: "model.widths[0]", Value: "3", Remedy: "write widths: [2, ...]" });
        Assert.Contains(problems, problem => problem is { Path: "model.widths[2]", Value: "2" });
    }

    [Fact]
    public void Validate_DiagonalWithTwoOutputs_IsReported() => Assert.Contains(
        Spec.Problems("""
            {'model':'diagonal-linear','init':'normal','task':{'kind':'gaussian-regression','samples':10,'inputs':2,'outputs':2},
             'optimizer':'gd','steps':1,'measure':{'observables':['loss']}}
            """), problem => problem.Rule.Contains("one output", StringComparison.Ordinal));

    private static double[] Gaussian(int count, int seed)
    {
        double[] values = new double[count];
        Science.Randomness.RandomStream.For($"test/{seed}").FillNormal(values);
        return values;
    }
}
