using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The exact solution between the measured places, so that it is drawn as it is, not as a polygon through what was measured. It is solved anew from
/// the points' experiments; where that takes files, or long, or does not give what the records say, the measured places have to do.
/// </summary>
/// <param name="grid">The sweep.</param>
/// <param name="x">Abscissa, along training.</param>
/// <param name="log">Whether it is logarithmic.</param>
internal sealed class DenseTheory(ISweepGrid grid, string x, bool log)
{
    private const double MostSeconds = 1; // for one line
    private const double Near = 1e-6;
    private readonly Dictionary<long, Solved?> _solved = []; // a curve is drawn again and again while its sweep runs

    /// <summary>The places and values, by the statistic of the line; null where there are no others than the measured ones.</summary>
    /// <param name="column">The measured column.</param>
    /// <param name="runs">The line's points.</param>
    /// <param name="band">What is drawn of them.</param>
    public (double[] X, double[] Theory)? Of(string column, IReadOnlyList<PointLine> runs, BandKind band)
    {
        if (runs.Count == 0 || runs.Any(run => !run.X.AsSpan().SequenceEqual(runs[0].X))) return null;
        var all = new List<double[]>();
        double[] places = [];
        foreach (var run in runs)
        {
            if (!_solved.TryGetValue(run.Index, out var solved)) _solved.Add(run.Index, solved = Solve(run, runs.Count));
            if (solved?.Column(column, run) is not { } theory) return null;
            all.Add(theory);
            places = solved.X;
        }

        return (places, [.. places.Select((_, at) => Summary.Of([.. all.Select(theory => theory[at])]))
            .Select(value => band == BandKind.Quantiles ? value.Median : value.Mean)]);
    }

    private Solved? Solve(PointLine run, int runs)
    {
        var experiment = grid.Experiment(run.Index);
        if (experiment.Engine != Engine.Both || experiment.Task.ReadsFiles || experiment.Init is FileInit
            || experiment.Optimizer.LearningRateUnit != LearningRateUnit.Absolute || ExactSolutions.Find(experiment, out _) is not { } solution) return null;
        double scale = Abscissa.PerStep(x, experiment);
        double[] measured = [.. run.X.Select(place => Math.Round(place / scale))];
        long[] steps = [.. DensePlaces.Of(measured, log).Select(step => (long)Math.Round(step)).Distinct()];
        if (steps.Length <= measured.Length || runs * (experiment.Task.Seconds + solution.Seconds(experiment, steps.Length)) > MostSeconds) return null;
        return new([.. steps.Select(step => step * scale)], [.. solution.Columns(experiment)], solution.Evaluate(experiment, experiment.Task.Create(experiment.Seed), steps));
    }

    private sealed record Solved(double[] X, string[] Columns, double[] Values)
    {
        // Null where a recorded value is another: then the records are of another build.
        public double[]? Column(string name, PointLine run)
        {
            int at = Array.IndexOf(Columns, name), next = 0;
            if (at < 0) return null;
            double[] values = [.. Enumerable.Range(0, X.Length).Select(row => Values[row * Columns.Length + at])];
            for (int row = 0; row < X.Length && next < run.X.Length; row++)
            {
                if (X[row] != run.X[next]) continue;
                double known = run.Theory[next++];
                if (double.IsFinite(known) && !(Math.Abs(values[row] - known) <= Near * Math.Max(Math.Abs(known), Near))) return null;
            }

            return next == run.X.Length ? values : null;
        }
    }
}
