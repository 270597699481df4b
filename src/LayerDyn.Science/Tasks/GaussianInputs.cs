using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>Standard normal inputs, optionally whitened.</summary>
internal static class GaussianInputs
{
    /// <summary>
    /// Inputs, samples x inputs. Whitened ones are orthonormalised per input over the samples, so that <c>X X^T / n = I</c> to
    /// rounding; that needs samples &gt;= inputs.
    /// </summary>
    public static Matrix Create(RandomStream stream, int samples, int inputs, bool whiten)
    {
        var byInput = new Matrix(inputs, samples);
        stream.FillNormal(byInput.Data);
        if (whiten)
        {
            LinearAlgebra.OrthonormaliseRows(byInput);
            double scale = Math.Sqrt(samples);
            for (int i = 0; i < byInput.Data.Length; i++) byInput.Data[i] *= scale;
        }

        return LinearAlgebra.Transpose(byInput);
    }
}
