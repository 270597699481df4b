using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>A matrix of a batch that never changes.</summary>
/// <param name="Operand">Where it lies.</param>
/// <param name="Size">Elements of one network's, or of one row of data.</param>
/// <param name="Values">A point's elements, row-major.</param>
internal sealed record Constant(Operand Operand, int Size, Func<LinearPoint, double[]> Values)
{
    /// <summary>The elements of some points, which are the networks or the first of each row of data, as they lie on the device.</summary>
    public double[] Of(LinearPoint[] points)
    {
        double[] block = new double[(long)Size * points.Length];
        for (int copy = 0; copy < points.Length; copy++)
        {
            double[] values = Values(points[copy]);
            for (int i = 0; i < Size; i++) block[copy * Operand.PerNet + i * Operand.PerColumn] = values[i];
        }

        return block;
    }
}
