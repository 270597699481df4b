using LayerDyn.Science.Catalog;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>Independent normal weights; their standard deviation is <c>std</c>, or <c>std / sqrt(fan-in)</c>. Gains start at one.</summary>
[Kind("normal", "independent normal weights")]
public sealed record NormalInit : Initialisation
{
    /// <summary>Standard deviation of a weight, before the division by the fan-in.</summary>
    [Parameter("standard deviation", Min = 0, Symbol = "σ")]
    public double Std { get; init; } = 1;

    /// <summary>Whether a layer's standard deviation is divided by the square root of its number of inputs.</summary>
    [Parameter("divide by the square root of the fan-in")]
    public bool FanIn { get; init; }

    /// <summary>How biases start.</summary>
    [Parameter("biases: zero, normal like the weights of their layer, or torch-default: uniform in ±1/sqrt(fan-in)")]
    public BiasInit Biases { get; init; } = BiasInit.Zero;

    /// <summary>Whether the last layer starts at zero, so that the network's output does.</summary>
    [Parameter("start the weights of the last layer at zero", OmittedAtDefault = true)]
    public bool ZeroReadout { get; init; }

    /// <inheritdoc/>
    public override bool IsByFanIn => FanIn;

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var parameters = model.Parameters(task);
        double[][] values = [.. parameters.Select(parameter => new double[parameter.Count])];
        int fanIn = 1, last = parameters.Count - 1;
        while (last > 0 && parameters[last].Role != ParameterRole.Weight) last--;
        for (int i = 0; i < values.Length; i++)
        {
            var parameter = parameters[i];
            if (parameter.Role == ParameterRole.Weight) fanIn = parameter.FanIn;
            if (parameter.Role == ParameterRole.Gain) Array.Fill(values[i], 1);
            if (parameter.Role == ParameterRole.Gain || (parameter.Role == ParameterRole.Bias && Biases == BiasInit.Zero)) continue;
            if (parameter.Role == ParameterRole.Bias && Biases == BiasInit.TorchDefault)
            {
                TorchDefaultInit.FillUniform(values[i], parameter.FanIn, stream.Child(parameter.Name));
                continue;
            }

            stream.Child(parameter.Name).FillNormal(values[i]);

            // A bias has the fan-in of its layer, the weight before it; embeddings are read one row at a time.
            double std = parameter.Role != ParameterRole.Embedding ? StdOf(fanIn, isReadout: i == last) : Std;
            for (int j = 0; j < values[i].Length; j++) values[i][j] *= std;
        }

        return values;
    }

    /// <summary>The standard deviation of the weights of a layer.</summary>
    internal double StdOf(int fanIn, bool isReadout) => isReadout && ZeroReadout ? 0 : FanIn ? Std / Math.Sqrt(fanIn) : Std;
}
