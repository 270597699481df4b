using LayerDyn.Science.Files;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Export;

/// <summary>
/// A table as NumPy arrays of one length, one a column, with the names of the Parquet columns: integers as int64, axes of numbers and
/// measurements as float64 (NaN where a point has no such measurement), the rest as text.
/// </summary>
internal static class NpzTable
{
    internal static void Write(Stream output, SweepPlan plan, IReadOnlyList<PointResult> results, bool everyStep) =>
        Npz.Write(output, Columns(plan, results, everyStep));

    private static IEnumerable<(string, byte[])> Columns(SweepPlan plan, IReadOnlyList<PointResult> results, bool everyStep)
    {
        var measured = MeasuredColumns.Of(results);
        (int Point, int Row)[] rows =
            [.. results.SelectMany((result, i) => everyStep ? Enumerable.Range(0, result.Records.Rows).Select(row => (i, row)) : [(i, result.Records.Rows - 1)])];
        var points = results.Select(result => PointRow.Of(plan, result.Index)).ToArray();
        HashSet<string> taken = ["point", "id", "seed", "status", "step", "last_step", .. measured.Names];

        yield return Integers("point", row => points[row.Point].Index);
        yield return Text("id", row => points[row.Point].Id.ToString());
        for (int a = 0; a < plan.Axes.Count; a++)
        {
            var axis = plan.Axes[a];
            int position = a;
            string name = taken.Contains(axis.Name) ? "axis." + axis.Name : axis.Name;
            yield return axis.Numbers is { } numbers
                ? Doubles(name, row => numbers[points[row.Point].Coordinates[position]])
                : Text(name, row => axis.Labels[points[row.Point].Coordinates[position]]);
        }

        yield return Integers("seed", row => points[row.Point].Seed);
        yield return Text("status", row => SegmentMetadata.StatusName(results[row.Point].Status));
        yield return everyStep
            ? Integers("step", row => results[row.Point].Records.Steps[row.Row])
            : Integers("last_step", row => results[row.Point].LastStep);
        foreach (string name in measured.Names)
        {
            int[] columnOf = [.. measured.Layouts.Select(layout => layout.ToList().IndexOf(name))];
            yield return Doubles(name, row =>
                row.Row >= 0 && columnOf[measured.LayoutOf[row.Point]] is >= 0 and var column ? results[row.Point].Records[row.Row, column] : double.NaN);
        }

        (string, byte[]) Integers(string name, Func<(int Point, int Row), long> value) =>
            (name, Npy.Write(FileArray.Of(Array.ConvertAll(rows, row => value(row)), rows.Length)));
        (string, byte[]) Doubles(string name, Func<(int Point, int Row), double> value) =>
            (name, Npy.Write(FileArray.Of(Array.ConvertAll(rows, row => value(row)), rows.Length)));
        (string, byte[]) Text(string name, Func<(int Point, int Row), string> value) => (name, Npy.WriteText(Array.ConvertAll(rows, row => value(row))));
    }
}
