using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Share of samples all of whose outputs are within a tolerance of their targets: the accuracy of a regression, as in Levi, Beck, Bar-Sinai 2023
/// (arXiv 2310.16441).
/// </summary>
[Kind("regression-accuracy", "share of samples predicted within a tolerance, on the training set and the test set")]
public sealed record RegressionAccuracyObservable : Observable
{
    /// <summary>How far an output may be from its target.</summary>
    [Parameter("how far an output may be from its target", Min = 0, AboveMin = true, Symbol = "ε")]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        experiment.Task.Shape.HasTest ? ["regression-accuracy", "test-regression-accuracy"] : ["regression-accuracy"];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        return 2e-9 * experiment.Model.Parameters(shape).Sum(parameter => parameter.Count) * (shape.Samples ?? 10_000);
    }

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        values[0] = Of(snapshot, snapshot.Data.Train);
        if (values.Length > 1) values[1] = Of(snapshot, snapshot.Data.Test!);
    }

    private double Of(ISnapshot snapshot, Dataset set)
    {
        var errors = LinearAlgebra.Subtract(snapshot.Predict(set), set.Y);
        int right = 0;
        for (int n = 0; n < set.Count; n++)
        {
            bool within = true;
            foreach (double error in errors.Row(n)) within &= Math.Abs(error) < Tolerance;
            right += within ? 1 : 0;
        }

        return (double)right / set.Count;
    }
}
