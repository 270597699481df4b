using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How much of each class is left in free features (task <c>balanced-classes</c>): <c>e_k^T M u_k</c> of the end map M, with the unit vector u_k along the sum of
/// the inputs of class k. Under weight decay M has these as its singular values at a minimum, one a class, since classes separate (Dang et al. 2023, "Neural collapse in
/// deep linear networks: from balanced to imbalanced data", arXiv 2301.00437); 0 is a class that collapsed onto nothing. Beside them, where training has weight decay,
/// <c>class-singular-value-minimum.k</c>: that of the global minimum, in closed form (<see cref="FreeFeatures"/>).
/// </summary>
[Kind("class-singular-value", "singular value of the end map along each class, and that of the global minimum under weight decay (linear models on balanced-classes)")]
public sealed record ClassSingularValueObservable : Observable
{
    private const string Name = "class-singular-value", Minimum = "class-singular-value-minimum";

    /// <inheritdoc/>
    public override string Symbol => "σ";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment)
    {
        var classes = Enumerable.Range(1, experiment.Task.Shape.Outputs);
        return [.. classes.Select(k => $"{Name}.{k}"), .. HasMinimum(experiment) ? classes.Select(k => $"{Minimum}.{k}") : []];
    }

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => experiment.Task is not BalancedClassesTask ? "needs the task balanced-classes"
        : LayerForm.Of(experiment) is { Kind: LayerwiseKind.Dense } ? null : "needs a linear model";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var task = (BalancedClassesTask)snapshot.Experiment.Task;
        var outputs = snapshot.Predict(snapshot.Data.Train);
        int[] labels = snapshot.Data.Train.Labels!;
        values.Clear();
        for (int i = 0; i < labels.Length; i++) values[labels[i]] += outputs[i, labels[i]];
        for (int k = 0; k < task.Classes; k++) values[k] /= Math.Sqrt(task.Sizes[k]);
        if (values.Length == task.Classes) return;
        var minimum = FreeFeatures.Of(snapshot.Experiment)!;
        for (int k = 0; k < task.Classes; k++) values[task.Classes + k] = minimum.SingularValue(k);
    }

    private static bool HasMinimum(Experiment experiment) => FreeFeatures.Of(experiment) is not null;
}
