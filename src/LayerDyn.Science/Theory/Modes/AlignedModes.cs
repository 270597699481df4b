using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// Two dense layers along the singular vectors of their target on whitened inputs, <c>Sigma_yx = s U S V^T</c>: with <c>a_i = W1 v_i</c> and
/// <c>b_i = W2^T u_i</c>, all modes' orthogonal to each other's, a step of gradient descent leaves them so and is for each mode that of one scalar network,
/// <c>a_i += eta s (S_i - u_i) b_i</c> and <c>b_i += eta s (S_i - u_i) a_i</c> with <c>u_i = a_i b_i</c> (<see cref="PairSteps"/>). What lies in neither
/// the target nor the map does not move.
/// </summary>
internal sealed class AlignedModes
{
    // A mixture of target and map has the singular vectors of both where these agree, and tells modes apart of which only one does.
    private const double Share = 0.6180339887498949, Rank = 1e-12;

    private readonly Matrix _right, _left; // modes x in, modes x out
    private readonly Matrix _first, _second; // a_i and b_i in rows, modes x hidden
    private readonly Matrix _restFirst, _restSecond; // what of W1 and W2 no mode has
    private readonly PairSteps[] _steps;

    /// <param name="w1">First layer, hidden x in.</param>
    /// <param name="w2">Second layer, out x hidden.</param>
    /// <param name="target"><c>Sigma_yx / s</c>, out x in.</param>
    /// <param name="variance">Variance s of every input.</param>
    public AlignedModes(Matrix w1, Matrix w2, Matrix target, double variance)
    {
        var map = LinearAlgebra.Multiply(w2, w1);
        double size = LinearAlgebra.Norm(target), own = LinearAlgebra.Norm(map), share = own == 0 ? 0 : size == 0 ? 1 : Share * size / own;
        var (u, s, vt) = LinearAlgebra.Svd(LinearAlgebra.Subtract(target, new(map.Rows, map.Columns, [.. map.Data.Select(value => -share * value)])));
        int count = s.Count(value => value > Rank * s[0]);
        _right = new(count, w1.Columns, vt.Data[..(count * w1.Columns)]);
        _left = new(count, w2.Rows, LinearAlgebra.Transpose(u).Data[..(count * w2.Rows)]);
        _first = LinearAlgebra.MultiplyTransposed(_right, w1);
        _second = LinearAlgebra.Multiply(_left, w2);
        _restFirst = LinearAlgebra.Subtract(w1, LinearAlgebra.TransposedMultiply(_first, _right));
        _restSecond = LinearAlgebra.Subtract(w2, LinearAlgebra.TransposedMultiply(_left, _second));
        var targets = LinearAlgebra.MultiplyTransposed(LinearAlgebra.Multiply(_left, target), _right); // modes x modes
        _steps = [.. Enumerable.Range(0, count).Select(mode => new PairSteps(LinearAlgebra.Dot(_first.Row(mode), _second.Row(mode)),
            LinearAlgebra.Dot(_first.Row(mode), _first.Row(mode)) + LinearAlgebra.Dot(_second.Row(mode), _second.Row(mode)), targets[mode, mode], variance))];
        Deviation = Deviate(targets, size);
    }

    /// <summary>
    /// By how much the weights are not aligned: the largest product of two modes that should be 0, relative to the squared weights; of the target, to it.
    /// </summary>
    public double Deviation { get; }

    /// <summary>One step of size <paramref name="rate"/>.</summary>
    public void Step(double rate)
    {
        foreach (var mode in _steps) mode.Step(rate);
    }

    /// <summary>The layers after the steps taken.</summary>
    public (Matrix W1, Matrix W2) Weights()
    {
        Matrix first = new(_first.Rows, _first.Columns), second = new(_second.Rows, _second.Columns);
        for (int mode = 0; mode < _steps.Length; mode++)
            for (int h = 0; h < first.Columns; h++) (first[mode, h], second[mode, h]) = _steps[mode].Weights(_first[mode, h], _second[mode, h]);
        Matrix w1 = LinearAlgebra.TransposedMultiply(first, _right), w2 = LinearAlgebra.TransposedMultiply(_left, second);
        LinearAlgebra.AddMultiple(1, _restFirst.Data, w1.Data);
        LinearAlgebra.AddMultiple(1, _restSecond.Data, w2.Data);
        return (w1, w2);
    }

    private double Deviate(Matrix targets, double size)
    {
        int count = _steps.Length;
        double weights = LinearAlgebra.Inner(_first, _first) + LinearAlgebra.Inner(_second, _second) + LinearAlgebra.Inner(_restFirst, _restFirst)
            + LinearAlgebra.Inner(_restSecond, _restSecond), most = 0;
        if (weights == 0) return 0;
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
            {
                if (i == j) continue;
                Larger(LinearAlgebra.Dot(_first.Row(i), _first.Row(j)), weights);
                Larger(LinearAlgebra.Dot(_second.Row(i), _second.Row(j)), weights);
                Larger(LinearAlgebra.Dot(_first.Row(i), _second.Row(j)), weights);
                if (size > 0) Larger(targets[i, j], size);
            }

        // What no mode has must be orthogonal to what the modes have, and give no map.
        foreach (var rows in new[] { _first, _second })
        {
            foreach (double value in LinearAlgebra.Multiply(rows, _restFirst).Data) Larger(value, weights);
            foreach (double value in LinearAlgebra.MultiplyTransposed(rows, _restSecond).Data) Larger(value, weights);
        }

        foreach (double value in LinearAlgebra.Multiply(_restSecond, _restFirst).Data) Larger(value, weights);
        return most;

        void Larger(double value, double relative) => most = Math.Max(most, Math.Abs(value) / relative);
    }
}
