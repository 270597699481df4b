using LayerDyn.Science.Catalog;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Random (semi-)orthogonal weight matrices times a gain: the larger dimension's rows or columns are orthonormal (Saxe et al. 2014,
/// arXiv 1312.6120). Other parameters: biases zero, gains one, embeddings normal.
/// </summary>
[Kind("orthogonal", "random orthogonal weight matrices times a gain")]
public sealed record OrthogonalInit : Initialisation
{
    /// <summary>Every singular value of a weight matrix.</summary>
    [Parameter("every singular value of a weight matrix", Min = 0)]
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream) =>
        [.. model.Parameters(task).Select(parameter => Create(parameter, stream.Child(parameter.Name)))];

    private double[] Create(ParameterShape parameter, RandomStream stream)
    {
        double[] values = new double[parameter.Count];
        if (parameter.Role == ParameterRole.Gain) Array.Fill(values, 1);
        if (parameter.Role is ParameterRole.Gain or ParameterRole.Bias) return values;
        if (parameter.Role == ParameterRole.Embedding || parameter.Dimensions.Count != 2)
        {
            stream.FillNormal(values);
            for (int i = 0; i < values.Length; i++) values[i] *= Gain;
            return values;
        }

        int rows = parameter.Dimensions[0], columns = parameter.Dimensions[1];
        var square = LinearAlgebra.RandomOrthogonal(Math.Max(rows, columns), stream);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[row * columns + column] = Gain * square[row, column];
        return values;
    }
}
