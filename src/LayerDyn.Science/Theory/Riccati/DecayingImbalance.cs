using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Riccati;

/// <summary>
/// Gradient flow with weight decay gamma of <c>f(x) = W2 W1 x</c> with whitened input from lambda-balanced weights whose lambda is not 0: the imbalance
/// decays, <c>W2^T W2 - W1 W1^T = lambda e^(-2 gamma t) I</c>, and with it the F of <see cref="RiccatiSolution"/>, so that there is no closed form. The
/// Riccati equation still is linear in disguise: <c>QQ^T(t) = X Q0 [I + Q0^T Phi Q0]^-1 Q0^T X^T</c> with <c>dX/dt = F(t) X</c> and <c>Phi = integral_0^t
/// X^T X</c>, which in the singular basis of the target are 2 x 2 for each mode.
/// </summary>
/// <remarks>
/// X and Phi are integrated (<see cref="DormandPrince"/>, tolerance 1e-13 a step) over segments with <c>max|mu| dt &lt;= 2</c>, each followed by a step on
/// the factor, <c>Q &lt;- X Q R^-1</c>, <c>R^T R = I + Q^T Phi Q</c>: no digits are lost over long times, as by one inverse for all of them. Against the
/// closed form at lambda = 0 and against gradient flow the error is some 1e-12 of the largest weights. Once lambda is too small to count, the closed form
/// takes over.
/// </remarks>
internal sealed class DecayingImbalance
{
    private const double Tolerance = 1e-13, LongestSegment = 2, Negligible = 1e-17;
    private const int PerMode = 7; // of a mode's state: X row by row, then Phi: of the input, mixed, of the output

    private readonly Matrix _sigma, _u, _v;
    private readonly double _lambda, _decay;
    private readonly double[] _singular, _state;
    private readonly DormandPrince _solver;
    private readonly Matrix _q; // rows: coordinates of W1^T in V, then of W2 in U
    private double _now, _segmentLambda, _balancedFrom;
    private RiccatiSolution? _balanced;

    /// <param name="w1">First layer at t = 0, hidden x in.</param>
    /// <param name="w2">Second layer at t = 0, out x hidden.</param>
    /// <param name="sigmaYx"><c>Y X^T / n</c>, out x in.</param>
    /// <param name="lambda">The imbalance at t = 0.</param>
    /// <param name="decay">Weight decay gamma &gt; 0.</param>
    public DecayingImbalance(Matrix w1, Matrix w2, Matrix sigmaYx, double lambda, double decay)
    {
        (_sigma, _lambda, _decay) = (sigmaYx, lambda, decay);
        var (u, singular, vt) = LinearAlgebra.Svd(sigmaYx);
        (_u, _v) = (LinearAlgebra.Transpose(Completed(LinearAlgebra.Transpose(u))), LinearAlgebra.Transpose(Completed(vt)));
        _singular = [.. singular, 0]; // the last for directions that the target does not couple
        Matrix input = LinearAlgebra.TransposedMultiply(_v, LinearAlgebra.Transpose(w1)), output = LinearAlgebra.TransposedMultiply(_u, w2);
        _q = new(Inputs + Outputs, w1.Rows, [.. input.Data, .. output.Data]);
        _state = new double[PerMode * _singular.Length + 1];
        _solver = new DormandPrince(_state.Length, Tolerance, Rate);
    }

    private int Inputs => _v.Rows;

    private int Outputs => _u.Rows;

    /// <summary>
    /// The weights at a time not before that of the last call, up to a rotation of the hidden layer: W1 (hidden x in) and W2 (out x hidden).
    /// </summary>
    public (Matrix W1, Matrix W2) WeightsAt(double t)
    {
        while (_now < t && _balanced is null)
        {
            _segmentLambda = _lambda * PortableMath.Exp(-2 * _decay * _now);
            if (Math.Abs(_segmentLambda) <= Negligible * _decay)
            {
                var (w1, w2) = Weights();
                (_balanced, _balancedFrom) = (new RiccatiSolution(w1, w2, _sigma, lambda: 0, _decay), _now);
                break;
            }

            double fastest = Math.Sqrt(_singular[0] * _singular[0] + _segmentLambda * _segmentLambda / 4) + _decay, dt = LongestSegment / fastest;
            double end = _now + 1.000001 * dt >= t ? t : _now + dt;
            if (end == _now) throw new ArithmeticException($"no step is small enough at t = {_now:R}");
            Step(end - _now);
            _now = end;
        }

        return _balanced is { } solution ? solution.WeightsAt(t - _balancedFrom) : Weights();
    }

