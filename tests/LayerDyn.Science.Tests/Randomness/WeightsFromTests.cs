using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Tests.Randomness;

/// <summary>Which points start from the same weights, and which from the same data.</summary>
public sealed class WeightsFromTests
{
    private const string Base = """
        {'model': {'kind': 'mlp', 'widths': [4, 8, 2]}, 'init': {'kind': 'normal', 'std': 0.5}, 'task': {'kind': 'gaussian-regression', 'samples': 20},
         'optimizer': {'kind': 'gd', 'learningRate': 0.01}, 'steps': 1, 'dtype': 'float64', 'measure': {'at': [0], 'observables': ['loss']}}
        """;

    [Theory]
    [InlineData("'learningRate': 0.01", "'learningRate': 0.02")]
    [InlineData("'kind': 'gd'", "'kind': 'adamw'")]
    [InlineData("'dtype': 'float64'", "'dtype': 'float32'")]
    [InlineData("'steps': 1", "'steps': 2")]
    [InlineData("'samples': 20", "'samples': 20, 'targetDivisor': 3")]
    [InlineData("'steps': 1", "'steps': 1, 'loss': 'mse-mean'")]
    public void Weights_OfPointsOfOneSeedAndShape_AreTheSame(string part, string other)
    {
        var one = Spec.Bind(Base);
        var two = Spec.Bind(Base.Replace(part, other, StringComparison.Ordinal));
        Assert.NotEqual(ExperimentText.Write(one), ExperimentText.Write(two));
        Assert.Equal(Weights(one), Weights(two));
        Assert.NotEqual(Weights(one), Weights(two with { Seed = 1 }));
        if (part != "'steps': 1") Assert.NotEqual(Weights(one with { WeightsFrom = WeightsFrom.Point }), Weights(two with { WeightsFrom = WeightsFrom.Point }));
    }

    [Theory]
    [InlineData("{'kind': 'normal', 'std': 1}", "{'kind': 'normal', 'std': 4}", 4)]
    [InlineData("{'kind': 'normal', 'std': 1}", "{'kind': 'normal', 'std': 2, 'fanIn': true}", 1)]
    [InlineData("{'kind': 'orthogonal', 'gain': 1}", "{'kind': 'orthogonal', 'gain': 2}", 2)]
    public void Weights_AlongAScaleOfTheInit_AreOneDrawScaled(string one, string other, double factor)
    {
        const string Init = "{'kind': 'normal', 'std': 0.5}";
        double[] first = Weights(Spec.Bind(Base.Replace(Init, one, StringComparison.Ordinal)))[0];
        double[] second = Weights(Spec.Bind(Base.Replace(Init, other, StringComparison.Ordinal)))[0];
        Assert.Equal(first.Select(weight => weight * factor), second);
    }

    [Fact]
    public void FirstLoss_OverLearningRates_IsTheSame()
    {
        var one = Spec.Bind(Base);
        var outcomes = Spec.Train(one, one with { Optimizer = Spec.Bind(Base.Replace("0.01", "0.02", StringComparison.Ordinal)).Optimizer });
        Assert.Equal(outcomes[0].Records[0, 0], outcomes[1].Records[0, 0]);
    }

    [Theory]
    [InlineData("{'kind': 'gaussian-regression', 'samples': 9, 'inputs': 2, 'outputs': 1}", "'targetDivisor': 2")]
    [InlineData("{'kind': 'modular-addition', 'modulus': 5}", "'targetScale': 2")]
    [InlineData("{'kind': 'multitask-sparse-parity', 'samples': 9, 'evalSamples': 9, 'bits': 15}", "'targetScale': 2")]
    [InlineData("{'kind': 'linear-teacher', 'coefficients': [1, 2]}", "'targetScale': 2")]
    [InlineData("{'kind': 'teacher-student', 'inputs': 2, 'outputs': 2, 'singularValues': [1], 'samples': 9}", "'noise': 2")]
    [InlineData("{'kind': 'balanced-classes', 'classes': 2, 'samplesPerClass': 2, 'dimension': 5}", "'targetScale': 2")]
    public void Data_WithAnotherTargetScale_HasTheSameInputs(string task, string scale)
    {
        double[] Inputs(string written) =>
            Spec.Task(written).Create(3).Train.X.Data;

        Assert.Equal(Inputs(task), Inputs(task.Replace("}", $", {scale}}}", StringComparison.Ordinal)));
    }

    private static double[][] Weights(Experiment experiment) =>
        experiment.Init.Create(experiment.Model, experiment.Task.Shape, new TrainingPoint(0, experiment).WeightStream());
}
