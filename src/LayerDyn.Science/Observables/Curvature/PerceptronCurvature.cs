using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>
/// The curvature of a multilayer perceptron from its samples. With <c>Z_l = H_{l-1} W_l^T + b_l</c>, <c>H_l = s(Z_l)</c>, <c>D_L = dL/dZ_L</c> and
/// <c>D_{l-1} = (D_l W_l) o s'(Z_{l-1})</c> the gradient is <c>D_l^T H_{l-1}</c>; in a direction (V, v),
/// <c>dZ_l = dH_{l-1} W_l^T + H_{l-1} V_l^T + v_l</c>, <c>dH_l = s'(Z_l) o dZ_l</c>,
/// <c>dD_{l-1} = (dD_l W_l + D_l V_l) o s'(Z_{l-1}) + (D_l W_l) o s''(Z_{l-1}) o dZ_{l-1}</c>, and the product is
/// <c>dD_l^T H_{l-1} + D_l^T dH_{l-1}</c>. Without the terms in D it is the Gauss-Newton part.
/// </summary>
internal sealed class PerceptronCurvature : LossCurvature
{
    // Scalars of a block of samples that each buffer holds in all: 8 MB.
    private const int Budget = 1 << 20;

    private readonly MlpModel _model;
    private readonly IReadOnlyList<Matrix> _parameters;
    private readonly Dataset _set;
    private readonly SampleLoss _loss;
    private readonly bool _whole;
    private readonly int _layers, _each, _rows;
    private PerceptronPass _pass;
    private int _first = -1;

    public PerceptronCurvature(MlpModel model, LossKind loss, IReadOnlyList<Matrix> parameters, Dataset set, bool whole)
        : base(parameters)
    {
        (_model, _parameters, _set, _whole) = (model, parameters, set, whole);
        (_layers, _each, _loss) = (model.Widths.Count - 1, model.Biases ? 2 : 1, new(loss, set, model.Widths[^1]));
        _rows = Math.Min(set.Count, Math.Max(64, Budget / model.Widths.Sum()));
        _pass = new(model.Widths, _rows);
    }

    private protected override void Multiply(Matrix[] direction, Matrix[] image)
    {
        foreach (var part in image) Array.Clear(part.Data);
        for (int first = 0; first < _set.Count; first += _rows)
        {
            ThrowIfCancelled();
            Prepare(first);
            AddBlock(direction, image);
        }
    }

    // Forward and backward; a set of one block keeps its pass.
    private void Prepare(int first)
    {
        if (first == _first) return;
        _first = first;
        int count = Math.Min(_rows, _set.Count - first);
        if (_pass.Rows != count) _pass = new(_model.Widths, count);
        _set.X.Data.AsSpan(first * _set.X.Columns, count * _set.X.Columns).CopyTo(_pass.Inputs[0].Data);
        for (int l = 0; l < _layers; l++)
        {
            var z = l + 1 < _layers ? _pass.Inputs[l + 1] : _pass.Outputs;
            MatrixProduct.Run(z, _pass.Inputs[l], _parameters[_each * l], transposeB: true);
            if (_model.Biases) AddToRows(_parameters[_each * l + 1], z);
            if (l + 1 == _layers) break;
            double[] values = z.Data, slopes = _pass.Slopes[l + 1].Data, bends = _pass.Bends[l + 1].Data;
            for (int i = 0; i < values.Length; i++) (values[i], slopes[i], bends[i]) = ActivationDerivatives.At(_model.Activation, values[i]);
        }

        LinearAlgebra.Scale(_model.OutputScale, _pass.Outputs.Data);
        _loss.Gradient(first, _pass.Outputs, _pass.Deltas[^1]);
        LinearAlgebra.Scale(_model.OutputScale, _pass.Deltas[^1].Data);
        for (int l = _layers - 1; l > 0; l--)
        {
            var below = _pass.Deltas[l - 1];
            MatrixProduct.Run(below, _pass.Deltas[l], _parameters[_each * l]);
            double[] slopes = _pass.Slopes[l].Data, bends = _pass.Bends[l].Data;
            for (int i = 0; i < slopes.Length; i++)
            {
                bends[i] *= below.Data[i];
                below.Data[i] *= slopes[i];
            }
        }
    }

    private void AddBlock(Matrix[] direction, Matrix[] image)
    {
        for (int l = 0; l < _layers; l++)
        {
            var z = l + 1 < _layers ? _pass.SumChanges[l] : _pass.OutputChanges;
            MatrixProduct.Run(z, _pass.Inputs[l], direction[_each * l], transposeB: true);
            if (l > 0) MatrixProduct.Run(z, _pass.InputChanges[l], _parameters[_each * l], transposeB: true, add: true);
            if (_model.Biases) AddToRows(direction[_each * l + 1], z);
            if (l + 1 == _layers) break;
            double[] changes = _pass.InputChanges[l + 1].Data, slopes = _pass.Slopes[l + 1].Data;
            for (int i = 0; i < changes.Length; i++) changes[i] = slopes[i] * z.Data[i];
        }

        LinearAlgebra.Scale(_model.OutputScale, _pass.OutputChanges.Data);
        _loss.GradientChange(_pass.Outputs, _pass.OutputChanges, _pass.DeltaChanges[^1]);
        LinearAlgebra.Scale(_model.OutputScale, _pass.DeltaChanges[^1].Data);
        for (int l = _layers - 1; l >= 0; l--)
        {
            var delta = _pass.DeltaChanges[l];
            MatrixProduct.Run(image[_each * l], delta, _pass.Inputs[l], transposeA: true, add: true);
            if (_model.Biases)
                for (int n = 0; n < delta.Rows; n++) LinearAlgebra.AddMultiple(1, delta.Row(n), image[_each * l + 1].Data);
            if (l == 0) break;
            double[] below = _pass.DeltaChanges[l - 1].Data, slopes = _pass.Slopes[l].Data, bends = _pass.Bends[l].Data, sums = _pass.SumChanges[l - 1].Data;
            MatrixProduct.Run(_pass.DeltaChanges[l - 1], delta, _parameters[_each * l]);
            if (_whole)
            {
                MatrixProduct.Run(image[_each * l], _pass.Deltas[l], _pass.InputChanges[l], transposeA: true, add: true);
                MatrixProduct.Run(_pass.DeltaChanges[l - 1], _pass.Deltas[l], direction[_each * l], add: true);
            }

            for (int i = 0; i < below.Length; i++) below[i] = below[i] * slopes[i] + (_whole ? bends[i] * sums[i] : 0);
        }
    }

    private static void AddToRows(Matrix bias, Matrix rows)
    {
        for (int n = 0; n < rows.Rows; n++) LinearAlgebra.AddMultiple(1, bias.Data, rows.Row(n));
    }
}