    // Orthonormal rows, and as many more as make a basis: of the unit vectors each time the one that is least in what there is.
    private static Matrix Completed(Matrix rows)
    {
        int size = rows.Columns;
        var basis = new Matrix(size, size);
        rows.Data.CopyTo(basis.Data, 0);
        for (int count = rows.Rows; count < size; count++)
        {
            int least = 0;
            double smallest = double.PositiveInfinity;
            for (int i = 0; i < size; i++)
            {
                double share = 0;
                for (int row = 0; row < count; row++) share += basis[row, i] * basis[row, i];
                if (share < smallest) (least, smallest) = (i, share);
            }

            var added = basis.Row(count);
            added[least] = 1;
            for (int pass = 0; pass < 2; pass++)
                for (int row = 0; row < count; row++) LinearAlgebra.AddMultiple(-LinearAlgebra.Dot(basis.Row(row), added), basis.Row(row), added);
            double norm = Math.Sqrt(LinearAlgebra.Dot(added, added));
            foreach (ref double value in added) value /= norm;
        }

        return basis;
    }

    private void Step(double dt)
    {
        Array.Clear(_state);
        for (int mode = 0; mode < _singular.Length; mode++) _state[PerMode * mode] = _state[PerMode * mode + 3] = 1;
        _state[^1] = 1;
        double now = 0;
        if (!_solver.Advance(_state, ref now, dt)) throw new ArithmeticException($"no step is small enough at t = {_now + now:R}");
        Divide(Grown());
    }

    // Of every mode dX/dt = F X, dPhi/dt = X^T X; last lambda in units of what it is where the segment begins.
    private void Rate(ReadOnlySpan<double> state, Span<double> rate)
    {
        double half = _segmentLambda * state[^1] / 2, first = -half - _decay, second = half - _decay;
        for (int mode = 0, at = 0; mode < _singular.Length; mode++, at += PerMode)
        {
            double s = _singular[mode], a = state[at], b = state[at + 1], c = state[at + 2], d = state[at + 3];
            (rate[at], rate[at + 1]) = (first * a + s * c, first * b + s * d);
            (rate[at + 2], rate[at + 3]) = (s * a + second * c, s * b + second * d);
            (rate[at + 4], rate[at + 5], rate[at + 6]) = (a * a + c * c, a * b + c * d, b * b + d * d);
        }

        rate[^1] = -2 * _decay * state[^1];
    }

    // Q becomes X Q; returns I + Q^T Phi Q of the Q before.
    private Matrix Grown()
    {
        int hidden = _q.Columns, coupled = _singular.Length - 1, free = PerMode * coupled;
        var gram = new Matrix(hidden, hidden);
        for (int h = 0; h < hidden; h++) gram[h, h] = 1;
        for (int mode = 0, at = 0; mode < coupled; mode++, at += PerMode)
        {
            Span<double> input = _q.Row(mode), output = _q.Row(Inputs + mode);
            for (int h = 0; h < hidden; h++)
            {
                double left = _state[at + 4] * input[h] + _state[at + 5] * output[h], right = _state[at + 5] * input[h] + _state[at + 6] * output[h];
                LinearAlgebra.AddMultiple(left, input, gram.Row(h));
                LinearAlgebra.AddMultiple(right, output, gram.Row(h));
            }

            for (int h = 0; h < hidden; h++)
                (input[h], output[h]) = (_state[at] * input[h] + _state[at + 1] * output[h], _state[at + 2] * input[h] + _state[at + 3] * output[h]);
        }

        for (int row = coupled; row < Inputs; row++) Grow(_q.Row(row), _state[free], _state[free + 4]);
        for (int row = coupled; row < Outputs; row++) Grow(_q.Row(Inputs + row), _state[free + 3], _state[free + 6]);
        return gram;

        void Grow(Span<double> row, double factor, double phi)
        {
            for (int h = 0; h < hidden; h++) LinearAlgebra.AddMultiple(phi * row[h], row, gram.Row(h));
            foreach (ref double value in row) value *= factor;
        }
    }

    // Q becomes Q R^-1 with R^T R = gram, by its Cholesky factor.
    private void Divide(Matrix gram)
    {
        int hidden = gram.Rows;
        for (int i = 0; i < hidden; i++)
        {
            var row = gram.Row(i);
            for (int j = 0; j < i; j++) row[j] = (row[j] - LinearAlgebra.Dot(row[..j], gram.Row(j)[..j])) / gram[j, j];
            row[i] = Math.Sqrt(row[i] - LinearAlgebra.Dot(row[..i], row[..i]));
        }

        for (int r = 0; r < _q.Rows; r++)
        {
            var row = _q.Row(r);
            for (int i = 0; i < hidden; i++) row[i] = (row[i] - LinearAlgebra.Dot(row[..i], gram.Row(i)[..i])) / gram[i, i];
        }
    }

    private (Matrix W1, Matrix W2) Weights()
    {
        int hidden = _q.Columns, split = Inputs * hidden;
        Matrix input = new(Inputs, hidden, _q.Data[..split]), output = new(Outputs, hidden, _q.Data[split..]);
        return (LinearAlgebra.Transpose(LinearAlgebra.Multiply(_v, input)), LinearAlgebra.Multiply(_u, output));
    }
}
