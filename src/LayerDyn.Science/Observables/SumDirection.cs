using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The part of outputs on all pairs (a, b) that depends on a + b mod p alone: for odd p the span of the waves over the sum and the constant.
/// </summary>
internal sealed class SumDirection
{
    private readonly ModularWaves _waves;
    private readonly Matrix _sums; // out x p: outputs less their mean, averaged over the p pairs of a sum
    private readonly double[] _powers;

    /// <param name="outputs">p^2 x p.</param>
    /// <param name="sums">a + b mod p of each pair.</param>
    /// <param name="waves">The waves over the sum.</param>
    public SumDirection(Matrix outputs, int[] sums, ModularWaves waves)
    {
        int p = outputs.Columns;
        _waves = waves;
        Mean = new double[p];
        for (int n = 0; n < outputs.Rows; n++) LinearAlgebra.AddMultiple(1.0 / outputs.Rows, outputs.Row(n), Mean);
        var bySum = new Matrix(p, p);
        double power = 0;
        double[] row = new double[p];
        for (int n = 0; n < outputs.Rows; n++)
        {
            outputs.Row(n).CopyTo(row);
            LinearAlgebra.AddMultiple(-1, Mean, row);
            power += LinearAlgebra.Dot(row, row);
            LinearAlgebra.AddMultiple(1.0 / p, row, bySum.Row(sums[n]));
        }

        _sums = LinearAlgebra.Transpose(bySum);
        _powers = new double[waves.Frequencies];
        double[] ofOutput = new double[waves.Frequencies];
        for (int q = 0; q < p; q++)
        {
            waves.Powers(_sums.Row(q), ofOutput);
            for (int k = 0; k < ofOutput.Length; k++) _powers[k] += ofOutput[k];
        }

        Share = p * LinearAlgebra.Inner(bySum, bySum) / power; // p pairs to a sum
    }

    /// <summary>The mean of each output.</summary>
    public double[] Mean { get; }

    /// <summary>The share of the power of the outputs, less their means, that depends on the sum alone.</summary>
    public double Share { get; }

    /// <summary>The fewest frequencies (from 0) that have a share of the power over the sum; of equal ones the lowest first.</summary>
    public IEnumerable<int> Keys(double share, out int count)
    {
        int[] order = [.. Enumerable.Range(0, _powers.Length).OrderByDescending(k => _powers[k])];
        double wanted = share * _powers.Sum(), sum = 0;
        for (count = 0; count < order.Length && (share == 1 || sum < wanted); count++) sum += _powers[order[count]];
        return order.Take(count);
    }

    /// <summary>The part along the waves of some frequencies, sums x outputs.</summary>
    public Matrix Along(IEnumerable<int> frequencies)
    {
        var parts = new Matrix(_sums.Rows, _sums.Columns);
        foreach (int k in frequencies)
            for (int q = 0; q < parts.Rows; q++) _waves.AddPart(k, _sums.Row(q), parts.Row(q));
        return LinearAlgebra.Transpose(parts);
    }
}
