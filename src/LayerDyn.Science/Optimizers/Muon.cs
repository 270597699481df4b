using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// Muon (Jordan, Jin, Boza, You, Cesista, Newhouse, Bernstein 2024, "Muon: an optimizer for hidden layers in neural networks"), as published: each
/// hidden weight matrix (out x in) moves by its averaged gradient with all singular values brought near 1 by a Newton-Schulz iteration, times
/// <c>sqrt(max(1, out/in))</c>; all other parameters go by AdamW. Weights shrink by <c>rate weightDecay</c> a step. Computed in the precision of the
/// weights, where the published code has bfloat16.
/// </summary>
[Kind("muon", "Muon: orthogonalised momentum for weight matrices, AdamW for the rest")]
public sealed record Muon : Optimizer
{
    /// <summary>Decay rate of the averaged gradient.</summary>
    [Parameter("decay rate of the averaged gradient of a matrix", Min = 0, Max = 1, Symbol = "μ")]
    public double Momentum { get; init; } = 0.95;

    /// <summary>Whether to orthogonalise the gradient and its average together, as Nesterov's momentum does.</summary>
    [Parameter("Nesterov momentum")]
    public bool Nesterov { get; init; } = true;

    /// <summary>Iterations of Newton-Schulz.</summary>
    [Parameter("Newton-Schulz iterations a step", Min = 1, Max = 100)]
    public int Iterations { get; init; } = 5;

    /// <summary>Which weights it takes.</summary>
    [Parameter("weight matrices that are orthogonalised: hidden (as published), or all")]
    public MuonMatrices Matrices { get; init; }

    /// <summary>Decoupled decay, of all parameters.</summary>
    [Parameter("decoupled weight decay", Min = 0)]
    public double WeightDecay { get; init; }

    /// <summary>Learning rate of AdamW on all other parameters; the schedule acts on it too.</summary>
    [Parameter("learning rate of AdamW on all other parameters", Min = 0)]
    public double AdamLearningRate { get; init; } = 3e-4;

    /// <summary>Decay rates of AdamW's two moments.</summary>
    [Parameter("decay rates [beta1, beta2] of AdamW's moments", Min = 0, Max = 1, MinCount = 2, Symbol = "β")]
    public IReadOnlyList<double> Betas { get; init; } = [0.9, 0.95];

    /// <summary>Added to the root of AdamW's second moment.</summary>
    [Parameter("added to AdamW's denominator", Min = 0, Symbol = "ε")]
    public double Eps { get; init; } = 1e-10;

    /// <summary>Samples per step; 0 is the full batch.</summary>
    [Parameter("samples per step; 0 is the full batch", Min = 0)]
    public override int BatchSize { get; init; }

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        base.Validate(task, problems);
        AdamRule.Validate(Betas, problems);
        if (Momentum >= 1) problems.Add("optimizer.momentum", Momentum, "must be less than 1: the average would never change");
    }

    /// <inheritdoc/>
    public override void Validate(IReadOnlyList<ParameterShape> parameters, ProblemList problems)
    {
        if (!Array.Exists(Takes(parameters), taken => taken))
            problems.Add("optimizer.matrices", ExperimentText.KebabCase(Matrices), "leaves muon no weight matrix of this model: AdamW would train all of it",
                Matrices == MuonMatrices.Hidden ? "write matrices: all, or kind: adamw" : "write kind: adamw");
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: what it does to a parameter depends on its shape.</exception>
    public override UpdateRule CreateRule() => throw new NotSupportedException("muon needs the shapes of the parameters");

    /// <inheritdoc/>
    public override UpdateRule CreateRule(IReadOnlyList<ParameterShape> parameters) => new MuonRule(this, Takes(parameters));

    // By parameter.
    private bool[] Takes(IReadOnlyList<ParameterShape> parameters)
    {
        bool[] matrices = [.. parameters.Select(shape => shape is { Role: ParameterRole.Weight, Dimensions: [> 1, > 1] })];
        int[] weights = [.. Enumerable.Range(0, matrices.Length).Where(i => parameters[i] is { Role: ParameterRole.Weight, Dimensions.Count: 2 })];
        if (Matrices == MuonMatrices.Hidden && weights.Length > 0) (matrices[weights[0]], matrices[weights[^1]]) = (false, false);
        return matrices;
    }
}
