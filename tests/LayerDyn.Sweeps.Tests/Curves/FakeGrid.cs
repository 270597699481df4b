using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>A grid of crossed axes with the seed fastest, and results made of given numbers.</summary>
internal sealed class FakeGrid(int seeds, params Axis[] axes) : ISweepGrid
{
    public double LearningRate { get; init; } = 0.1;

    public double Alpha { get; init; } = 1;

    /// <summary>Of the five samples of the population, those of a step; 0 is the full batch.</summary>
    public int BatchSize { get; init; }

    public long PointCount => axes.Aggregate((long)Seeds, (count, axis) => count * axis.Count);

    public int Seeds { get; } = seeds;

    public IReadOnlyList<Axis> Axes { get; } = axes;

    public int SeedOf(long index) => (int)(index % Seeds);

    public int[] Coordinates(long index)
    {
        long rest = index / Seeds;
        int[] at = new int[Axes.Count];
        for (int i = Axes.Count - 1; i >= 0; i--)
        {
            at[i] = (int)(rest % Axes[i].Count);
            rest /= Axes[i].Count;
        }

        return at;
    }

    public Experiment Experiment(long index) => new()
    {
        Model = new MultilinearSkillModel(),
        Init = new LambdaBalancedInit { Lambda = 0 },
        Task = new SkillsTask { Skills = 5, Alpha = Alpha },
        Optimizer = new Sgd { LearningRate = LearningRate, BatchSize = BatchSize },
        Steps = 1000,
        MeasureAt = new MeasureSchedule(),
        Observables = [new LossObservable()],
    };

    public static Axis Numbers(string name, params double[] values) =>
        new(name, [.. values.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))], values, ["init." + name]);

    public static Axis Names(string name, params string[] labels) => new(name, labels, null, ["task." + name]);

    /// <summary>A finished point: column names, then rows of a step and the columns' values.</summary>
    public static PointResult Finished(long index, string[] columns, params double[][] rows)
    {
        var table = new MeasurementTable(columns);
        foreach (double[] row in rows) table.Add((long)row[0], row.AsSpan(1));
        return new(index, OutcomeStatus.Finished, table.Steps.Count > 0 ? table.Steps[^1] : 0, table);
    }

    /// <summary>A diverged point with a finite value left from before: it must not be averaged in.</summary>
    public static PointResult Diverged(long index, string[] columns, long step)
    {
        var table = new MeasurementTable(columns);
        double[] huge = new double[columns.Length];
        Array.Fill(huge, 1e30);
        table.Add(step, huge);
        return new(index, OutcomeStatus.Diverged, step, table);
    }

    public Curve Build(CurveSpec spec, IEnumerable<PointResult> results)
    {
        var builder = spec.CreateBuilder(this);
        foreach (var result in results) builder.Fold(result);
        return builder.Build();
    }
}
