using LayerDyn.Science.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>
/// The matrix Riccati equation in short steps on a factor: <c>Q &lt;- e^(F dt) Q R^-1</c>, <c>R^T R = I + Q^T Phi(dt) Q</c>, <c>max |mu| dt &lt;= 2</c>.
/// Another way than <see cref="Science.Theory.Riccati.RiccatiSolution"/>, which takes no steps.
/// </summary>
internal static class FactorSteps
{
    /// <summary>The map W2 W1 at time <paramref name="t"/>.</summary>
    public static Matrix Map(Matrix w1, Matrix w2, Matrix sigma, double lambda, double decay, double t)
    {
        var build = Matrix<double>.Build;
        int inputs = w1.Columns, outputs = w2.Rows, size = inputs + outputs;
        var target = build.DenseOfRowMajor(outputs, inputs, sigma.Data);
        var f = build.Dense(size, size);
        f.SetSubMatrix(0, 0, build.DenseIdentity(inputs) * (-lambda / 2 - decay));
        f.SetSubMatrix(inputs, inputs, build.DenseIdentity(outputs) * (lambda / 2 - decay));
        f.SetSubMatrix(inputs, 0, target);
        f.SetSubMatrix(0, inputs, target.Transpose());
        var evd = f.Evd(Symmetricity.Symmetric);
        var mu = evd.EigenValues.Map(value => value.Real);
        int steps = (int)Math.Ceiling(mu.AbsoluteMaximum() * t / 2);
        double dt = t / steps;
        var grow = evd.EigenVectors * build.DenseOfDiagonalVector(mu.Map(m => Math.Exp(m * dt))) * evd.EigenVectors.Transpose();
        var phi = evd.EigenVectors * build.DenseOfDiagonalVector(mu.Map(m => Special.DecayIntegral(-2 * m, dt))) * evd.EigenVectors.Transpose();
        var q = build.DenseOfRowMajor(w1.Rows, inputs, w1.Data).Transpose().Stack(build.DenseOfRowMajor(outputs, w1.Rows, w2.Data));
        for (int i = 0; i < steps; i++)
        {
            var lower = (build.DenseIdentity(w1.Rows) + q.TransposeThisAndMultiply(phi * q)).Cholesky().Factor;
            q = lower.Solve((grow * q).Transpose()).Transpose();
        }

        return new(outputs, inputs, (q.SubMatrix(inputs, outputs, 0, w1.Rows) * q.SubMatrix(0, inputs, 0, w1.Rows).Transpose()).ToRowMajorArray());
    }
}
