using LayerDyn.Science.Numerics;
using MathNet.Numerics.LinearAlgebra.Factorization;
using DenseMatrix = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix;

namespace LayerDyn.Science.Theory.Riccati;

/// <summary>
/// Gradient flow of the two-layer linear network <c>f(x) = W2 W1 x</c> with whitened input (<c>Sigma_xx = I</c>) from lambda-balanced
/// weights (<c>W2^T W2 - W1 W1^T = lambda I</c>) in closed form, at any time and from any alignment with the target: Fukumizu 1998;
/// Domine et al. 2025 (arXiv 2409.14623). With <c>Q = [W1^T; W2]</c> and <c>F = [[-lambda/2 I, Sigma_yx^T], [Sigma_yx, lambda/2 I]]</c>,
/// <c>QQ^T(t) = e^(Ft) Q0 [I + Q0^T Phi(t) Q0]^-1 Q0^T e^(Ft)</c>, <c>Phi(t) = integral_0^t e^(2Fs) ds</c>.
/// </summary>
/// <remarks>
/// In the eigenbasis of F, with <c>z = V^T Q0</c> and <c>Phi = P^2</c> diagonal, this is <c>E (Pz) M^-1 (Pz)^T E</c>, <c>M = I + (Pz)^T (Pz)</c>,
/// where <c>E = e^(mu t) / P</c> stays bounded while P overflows. One common factor cannot mend that: it would drown the slower modes, which
/// matter when the hidden layer is wider than the fastest. With the graded factorisation <c>Pz = U d T</c> the result is
/// <c>E U g (q T^-T T^-1 q + g^2)^-1 g U^T E</c>, <c>g = min(1, d)</c>, <c>q = 1 / max(1, d)</c>: all bounded and well conditioned.
/// F is never inverted, so lambda = 0, in != out and rank-deficient targets are not special. With the penalty <c>gamma/2 (|W1|^2 + |W2|^2)</c>
/// and lambda = 0 the same holds for <c>F - gamma I</c>: singular values end at <c>max(S - gamma, 0)</c>. Not thread-safe: buffers are reused.
/// </remarks>
public sealed class RiccatiSolution
{
    private readonly int _inputs, _outputs, _hidden, _size, _columns;
    private readonly TwoLayerBlocks _initial;
    private readonly double[] _vectors, _mu, _z, _q0, _edge, _inverse, _cholesky, _y, _factor;
    private readonly GradedQr _qr;

    /// <summary>The solution from initial weights.</summary>
    /// <param name="w1">First layer at t = 0, hidden x in.</param>
    /// <param name="w2">Second layer at t = 0, out x hidden.</param>
    /// <param name="sigmaYx"><c>Y X^T / n</c>, out x in.</param>
    /// <param name="lambda">The imbalance.</param>
    /// <param name="decay">Weight decay gamma; the imbalance must be 0 with it, since others decay and F with them.</param>
    public RiccatiSolution(Matrix w1, Matrix w2, Matrix sigmaYx, double lambda, double decay = 0)
    {
        if (lambda != 0 && decay != 0) throw new ArgumentException($"weight decay {decay} needs balanced weights, not lambda = {lambda}");
        (_inputs, _outputs, _hidden) = (w1.Columns, w2.Rows, w1.Rows);
        if (w2.Columns != _hidden || sigmaYx.Rows != _outputs || sigmaYx.Columns != _inputs)
            throw new ArgumentException($"W1 {w1.Rows}x{w1.Columns}, W2 {w2.Rows}x{w2.Columns} and Sigma_yx {sigmaYx.Rows}x{sigmaYx.Columns} do not fit");
        (_size, _initial) = (_inputs + _outputs, TwoLayerBlocks.Of(w1, w2));
        _columns = Math.Min(_hidden, _size);

        var f = new Matrix(_size, _size);
        for (int i = 0; i < _size; i++) f[i, i] = i < _inputs ? -lambda / 2 : lambda / 2;
        for (int o = 0; o < _outputs; o++)
            for (int i = 0; i < _inputs; i++) f[_inputs + o, i] = f[i, _inputs + o] = sigmaYx[o, i];
        (_mu, var vectors) = LinearAlgebra.SymmetricEigen(f);
        for (int i = 0; i < _size; i++) _mu[i] -= decay;
        _vectors = vectors.Data;

        _q0 = new double[_size * _hidden];
        for (int r = 0; r < _size; r++)
            for (int h = 0; h < _hidden; h++) _q0[r * _hidden + h] = r < _inputs ? w1[h, r] : w2[r - _inputs, h];
        _z = Project();
        _qr = new GradedQr(_size, _columns);
        (_edge, _y, _factor) = (new double[_size], new double[_size * _columns], new double[_size * _columns]);
        (_inverse, _cholesky) = (new double[_columns * _columns], new double[_columns * _columns]);
    }

    /// <summary>The blocks of <c>QQ^T</c> at time <paramref name="t"/> >= 0; finite at any t.</summary>
    public TwoLayerBlocks At(double t)
    {
        var blocks = new TwoLayerBlocks(_inputs, _outputs);
        At(t, blocks);
        return blocks;
    }

