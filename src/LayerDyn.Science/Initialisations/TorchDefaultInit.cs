using LayerDyn.Science.Catalog;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// As PyTorch's layers start by default: weights and biases of a linear layer uniform in ±1/sqrt(fan-in) (<c>torch.nn.Linear</c>, that is
/// <c>kaiming_uniform_</c> with a = sqrt(5)), embeddings standard normal, gains one. The draws are this library's, not torch's.
/// </summary>
[Kind("torch-default", "weights and biases as torch.nn.Linear starts them: uniform in ±1/sqrt(fan-in)")]
public sealed record TorchDefaultInit : Initialisation
{
    /// <summary>What all weights are multiplied by, biases left alone.</summary>
    [Parameter("factor of all weights, biases left alone", Min = 0)]
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsByFanIn => true;

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream) =>
        [.. model.Parameters(task).Select(parameter => Create(parameter, stream.Child(parameter.Name)))];

    /// <summary>Fills uniformly in ±1/sqrt(fan-in).</summary>
    internal static void FillUniform(double[] values, int fanIn, RandomStream stream)
    {
        double bound = 1 / Math.Sqrt(fanIn);
        for (int j = 0; j < values.Length; j++) values[j] = ((2 * stream.Uniform(j)) - 1) * bound;
    }

    private double[] Create(ParameterShape parameter, RandomStream stream)
    {
        double[] values = new double[parameter.Count];
        if (parameter.Role == ParameterRole.Gain) Array.Fill(values, 1);
        else if (parameter.Role == ParameterRole.Embedding) stream.FillNormal(values);
        else FillUniform(values, parameter.FanIn, stream);
        if (parameter.Role is ParameterRole.Weight or ParameterRole.Embedding)
            for (int j = 0; j < values.Length; j++) values[j] *= Scale;
        return values;
    }
}
