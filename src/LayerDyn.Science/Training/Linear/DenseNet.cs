using System.Runtime.CompilerServices;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// One network <c>f(x) = W_L ... W_1 x</c> whose layers are wide enough to fill vectors alone, and the gradient of its squared loss from
/// the second moments of the data. Each element is the same sum in the same order as in <see cref="DenseBlock{TS, TV}"/>. Not thread-safe.
/// </summary>
internal sealed unsafe class DenseNet
{
    // Rows are filled up with zeros to whole pieces of the widest vectors' tiles.
    private const int Piece = 16;

    private readonly int[] _widths;
    private readonly bool _fromOutputs, _white;
    private readonly double[] _memory;
    private readonly View[] _weights, _chains, _errors;
    private readonly View _map, _minusCross, _second;
    private nint _used;

    /// <param name="widths">Widths from the input to the output.</param>
    /// <param name="moments">Moments of the training set.</param>
    /// <param name="targets">How many matrices of each layer's shape to make beside the weights.</param>
    public DenseNet(IReadOnlyList<int> widths, Moments moments, int targets)
    {
        _widths = [.. widths];
        int depth = Depth, inputs = widths[0], outputs = widths[^1];
        (_fromOutputs, _white) = (outputs <= inputs, depth > 1 && moments.IsWhite);
        _memory = GC.AllocateArray<double>(checked((int)Doubles(targets)) + 8, pinned: true);
        _used = (nint)((64 - ((nint)Unsafe.AsPointer(ref _memory[0]) & 63)) & 63) / sizeof(double);
        (_weights, _chains, _errors) = (Layers(), new View[depth + 1], new View[depth + 1]);
        Targets = [.. Enumerable.Range(0, targets).Select(_ => Layers())];
        for (int l = 1; l <= depth; l++)
        {
            _chains[l] = _fromOutputs ? Take(outputs, widths[l]) : Take(widths[l], inputs);
            _errors[l] = _fromOutputs ? Take(outputs, widths[l - 1]) : Take(widths[l], inputs);
        }

        if (_fromOutputs) _chains[depth - 1] = _weights[depth];
        else _chains[1] = _weights[1];
        (_map, _minusCross) = (Take(outputs, inputs), Take(outputs, inputs));
        for (int o = 0; o < outputs; o++)
            for (int i = 0; i < inputs; i++) _minusCross.Data[_minusCross.At(o, i)] = -moments.Cross[o, i];
        if (_white) return;
        _second = Take(inputs, inputs);
        Copy(moments.Inputs.Data, _second, inputs, inputs);
    }

    /// <summary>Matrices shaped as the weights, by kind and then by layer from 1 on.</summary>
    public View[][] Targets { get; }

    /// <summary>The weights by layer from 1 on.</summary>
    public View[] Weights => _weights;

    private int Depth => _widths.Length - 1;

    /// <summary>Writes values, row-major, into a matrix of a layer's shape.</summary>
    public void Write(View matrix, int layer, ReadOnlySpan<double> values) => Copy(values, matrix, _widths[layer], _widths[layer - 1]);

    /// <summary>Reads a matrix of a layer's shape, row-major.</summary>
    public void Read(View matrix, int layer, Span<double> values)
    {
        int columns = _widths[layer - 1];
        for (int r = 0; r < _widths[layer]; r++) Row(matrix, r, columns).CopyTo(values.Slice(r * columns, columns));
    }

    /// <summary>All of a matrix of a layer's shape, with what fills up its rows.</summary>
    public Span<double> Whole(View matrix, int layer) => new(matrix.Data, _widths[layer] * (int)matrix.Row);

    /// <summary>Whether all weights are finite.</summary>
    public bool IsFinite()
    {
        for (int l = 1; l <= Depth; l++)
            for (int r = 0; r < _widths[l]; r++)
                foreach (double weight in Row(_weights[l], r, _widths[l - 1]))
                    if (!double.IsFinite(weight)) return false;
        return true;
    }

    /// <summary>
    /// Adds <c>scale dL/dW_l</c> to the targets, which may be the weights, where <c>L = 1/2 E|f - y|^2</c>: with
    /// <c>E = scale (W_L ... W_1 C - D)</c> it is <c>(W_L ... W_{l+1})^T E (W_{l-1} ... W_1)^T</c>, with every chain built from its thin end.
    /// </summary>
    public void AddGradient(View[] targets, double scale)
    {
        if (_fromOutputs) FromOutputs(targets, scale);
        else FromInputs(targets, scale);
    }

