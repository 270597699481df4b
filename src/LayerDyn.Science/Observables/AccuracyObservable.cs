using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Share of samples that are predicted right: by the largest output where samples have classes (the first of equal ones), by
/// the sign of each output where the targets are signs.
/// </summary>
[Kind("accuracy", "share of samples predicted right, on the training set and the test set")]
public sealed record AccuracyObservable : Observable
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        experiment.Task.Shape.HasTest ? ["accuracy", "test-accuracy"] : ["accuracy"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task.Shape is { IsClassification: false, Outputs: not 1 } ? "needs classes, or one output whose sign is predicted" : null;

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        values[0] = Of(snapshot.Predict(snapshot.Data.Train), snapshot.Data.Train);
        if (values.Length > 1) values[1] = Of(snapshot.Predict(snapshot.Data.Test!), snapshot.Data.Test!);
    }

    private static double Of(Matrix predictions, Dataset set)
    {
        int right = 0;
        for (int i = 0; i < set.Count; i++)
        {
            if (set.Labels is { } labels) right += Largest(predictions.Row(i)) == labels[i] ? 1 : 0;
            else right += predictions[i, 0] * set.Y[i, 0] > 0 ? 1 : 0;
        }

        return (double)right / set.Count;
    }

    private static int Largest(ReadOnlySpan<double> row)
    {
        int largest = 0;
        for (int i = 1; i < row.Length; i++)
            if (row[i] > row[largest]) largest = i;
        return largest;
    }
}
