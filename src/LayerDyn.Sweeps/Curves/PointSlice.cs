namespace LayerDyn.Sweeps.Curves;

/// <summary>What curves over steps keep of a point.</summary>
/// <param name="Columns">The columns kept; shared between points.</param>
/// <param name="Steps">Measured steps, shared between points; of a training that diverged, the last step alone.</param>
/// <param name="Values">Row-major: a row a step, a column one of <paramref name="Columns"/>.</param>
/// <param name="Diverged">Whether the training diverged; nothing but its end is kept then.</param>
internal readonly record struct PointSlice(string[] Columns, long[] Steps, double[] Values, bool Diverged)
{
    public int ColumnOf(string name) => Array.IndexOf(Columns, name);

    public double At(int row, int column) => column < 0 ? double.NaN : Values[row * Columns.Length + column];
}
