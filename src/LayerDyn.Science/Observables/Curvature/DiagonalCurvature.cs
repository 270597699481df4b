using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>
/// The curvature of a diagonal network <c>f(x) = sum_i x_i u_i</c>, <c>u_i = w_1i ... w_Li</c>: with <c>E = u C - D</c> the gradient is
/// <c>E_i prod_{m != l} w_mi</c>, here as a suffix times a prefix, of which both derivatives are carried along.
/// </summary>
internal sealed class DiagonalCurvature : LossCurvature
{
    private readonly IReadOnlyList<Matrix> _weights;
    private readonly Moments _moments;
    private readonly double _factor;
    private readonly bool _whole;
    private readonly double[] _errors;

    public DiagonalCurvature(IReadOnlyList<Matrix> weights, Moments moments, double factor, bool whole)
        : base(weights)
    {
        (_weights, _moments, _factor, _whole) = (weights, moments, factor, whole);
        double[] map = new double[Modes];
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = 1;
            foreach (var layer in weights) map[i] *= layer.Data[i];
        }

        _errors = Image(map);
        for (int i = 0; i < map.Length; i++) _errors[i] -= factor * moments.Cross[0, i];
    }

    private int Modes => _weights[0].Columns;

    private protected override void Multiply(Matrix[] direction, Matrix[] image)
    {
        int depth = _weights.Count;
        double[] change = new double[Modes], before = new double[depth], beforeChange = new double[depth];
        for (int i = 0; i < change.Length; i++) change[i] = Prefixes(direction, i, before, beforeChange);
        double[] errorChange = Image(change);
        for (int i = 0; i < change.Length; i++)
        {
            Prefixes(direction, i, before, beforeChange);
            double after = _errors[i], afterChange = errorChange[i]; // the error times the layers above, and its derivative
            for (int l = depth - 1; l >= 0; l--)
            {
                image[l].Data[i] = afterChange * before[l] + (_whole ? after * beforeChange[l] : 0);
                double weight = _weights[l].Data[i];
                afterChange = weight * afterChange + (_whole ? direction[l].Data[i] * after : 0);
                after *= weight;
            }
        }
    }

    // The products of the layers below each, their derivatives, and the derivative of the whole product.
    private double Prefixes(Matrix[] direction, int mode, double[] before, double[] beforeChange)
    {
        double product = 1, change = 0;
        for (int l = 0; l < before.Length; l++)
        {
            (before[l], beforeChange[l]) = (product, change);
            double weight = _weights[l].Data[mode];
            change = change * weight + product * direction[l].Data[mode];
            product *= weight;
        }

        return change;
    }

    // factor u C; inputs that the model does not represent have u = 0.
    private double[] Image(double[] map)
    {
        double[] image = new double[map.Length];
        for (int i = 0; i < map.Length; i++)
            image[i] = _factor * (_moments.Variances is { } variances ? map[i] * variances[i] : LinearAlgebra.Dot(map, _moments.Inputs.Row(i)));
        return image;
    }
}
