namespace LayerDyn.Science.Keeping;

/// <summary>What is taken out of a point's training beside its measurements. It changes nothing about them.</summary>
public sealed record Keep
{
    /// <summary>When the parameters are kept, each under its own name.</summary>
    public KeepSteps? Weights { get; init; }

    /// <summary>When the features that the last layer reads are kept, of the training and the test inputs, n x d.</summary>
    public KeepSteps? Features { get; init; }

    /// <summary>When the outputs are kept, of the training and the test inputs, n x out.</summary>
    public KeepSteps? Outputs { get; init; }

    /// <summary>When the tangent kernel of the training inputs is kept, (n out) x (n out), rows sample-major.</summary>
    public KeepSteps? Kernel { get; init; }

    /// <summary>Whether the data are kept that the point sees.</summary>
    public bool Data { get; init; }

    /// <summary>What is kept at steps, by the names of a spec and in ordinal order.</summary>
    public IEnumerable<(string Name, KeepSteps Steps)> Parts
    {
        get
        {
            if (Features is not null) yield return (KeepBinder.Features, Features);
            if (Kernel is not null) yield return (KeepBinder.Kernel, Kernel);
            if (Outputs is not null) yield return (KeepBinder.Outputs, Outputs);
            if (Weights is not null) yield return (KeepBinder.Weights, Weights);
        }
    }

    /// <summary>Whether anything is kept at a measured step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ends">Whether the training ends there.</param>
    public bool Takes(long step, bool ends) => Parts.Any(part => part.Steps.Takes(step, ends));
}
