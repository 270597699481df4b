using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// A closed-form solution (or one to ODE accuracy) of an experiment's training, in the small-step limit (<c>t = learningRate * step</c>) or step by
/// step. One sealed class in one file, found by its <see cref="Catalog.KindAttribute"/>.
/// </summary>
public abstract class ExactSolution
{
    /// <summary>Why this solution does not hold for this experiment, as a rule; null when it holds.</summary>
    public abstract string? Unsupported(Experiment experiment);

    /// <summary>The columns (of the experiment's observables) that this solution predicts.</summary>
    public abstract IReadOnlyList<string> Columns(Experiment experiment);

    /// <summary>Rough time that solving takes, in seconds on one core: for estimates alone.</summary>
    /// <param name="experiment">What is solved.</param>
    /// <param name="rows">At how many steps.</param>
    public virtual double Seconds(Experiment experiment, int rows) => 3e-5 * rows;

    /// <summary>Whether what it describes can diverge: then values are not finite from some step on.</summary>
    public virtual bool CanDiverge => false;

    /// <summary>
    /// Values at the given steps, ascending, row-major steps x <see cref="Columns"/>; finite at any time unless it <see cref="CanDiverge"/>, with no training.
    /// </summary>
    /// <param name="experiment">What is solved.</param>
    /// <param name="data">Its data.</param>
    /// <param name="steps">Optimizer steps.</param>
    /// <param name="initial">Its initial weights where they are at hand, one array a parameter; null: they are drawn when they are needed.</param>
    public abstract double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null);
}
