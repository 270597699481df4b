using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Labels with the symbols that the science gives to parameters and observables.</summary>
internal static class AxisNames
{
    /// <summary>An axis, with the symbol of the first parameter it sets that has one: <c>lambda (λ)</c>.</summary>
    public static string Of(Axis axis, ISweepGrid grid)
    {
        if (grid.PointCount == 0) return axis.Name;
        var experiment = grid.Experiment(0);
        foreach (string path in axis.Sets)
            if (SymbolOf(path, experiment) is { } symbol && symbol != axis.Name) return $"{axis.Name} ({symbol})";
        return axis.Name;
    }

    /// <summary>A measured column with its observable's symbol: <c>skill-strength, R_k/S</c>.</summary>
    public static string OfColumn(string column, ISweepGrid grid)
    {
        if (grid.PointCount == 0) return column;
        var experiment = grid.Experiment(0);
        foreach (var observable in experiment.Observables)
            if (observable.Symbol is { } symbol && observable.Columns(experiment).Any(name => ColumnName.Matches(name, column)))
                return $"{column}, {symbol}";
        return column;
    }

    /// <summary>The label of an abscissa: optimizer steps, time, or an axis of the sweep.</summary>
    public static string OfAbscissa(string x, ISweepGrid grid) => x switch
    {
        Abscissa.Step => "optimizer steps",
        Abscissa.Time => "time, t = η · steps",
        _ => grid.Axes.FirstOrDefault(axis => axis.Name == x) is { } axis ? Of(axis, grid) : x,
    };

    private static string? SymbolOf(string path, Experiment experiment)
    {
        string[] parts = path.Split('.');
        object? owner = parts[0] switch
        {
            "model" => experiment.Model,
            "init" => experiment.Init,
            "task" => experiment.Task,
            "optimizer" => experiment.Optimizer,
            _ => null,
        };
        for (int i = 1; i < parts.Length && owner is not null; i++)
        {
            if (owner.GetType().GetCustomAttributes(typeof(KindAttribute), false).Length == 0) return null;
            var parameter = ScienceCatalog.Describe(owner).Parameters.FirstOrDefault(found => found.Name == parts[i]);
            if (i == parts.Length - 1 || parameter is null) return parameter?.Attribute.Symbol;
            owner = parameter.Get(owner);
        }

        return null;
    }
}
