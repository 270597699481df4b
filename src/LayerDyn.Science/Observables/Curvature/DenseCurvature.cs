using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>
/// The curvature of a deep linear network from the second moments of the data. With <c>A_l = W_l ... W_1</c>, <c>E = A_L C - D</c> and
/// <c>G_l = (W_L ... W_{l+1})^T E</c> the gradient is <c>G_l A_{l-1}^T</c>; in a direction V,
/// <c>dA_l = W_l dA_{l-1} + V_l A_{l-1}</c>, <c>dG_L = dA_L C</c>, <c>dG_{l-1} = W_l^T dG_l + V_l^T G_l</c>, and the product is
/// <c>dG_l A_{l-1}^T + G_l dA_{l-1}^T</c>. Without the terms in G it is the Gauss-Newton part.
/// </summary>
internal sealed class DenseCurvature : LossCurvature
{
    private readonly IReadOnlyList<Matrix> _weights;
    private readonly Moments _moments;
    private readonly double _factor;
    private readonly bool _whole;
    private readonly Matrix[] _chains, _backs, _chainChanges, _backChanges; // A_l and G_l, widths[l] x in, l from 1 to L at l - 1

    public DenseCurvature(IReadOnlyList<Matrix> weights, Moments moments, double factor, bool whole)
        : base(weights)
    {
        (_weights, _moments, _factor, _whole) = (weights, moments, factor, whole);
        int last = weights.Count - 1;
        (_chains, _backs, _chainChanges, _backChanges) = (Images(), Images(), Images(), Images());
        _chains[0] = weights[0];
        for (int l = 1; l <= last; l++) MatrixProduct.Run(_chains[l], weights[l], _chains[l - 1]);
        Image(_chains[last], _backs[last]);
        for (int i = 0; i < _backs[last].Data.Length; i++) _backs[last].Data[i] -= factor * moments.Cross.Data[i];
        for (int l = last; l > 0; l--) MatrixProduct.Run(_backs[l - 1], weights[l], _backs[l], transposeA: true);
    }

    private protected override void Multiply(Matrix[] direction, Matrix[] image)
    {
        int last = _weights.Count - 1;
        _chainChanges[0] = direction[0];
        for (int l = 1; l <= last; l++)
        {
            MatrixProduct.Run(_chainChanges[l], _weights[l], _chainChanges[l - 1]);
            MatrixProduct.Run(_chainChanges[l], direction[l], _chains[l - 1], add: true);
        }

        Image(_chainChanges[last], _backChanges[last]);
        for (int l = last; l > 0; l--)
        {
            MatrixProduct.Run(image[l], _backChanges[l], _chains[l - 1], transposeB: true);
            MatrixProduct.Run(_backChanges[l - 1], _weights[l], _backChanges[l], transposeA: true);
            if (!_whole) continue;
            MatrixProduct.Run(image[l], _backs[l], _chainChanges[l - 1], transposeB: true, add: true);
            MatrixProduct.Run(_backChanges[l - 1], direction[l], _backs[l], transposeA: true, add: true);
        }

        _backChanges[0].Data.CopyTo(image[0].Data, 0);
    }

    private Matrix[] Images() => [.. _weights.Select(layer => new Matrix(layer.Rows, _weights[0].Columns))];

    // factor M C
    private void Image(Matrix map, Matrix image)
    {
        if (_moments.Variances is { } variances)
        {
            for (int o = 0; o < map.Rows; o++)
                for (int i = 0; i < map.Columns; i++) image[o, i] = _factor * map[o, i] * variances[i];
            return;
        }

        MatrixProduct.Run(image, map, _moments.Inputs);
        LinearAlgebra.Scale(_factor, image.Data);
    }
}
