using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tables;

/// <summary>
/// The columns of a sweep's two tables: names, types and order, the same for CSV, Parquet, NPZ and the HTTP API, in every file of
/// the sweep. They follow from the plan alone, never from the points that happen to be in a file.
/// <list type="bullet">
/// <item><em>records</em>, a row for each point and measured step: <c>point, id, (axes), seed, status, step, (measurements)</c>;</item>
/// <item><em>results</em>, a row for each point: <c>point, id, (axes), seed, status, last_step, diverged_at, rows, (measurements)</c>.</item>
/// </list>
/// An axis of truth values is boolean, one of whole numbers is integer, one of other numbers is double, and any other is text.
/// An axis with the name of a measurement is the column <c>axis.NAME</c>. Names are compared without case, as SQL does.
/// </summary>
public sealed class TableSchema
{
    /// <summary>The columns' names.</summary>
    public const string Point = "point", Id = "id", Seed = "seed", Status = "status", Step = "step", LastStep = "last_step",
        DivergedAt = "diverged_at", Rows = "rows";

    /// <summary>What stands before the name of an axis that is named like another column.</summary>
    public const string AxisPrefix = "axis.";

    private const double LargestExactInteger = 1L << 53;

    /// <summary>The schema of a sweep with these axes and measurements.</summary>
    /// <param name="axes">The axes in the order written.</param>
    /// <param name="measurements">The measured columns of all points, in their order.</param>
    public TableSchema(IReadOnlyList<Axis> axes, IReadOnlyList<string> measurements)
    {
        Swept = axes;
        HashSet<string> taken = new([.. Reserved, .. measurements], StringComparer.OrdinalIgnoreCase);
        Axes = [.. axes.Select(axis => new TableColumn(taken.Contains(axis.Name) ? AxisPrefix + axis.Name : axis.Name, TypeOf(axis)))];
        Measurements = [.. measurements.Select(name => new TableColumn(name, ColumnType.Number, IsNullable: true))];
        TableColumn[] identity = [new(Point, ColumnType.Integer), new(Id, ColumnType.Text), .. Axes, new(Seed, ColumnType.Integer), new(Status, ColumnType.Text)];
        Records = [.. identity, new(Step, ColumnType.Integer), .. Measurements];
        Results =
        [
            .. identity, new(LastStep, ColumnType.Integer, IsNullable: true), new(DivergedAt, ColumnType.Integer, IsNullable: true),
            new(Rows, ColumnType.Integer), .. Measurements,
        ];
    }

    /// <summary>Names that no axis may have: those of the columns that every sweep has, and <c>index</c>, by which the API sorts.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Point, "index", Id, Seed, Status, Step, LastStep, DivergedAt, Rows];

    /// <summary>The axes.</summary>
    public IReadOnlyList<Axis> Swept { get; }

    /// <summary>The columns of the axes, in the order of the axes.</summary>
    public IReadOnlyList<TableColumn> Axes { get; }

    /// <summary>The measured columns; a point that has no such measurement, or a diverged one in the results, has null.</summary>
    public IReadOnlyList<TableColumn> Measurements { get; }

    /// <summary>The columns of the records.</summary>
    public IReadOnlyList<TableColumn> Records { get; }

    /// <summary>The columns of the results.</summary>
    public IReadOnlyList<TableColumn> Results { get; }

    private static ColumnType TypeOf(Axis axis) =>
        axis.Flags is not null ? ColumnType.Boolean
        : axis.Numbers is not { } numbers ? ColumnType.Text
        : numbers.All(number => number == Math.Floor(number) && Math.Abs(number) <= LargestExactInteger) ? ColumnType.Integer
        : ColumnType.Number;
}
