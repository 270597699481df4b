using LayerDyn.Science.Catalog;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Random (semi-)orthogonal weight matrices times a gain: the larger dimension's rows or columns are orthonormal (Saxe et al. 2014,
/// arXiv 1312.6120). Gains start at one, embeddings normal.
/// </summary>
[Kind("orthogonal", "random orthogonal weight matrices times a gain")]
public sealed record OrthogonalInit : Initialisation
{
    /// <summary>Every singular value of a weight matrix.</summary>
    [Parameter("every singular value of a weight matrix", Min = 0)]
    public double Gain { get; init; } = 1;

    /// <summary>How biases start.</summary>
    [Parameter("biases: zero, normal with the spread of the weights of their layer, or torch-default: uniform in ±1/sqrt(fan-in)", OmittedAtDefault = true)]
    public BiasInit Biases { get; init; } = BiasInit.Zero;

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        double spread = Gain;
        return [.. model.Parameters(task).Select(parameter =>
        {
            // A bias has the spread of its layer, the weight before it.
            if (parameter.Role == ParameterRole.Weight) spread = SpreadOf(parameter);
            var child = stream.Child(parameter.Name);
            return parameter.Role == ParameterRole.Bias ? CreateBiases(parameter, spread, child) : Create(parameter, child);
        })];
    }

    // Root mean square of an entry: the rows or columns of a matrix, whichever are more, share the gain.
    private double SpreadOf(ParameterShape weight) => weight.Dimensions.Count == 2 ? Gain / Math.Sqrt(weight.Dimensions.Max()) : Gain;

    private double[] CreateBiases(ParameterShape parameter, double spread, RandomStream stream)
    {
        double[] values = new double[parameter.Count];
        if (Biases == BiasInit.TorchDefault) TorchDefaultInit.FillUniform(values, parameter.FanIn, stream);
        if (Biases == BiasInit.Normal) FillNormal(values, spread, stream);
        return values;
    }

    private static void FillNormal(double[] values, double std, RandomStream stream)
    {
        stream.FillNormal(values);
        for (int i = 0; i < values.Length; i++) values[i] *= std;
    }

    private double[] Create(ParameterShape parameter, RandomStream stream)
    {
        double[] values = new double[parameter.Count];
        if (parameter.Role == ParameterRole.Gain)
        {
            Array.Fill(values, 1);
            return values;
        }

        if (parameter.Role == ParameterRole.Embedding || parameter.Dimensions.Count != 2)
        {
            FillNormal(values, Gain, stream);
            return values;
        }

        int rows = parameter.Dimensions[0], columns = parameter.Dimensions[1];
        var square = LinearAlgebra.RandomOrthogonal(Math.Max(rows, columns), stream);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[row * columns + column] = Gain * square[row, column];
        return values;
    }
}
