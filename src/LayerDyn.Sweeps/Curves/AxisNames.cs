using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Labels with the symbols that the science gives to parameters and observables.</summary>
internal static class AxisNames
{
    /// <summary>
    /// An axis, with the symbol of the first parameter it sets that has one: <c>lambda (λ)</c>. Cases that set several parameters are none of them.
    /// </summary>
    public static AxisName Of(Axis axis, ISweepGrid grid)
    {
        var experiment = grid.PointCount == 0 ? null : grid.Experiment(0);
        string? symbol = experiment is null || (axis.Numbers is null && axis.Sets.Count > 1) ? null
            : axis.Sets.Select(path => SymbolOf(path, experiment)).FirstOrDefault(found => found is not null && found != axis.Name);
        return new(axis.Name, symbol, symbol is null ? axis.Name : $"{axis.Name} ({symbol})");
    }

    /// <summary>A measured column with its observable's symbol: <c>skill-strength, R_k/S</c>.</summary>
    public static AxisName OfColumn(string column, ISweepGrid grid)
    {
        var experiment = grid.PointCount == 0 ? null : grid.Experiment(0);
        string? symbol = experiment?.Observables.Where(observable => observable.Columns(experiment).Any(name => ColumnName.Matches(name, column)))
            .Select(observable => observable.SymbolOf(column)).FirstOrDefault(found => found is not null);
        return new(column, symbol, symbol is null ? column : $"{column}, {symbol}");
    }

    /// <summary>An abscissa: optimizer steps, time, epochs, or an axis of the sweep.</summary>
    public static AxisName OfAbscissa(string x, ISweepGrid grid) => x switch
    {
        Abscissa.Step => new(x, null, "optimizer steps"),
        Abscissa.Epoch => new(x, null, "epochs"),
        Abscissa.Time => new(x, "t", "time, t = η · steps"),
        _ => grid.Axes.FirstOrDefault(axis => axis.Name == x) is { } axis ? Of(axis, grid) : new(x, null, x),
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
