using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// One layer of attention in context with H heads: a value v_h each, and for key and query one D x D matrix U_h (merged) or K_h and Q_h, rank x D, each
/// (separate; Zhang, Singh, Latham and Saxe 2025, arXiv 2501.16265).
/// </summary>
public abstract record HeadsModel : Model
{
    /// <summary>Whether a head has one matrix for key and query, or one each.</summary>
    [Parameter("merged: M = sum_h v_h U_h; separate: M = sum_h v_h K_h^T Q_h")]
    public KeyQuery KeyQuery { get; init; } = KeyQuery.Separate;

    /// <summary>Number of heads H.</summary>
    [Parameter("number of heads", Min = 1, Max = 1024, Symbol = "H")]
    public int Heads { get; init; } = 4;

    /// <summary>Rank R of a head's key and query, where they are separate.</summary>
    [Parameter("rank of each head's key and query, at most the task's dimension (separate alone)", Min = 1, Max = 1024, Symbol = "R")]
    public int Rank { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override DType DefaultDType => DType.Float64;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<ParameterShape> Parameters(TaskShape task)
    {
        int dimension = task.ContextDimension;
        ParameterShape values = new("v", [1, Heads], ParameterRole.Weight);
        return KeyQuery == KeyQuery.Merged
            ? [new("U", [Heads, dimension * dimension], ParameterRole.Weight) { FanIn = dimension }, values]
            : [new("K", [Heads * Rank, dimension], ParameterRole.Weight), new("Q", [Heads * Rank, dimension], ParameterRole.Weight), values];
    }

    /// <summary>The D x D matrices of key and query, U_h or K_h^T Q_h, one a row: heads x D^2.</summary>
    protected torch.Tensor Maps(IReadOnlyList<torch.Tensor> parameters) => KeyQuery == KeyQuery.Merged ? parameters[0]
        : (parameters[0].unsqueeze(-1) * parameters[1].unsqueeze(-2)).reshape(Heads, Rank, -1).sum(1); // heads R x D x D

    /// <summary>Adds what is impossible about the rank.</summary>
    protected void ValidateRank(TaskShape task, ProblemList problems)
    {
        if (KeyQuery == KeyQuery.Merged && Rank != 1)
            problems.Add("model.rank", Rank, "must be left out: merged key and query have full rank", "write keyQuery: separate");
        else if (Rank > task.ContextDimension)
            problems.Add("model.rank", Rank, $"must be at most the task's dimension, {task.ContextDimension}");
    }
}
