using LayerDyn.Science.Catalog;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Reads a parameter off the sweep's task.</summary>
internal static class TaskParameter
{
    /// <summary>The number that a point's task has under this name; null when it has none.</summary>
    public static double? Number(ISweepGrid grid, string name, long index = 0)
    {
        if (index >= grid.PointCount) return null;
        var task = grid.Experiment(index).Task;
        if (task.GetType().GetCustomAttributes(typeof(KindAttribute), false).Length == 0) return null;
        object? value = ScienceCatalog.Describe(task).Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Get(task);
        return value is double or int or long ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}
