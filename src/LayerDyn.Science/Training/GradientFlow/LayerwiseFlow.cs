using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.GradientFlow;

/// <summary>
/// The right-hand side <c>-dL/dw</c> of gradient flow of a layerwise linear model, from the second moments of the data:
/// <c>dL/dW_l = (W_L ... W_(l+1))^T G (W_(l-1) ... W_1)^T</c> with <c>G = scale (M C - D)</c>. Buffers are reused: not thread-safe.
/// </summary>
internal sealed class LayerwiseFlow
{
    // From this width on a layer fills vectors alone.
    private const int LeastWide = 16;

    private readonly LayerwiseForm _form;
    private readonly Moments _moments;
    private readonly double _scale;
    private readonly int[] _offsets;
    private readonly double[][] _below; // products W_l ... W_1 for l = 0 ... L - 1, dense only; the first is unused
    private readonly double[] _residual, _back, _next;
    private readonly DenseNet? _net;

    /// <param name="form">The model's form.</param>
    /// <param name="moments">Moments of the training set.</param>
    /// <param name="scale">Factor of the loss on <c>1/2 E|f - y|^2</c>.</param>
    public LayerwiseFlow(LayerwiseForm form, Moments moments, double scale)
    {
        (_form, _moments, _scale) = (form, moments, scale);
        _offsets = new int[form.Depth + 1];
        for (int l = 0; l < form.Depth; l++)
            _offsets[l + 1] = _offsets[l] + (form.Kind == LayerwiseKind.Dense ? form.Widths[l] * form.Widths[l + 1] : form.Widths[0]);
        bool dense = form.Kind == LayerwiseKind.Dense;
        if (IsWide(form))
        {
            _net = new DenseNet(form.Widths, moments, targets: 1);
            (_below, _residual, _back, _next) = ([], [], [], []);
            return;
        }

        int inputs = form.Widths[0], widest = form.Widths.Max();
        _below = [.. form.Widths.Select(width => new double[dense ? width * inputs : inputs])];
        _residual = new double[dense ? form.Widths[^1] * inputs : inputs];
        (_back, _next) = (new double[dense ? widest * inputs : inputs], new double[dense ? widest * inputs : inputs]);
    }

    /// <summary>Whether a model's gradient is made of blocked products, which sum with fused multiply-adds.</summary>
    public static bool IsWide(LayerwiseForm form) => form.Kind == LayerwiseKind.Dense && form.Widths.Max() >= LeastWide;

    /// <summary>Length of the state: all parameters one after the other.</summary>
    public int Size => _offsets[^1];

    /// <summary>Writes <c>-dL/dw</c>.</summary>
    public void Rate(ReadOnlySpan<double> state, Span<double> rate)
    {
        if (_form.Kind == LayerwiseKind.Diagonal) Diagonal(state, rate);
        else if (_net is null) Dense(state, rate);
        else Wide(_net, state, rate);
    }

    private void Wide(DenseNet net, ReadOnlySpan<double> state, Span<double> rate)
    {
        var gradients = net.Targets[0];
        for (int l = 1; l <= _form.Depth; l++)
        {
            net.Write(net.Weights[l], l, Layer(state, l - 1));
            net.Whole(gradients[l], l).Clear();
        }

        net.AddGradient(gradients, -_scale);
        for (int l = 1; l <= _form.Depth; l++) net.Read(gradients[l], l, rate[_offsets[l - 1].._offsets[l]]);
    }

    private void Dense(ReadOnlySpan<double> state, Span<double> rate)
    {
        int depth = _form.Depth, inputs = _form.Widths[0], outputs = _form.Widths[^1];
        state[.._offsets[1]].CopyTo(_below[1]);
        for (int l = 1; l < depth; l++) Product(Layer(state, l), _below[l], _below[l + 1], _form.Widths[l + 1], _form.Widths[l], inputs);

        double[] map = _below[depth], c = _moments.Inputs.Data, d = _moments.Cross.Data;
        Product(map, c, _residual, outputs, inputs, inputs);
        for (int i = 0; i < _residual.Length; i++) _back[i] = _scale * (d[i] - _residual[i]); // -G, out x in

        var (back, next) = (_back, _next);
        for (int l = depth - 1; l >= 0; l--)
        {
            // back = (W_L ... W_(l+1))^T (-G), widths[l + 1] x in.
            int rows = _form.Widths[l + 1], columns = _form.Widths[l];
            var target = rate.Slice(_offsets[l], rows * columns);
            if (l == 0) back.AsSpan(0, target.Length).CopyTo(target);
            else ProductTransposed(back, _below[l], target, rows, inputs, columns);
            if (l == 0) break;
            var weights = Layer(state, l);
            Array.Clear(next, 0, columns * inputs);
            for (int o = 0; o < rows; o++)
                for (int h = 0; h < columns; h++)
                {
                    double weight = weights[o * columns + h];
                    for (int i = 0; i < inputs; i++) next[h * inputs + i] += weight * back[o * inputs + i];
                }

            (back, next) = (next, back);
        }
    }

    private void Diagonal(ReadOnlySpan<double> state, Span<double> rate)
    {
        int n = _form.Widths[0], depth = _form.Depth;
        double[] map = _residual;
        Array.Fill(map, 1);
        for (int l = 0; l < depth; l++)
            for (int i = 0; i < n; i++)
            {
                rate[l * n + i] = map[i]; // the product below
                map[i] *= state[l * n + i];
            }

        for (int i = 0; i < n; i++)
        {
            double image = 0;
            if (_moments.IsDiagonal) image = map[i] * _moments.Inputs[i, i];
            else for (int j = 0; j < n; j++) image += _moments.Inputs[i, j] * map[j];
            _back[i] = _scale * (_moments.Cross[0, i] - image);
        }

        for (int l = depth - 1; l >= 0; l--)
            for (int i = 0; i < n; i++)
            {
                rate[l * n + i] *= _back[i];
                _back[i] *= state[l * n + i];
            }
    }

    private ReadOnlySpan<double> Layer(ReadOnlySpan<double> state, int l) => state[_offsets[l].._offsets[l + 1]];

    // target = A B, A m x k, B k x n.
    private static void Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target, int m, int k, int n)
    {
        target[..(m * n)].Clear();
        for (int i = 0; i < m; i++)
            for (int p = 0; p < k; p++)
            {
                double factor = a[i * k + p];
                for (int j = 0; j < n; j++) target[i * n + j] += factor * b[p * n + j];
            }
    }

    // target = A B^T, A m x k, B n x k.
    private static void ProductTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target, int m, int k, int n)
    {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++) target[i * n + j] = LinearAlgebra.Dot(a.Slice(i * k, k), b.Slice(j * k, k));
    }
}
