using LayerDyn.Science.Files;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>
/// A table as NumPy arrays of one length, one a column: bool, int64, float64 or text. NumPy has no missing values, so that a nullable
/// column is float64, with NaN where a row has no value.
/// </summary>
internal static class NpzTable
{
    internal static void Write(Stream output, IEnumerable<ColumnValues> columns) => Npz.Write(output, columns.Select(column => (column.Column.Name, Array(column))));

    private static byte[] Array(ColumnValues column) => column switch
    {
        { Column.IsNullable: true } => Floats([.. Enumerable.Range(0, column.Values.Length).Select(row =>
            column.IsMissing(row) ? double.NaN : column.Values is long[] steps ? steps[row] : ((double[])column.Values)[row])]),
        { Column.Type: ColumnType.Boolean } => Npy.WriteFlags((bool[])column.Values),
        { Column.Type: ColumnType.Integer } => Npy.Write(FileArray.Of((long[])column.Values, column.Values.Length)),
        { Column.Type: ColumnType.Number } => Floats((double[])column.Values),
        _ => Npy.WriteText((string[])column.Values),
    };

    private static byte[] Floats(double[] values) => Npy.Write(FileArray.Of(values, values.Length));
}
