using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Models;

/// <summary>
/// Linear attention with separate key and query, <c>f = beta^T M x_q</c>, <c>M = sum_h v_h K_h^T Q_h</c>: row <c>h R + r</c> of K and of Q is row r of
/// head h. A state is K, Q and v one after the other.
/// </summary>
/// <param name="Dimension">Dimension D of an input.</param>
/// <param name="Heads">Number of heads H.</param>
/// <param name="Rank">Rank R of a head.</param>
internal sealed record AttentionForm(int Dimension, int Heads, int Rank)
{
    /// <summary>Rows of K and of Q.</summary>
    public int Rows => Heads * Rank;

    /// <summary>Number of weights.</summary>
    public int Weights => 2 * Rows * Dimension + Heads;

    /// <summary>The form of an experiment's model; null for another model.</summary>
    public static AttentionForm? Of(Experiment experiment) =>
        experiment.Model is LinearAttentionModel { KeyQuery: KeyQuery.Separate } model
            ? new(experiment.Task.Shape.ContextDimension, model.Heads, model.Rank)
            : null;

    /// <summary>M of a state, row after row.</summary>
    public void Map(ReadOnlySpan<double> state, Span<double> map)
    {
        map.Clear();
        int size = Rows * Dimension;
        for (int row = 0; row < Rows; row++)
            for (int i = 0; i < Dimension; i++)
                LinearAlgebra.AddMultiple(state[2 * size + row / Rank] * state[row * Dimension + i], state.Slice(size + row * Dimension, Dimension),
                    map.Slice(i * Dimension, Dimension));
    }

    /// <summary>M of the parameters K, Q and v, row after row: 1 x D^2.</summary>
    public Matrix Map(IReadOnlyList<Matrix> parameters)
    {
        var map = new Matrix(1, Dimension * Dimension);
        Map(State(parameters), map.Data);
        return map;
    }

    /// <summary>What every head gives before its v, n x H: <c>tr(K_h^T Q_h B^T)</c> of inputs <c>B = beta x_q^T</c>, n x D^2.</summary>
    public Matrix Features(IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        var jacobian = Jacobian(parameters, inputs);
        var features = new Matrix(inputs.Rows, Heads);
        for (int n = 0; n < inputs.Rows; n++) jacobian.Row(n)[^Heads..].CopyTo(features.Row(n));
        return features;
    }

    /// <summary>The derivatives of the outputs in the weights, n x <see cref="Weights"/>, for inputs of n x D^2.</summary>
    public Matrix Jacobian(IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        var jacobian = new Matrix(inputs.Rows, Weights);
        double[] state = State(parameters);
        for (int n = 0; n < inputs.Rows; n++) Derivatives(state, inputs.Row(n), jacobian.Row(n));
        return jacobian;
    }

    /// <summary>
    /// The derivatives of <c>tr(M B^T)</c> for a B of D x D: <c>v_h Q_h B^T</c> in K_h, <c>v_h K_h B</c> in Q_h and <c>tr(K_h^T Q_h B^T)</c> in v_h. With
    /// <c>B = dL/dM</c> it is the gradient of the loss.
    /// </summary>
    public void Derivatives(ReadOnlySpan<double> state, ReadOnlySpan<double> b, Span<double> to)
    {
        to.Clear();
        int size = Rows * Dimension;
        for (int row = 0; row < Rows; row++)
        {
            var query = state.Slice(size + row * Dimension, Dimension);
            var toQuery = to.Slice(size + row * Dimension, Dimension);
            double value = state[2 * size + row / Rank];
            for (int i = 0; i < Dimension; i++)
            {
                var products = b.Slice(i * Dimension, Dimension);
                double key = state[row * Dimension + i], image = LinearAlgebra.Dot(products, query);
                to[row * Dimension + i] = value * image;
                LinearAlgebra.AddMultiple(value * key, products, toQuery);
                to[2 * size + row / Rank] += key * image;
            }
        }
    }

    /// <summary>What gradient flow conserves: the <c>v_h^2 - |K_h|_F^2</c>, 1 x H, and the <c>K_h K_h^T - Q_h Q_h^T</c> one below the other, H R x R.</summary>
    public Matrix[] Conserved(IReadOnlyList<Matrix> parameters)
    {
        var (keys, queries, values) = (parameters[0], parameters[1], parameters[2]);
        Matrix first = new(1, Heads), second = new(Rows, Rank);
        for (int head = 0; head < Heads; head++) first[0, head] = values[0, head] * values[0, head];
        for (int row = 0; row < Rows; row++)
        {
            first[0, row / Rank] -= LinearAlgebra.Dot(keys.Row(row), keys.Row(row));
            for (int r = 0; r < Rank; r++)
            {
                int other = row / Rank * Rank + r;
                second[row, r] = LinearAlgebra.Dot(keys.Row(row), keys.Row(other)) - LinearAlgebra.Dot(queries.Row(row), queries.Row(other));
            }
        }

        return [first, second];
    }

    /// <summary>A state as matrices: K and Q, H R x D, and v, 1 x H, over copies.</summary>
    public Matrix[] Parameters(ReadOnlySpan<double> state)
    {
        int size = Rows * Dimension;
        return
        [
            new(Rows, Dimension, state[..size].ToArray()), new(Rows, Dimension, state.Slice(size, size).ToArray()), new(1, Heads, state[(2 * size)..].ToArray()),
        ];
    }

    private static double[] State(IReadOnlyList<Matrix> parameters) => [.. parameters.SelectMany(parameter => parameter.Data)];
}
