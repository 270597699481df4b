using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Heads of attention in context along the eigenvectors of the inputs' covariance, of which training has closed forms where it is linear (Zhang et al.
/// 2025, arXiv 2501.16265): separate ones <c>v_h = scale</c>, <c>K_h = Q_h = scale e_h</c>, one mode a head; merged ones <c>v_h = scale</c>, <c>U_h =
/// scale I / sqrt(D)</c>.
/// </summary>
[Kind("aligned-heads", "attention in context: every head starts along an eigenvector of the inputs' covariance, with v, key and query of one norm")]
public sealed record AlignedHeadsInit : Initialisation
{
    /// <summary>Norm of a head's v, key and query.</summary>
    [Parameter("norm of a head's value, key and query", Min = 0, AboveMin = true)]
    public double Scale { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model is not HeadsModel attention)
            problems.Add("init.kind", "aligned-heads", "needs the model linear-attention or softmax-attention", "use another initialisation, such as normal");
        else if (attention.Rank != 1)
            problems.Add("model.rank", attention.Rank, "must be 1 for the init aligned-heads, which gives every head one eigenvector");
        else if (attention.KeyQuery == KeyQuery.Separate && attention.Heads > task.ContextDimension)
            problems.Add("model.heads", attention.Heads, $"must be at most the task's dimension, {task.ContextDimension}, for the init aligned-heads");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        double[][] values = [.. model.Parameters(task).Select(parameter => new double[parameter.Count])];
        int dimension = task.ContextDimension;
        Array.Fill(values[^1], Scale);
        for (int head = 0; head < values[^1].Length; head++)
        {
            if (values.Length == 3) values[0][head * (dimension + 1)] = values[1][head * (dimension + 1)] = Scale;
            else
                for (int d = 0; d < dimension; d++) values[0][head * dimension * dimension + d * (dimension + 1)] = Scale / Math.Sqrt(dimension);
        }

        return values;
    }
}
