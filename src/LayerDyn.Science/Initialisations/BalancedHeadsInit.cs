using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>
/// Heads of attention in context with random directions and equal sizes: <c>v_h = |U_h| = scale</c> of merged key and query, <c>v_h = |K_h| = |Q_h| = scale</c>
/// of separate ones with equal rows, so that what gradient flow conserves of a head is zero.
/// </summary>
[Kind("balanced-heads", "attention in context: every head starts in a random direction, with v, key and query of one norm")]
public sealed record BalancedHeadsInit : Initialisation
{
    /// <summary>Norm of a head's v, key and query.</summary>
    [Parameter("norm of a head's value, key and query", Min = 0, AboveMin = true)]
    public double Scale { get; init; } = 0.01;

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (model is not HeadsModel)
            problems.Add("init.kind", "balanced-heads", "needs the model linear-attention or softmax-attention", "use another initialisation, such as normal");
    }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        var attention = (HeadsModel)model;
        var parameters = model.Parameters(task);
        double[][] values = [.. parameters.Select(parameter => new double[parameter.Count])];
        Array.Fill(values[^1], Scale);
        for (int i = 0; i < values.Length - 1; i++)
        {
            stream.Child(parameters[i].Name).FillNormal(values[i]);
            int width = parameters[i].Dimensions[1];
            double norm = attention.KeyQuery == KeyQuery.Merged ? Scale : Scale / Math.Sqrt(attention.Rank);
            for (int start = 0; start < values[i].Length; start += width)
            {
                var row = values[i].AsSpan(start, width);
                double factor = norm / Math.Sqrt(LinearAlgebra.Dot(row, row));
                foreach (ref double value in row) value *= factor;
            }
        }

        return values;
    }
}