    private void FromOutputs(View[] targets, double scale)
    {
        int depth = Depth, outputs = _widths[depth];
        for (int l = depth - 2; l >= 1; l--) Product(_chains[l], _chains[l + 1], _weights[l + 1], outputs, _widths[l + 1], l);
        if (!_white && depth > 1) Product(_map, _chains[1], _weights[1], outputs, _widths[1], 0);
        Error(_errors[1], _white ? _chains[1] : depth > 1 ? _map : _weights[1], _white ? _weights[1] : _second, _widths[_white ? 1 : 0], scale);
        for (int l = 1; l < depth; l++) MatrixProduct.Run(_errors[l + 1], _errors[l], _weights[l].Transposed, outputs, _widths[l - 1], _widths[l]);

        // Ascending, so that the last layer, which is also the chain above the one before it, changes last.
        for (int l = 1; l < depth; l++) Product(targets[l], _chains[l].Transposed, _errors[l], _widths[l], outputs, l - 1, add: true);
        LinearAlgebra.AddMultiple(1, Whole(_errors[depth], depth), Whole(targets[depth], depth));
    }

    private void FromInputs(View[] targets, double scale)
    {
        int depth = Depth, inputs = _widths[0];
        for (int l = 2; l < depth; l++) Product(_chains[l], _weights[l], _chains[l - 1], _widths[l], _widths[l - 1], 0);
        if (!_white && depth > 1) Product(_map, _weights[depth], _chains[depth - 1], _widths[depth], _widths[depth - 1], 0);
        Error(_errors[depth], _white ? _weights[depth] : depth > 1 ? _map : _weights[1], _white ? _chains[depth - 1] : _second, _widths[_white ? depth - 1 : 0], scale);
        for (int l = depth - 1; l >= 1; l--) Product(_errors[l], _weights[l + 1].Transposed, _errors[l + 1], _widths[l], _widths[l + 1], 0);

        // Descending, so that the first layer, which is also the chain below the second, changes last.
        for (int l = depth; l > 1; l--) MatrixProduct.Run(targets[l], _errors[l], _chains[l - 1].Transposed, _widths[l], inputs, _widths[l - 1], add: true);
        LinearAlgebra.AddMultiple(1, Whole(_errors[1], 1), Whole(targets[1], 1));
    }

    // error = (A B - D) scale, outputs x inputs.
    private void Error(View error, View a, View b, int k, double scale)
    {
        var whole = new Span<double>(error.Data, _widths[^1] * (int)error.Row);
        new Span<double>(_minusCross.Data, whole.Length).CopyTo(whole);
        Product(error, a, b, _widths[^1], k, 0, add: true);
        LinearAlgebra.Scale(scale, whole);
    }

    // Of as many columns as a layer is wide, with what fills up the rows: B has zeros there.
    private void Product(View target, View a, View b, int m, int k, int columns, bool add = false) =>
        MatrixProduct.Run(target, a, b, m, k, Filled(_widths[columns]), add);

    private View[] Layers() => [default, .. Enumerable.Range(1, Depth).Select(l => Take(_widths[l], _widths[l - 1]))];

    private View Take(int rows, int columns)
    {
        nint row = Stride(columns);
        var matrix = new View((double*)Unsafe.AsPointer(ref _memory[_used]), row, 1);
        _used += rows * row;
        return matrix;
    }

    private nint Doubles(int targets)
    {
        nint thin = Math.Min(_widths[0], _widths[^1]), sum = (_widths[0] + 2 * _widths[^1]) * Stride(_widths[0]);
        for (int l = 1; l <= Depth; l++)
        {
            sum += (targets + 1) * _widths[l] * Stride(_widths[l - 1]);
            sum += _fromOutputs ? thin * (Stride(_widths[l]) + Stride(_widths[l - 1])) : 2 * _widths[l] * Stride((int)thin);
        }

        return sum;
    }

    private static int Filled(int columns) => (columns + Piece - 1) / Piece * Piece;

    // Rows a multiple of 2 KB apart would share the same few places of the cache.
    private static nint Stride(int columns) => Filled(columns) % 256 == 0 ? Filled(columns) + Piece : Filled(columns);

    private static Span<double> Row(View matrix, int row, int columns) => new(matrix.Data + matrix.At(row, 0), columns);

    private static void Copy(ReadOnlySpan<double> values, View matrix, int rows, int columns)
    {
        for (int r = 0; r < rows; r++) values.Slice(r * columns, columns).CopyTo(Row(matrix, r, columns));
    }
}