    /// <summary>Fills <paramref name="blocks"/> with the blocks at time <paramref name="t"/> without allocating.</summary>
    public void At(double t, TwoLayerBlocks blocks)
    {
        if (t == 0)
        {
            _initial.Input.Data.CopyTo(blocks.Input.Data, 0);
            _initial.Output.Data.CopyTo(blocks.Output.Data, 0);
            _initial.Map.Data.CopyTo(blocks.Map.Data, 0);
            return;
        }

        Factor(t);
        for (int r = 0; r < _size; r++)
            for (int s = 0; s <= r; s++)
            {
                double sum = 0;
                for (int j = 0; j < _columns; j++) sum += _factor[r * _columns + j] * _factor[s * _columns + j];
                if (r < _inputs) blocks.Input[r, s] = blocks.Input[s, r] = sum;
                else if (s < _inputs) blocks.Map[r - _inputs, s] = sum;
                else blocks.Output[r - _inputs, s - _inputs] = blocks.Output[s - _inputs, r - _inputs] = sum;
            }
    }

    /// <summary>
    /// Weights at time <paramref name="t"/> up to a rotation of the hidden layer, which the data does not see: the true ones are
    /// <c>R W1</c>, <c>W2 R^T</c> with R orthogonal. At t = 0 they are the initial weights.
    /// </summary>
    /// <returns>W1 (hidden x in) and W2 (out x hidden).</returns>
    public (Matrix W1, Matrix W2) WeightsAt(double t)
    {
        var (w1, w2) = (new Matrix(_hidden, _inputs), new Matrix(_outputs, _hidden));
        if (t > 0) Factor(t);
        var (source, columns) = t > 0 ? (_factor, _columns) : (_q0, _hidden);
        for (int r = 0; r < _size; r++)
            for (int j = 0; j < columns; j++)
                if (r < _inputs) w1[j, r] = source[r * columns + j];
                else w2[r - _inputs, j] = source[r * columns + j];
        return (w1, w2);
    }

    // _factor = V E U g L^-T, a factor of QQ^T(t), with L L^T = q T^-T T^-1 q + g^2.
    private void Factor(double t)
    {
        int k = _columns;
        for (int i = 0; i < _size; i++)
        {
            double rate = Math.Abs(_mu[i]), root = Math.Sqrt(Special.DecayIntegral(2 * rate, t));
            _qr.X[i] = Math.Max(_mu[i], 0) * t;
            _edge[i] = PortableMath.Exp(Math.Min(_mu[i], 0) * t) / root;
            for (int j = 0; j < k; j++) _qr.B[i * k + j] = root * _z[i * k + j];
        }

        _qr.Factorise();
        Weigh();
        Array.Clear(_factor);
        for (int place = 0; place < _size; place++)
        {
            int row = _qr.Order[place];
            for (int j = 0; j < k; j++)
            {
                double sum = _edge[row] * _qr.U[place * k + j] * Math.Min(1, _qr.D[j]);
                for (int m = 0; m < j; m++) sum -= _y[row * k + m] * _cholesky[j * k + m];
                _y[row * k + j] = sum / _cholesky[j * k + j];
            }

            for (int i = 0; i < _size; i++)
                for (int j = 0; j < k; j++) _factor[i * k + j] += _vectors[i * _size + row] * _y[row * k + j];
        }
    }

    // The Cholesky factor of q T^-T T^-1 q + g^2.
    private void Weigh()
    {
        int k = _columns;
        double[] t = _qr.T;
        for (int j = 0; j < k; j++)
            for (int i = j; i >= 0; i--)
            {
                double sum = i == j ? 1 : 0;
                for (int m = i + 1; m <= j; m++) sum -= t[i * k + m] * _inverse[m * k + j];
                _inverse[i * k + j] = sum;
            }

        for (int i = 0; i < k; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int m = 0; m <= j; m++) sum += _inverse[m * k + i] * _inverse[m * k + j];
                sum /= Math.Max(1, _qr.D[i]) * Math.Max(1, _qr.D[j]);
                if (i == j) sum += Math.Min(1, _qr.D[i]) * Math.Min(1, _qr.D[i]);
                for (int m = 0; m < j; m++) sum -= _cholesky[i * k + m] * _cholesky[j * k + m];
                _cholesky[i * k + j] = i == j ? Math.Sqrt(sum) : sum / _cholesky[j * k + j];
            }
    }

    // z = V^T Q0, size x columns. Only z z^T matters, so a hidden layer wider than in + out is rotated into its first columns.
    private double[] Project()
    {
        var z = new DenseMatrix(_size, _hidden);
        for (int i = 0; i < _size; i++)
            for (int h = 0; h < _hidden; h++)
            {
                double sum = 0;
                for (int r = 0; r < _size; r++) sum += _vectors[r * _size + i] * _q0[r * _hidden + h];
                z[i, h] = sum;
            }

        return _hidden <= _size
            ? z.ToRowMajorArray()
            : z.Transpose().QR(QRMethod.Thin).R.Transpose().ToRowMajorArray();
    }
}
