namespace LayerDyn.Science.Experiments;

/// <summary>The loss L that is minimised, for n samples, out outputs, prediction f and target y.</summary>
public enum LossKind
{
    /// <summary><c>1/(2n) sum ||f - y||^2</c>: the convention of the theory (gradient factor 1/n).</summary>
    Mse,

    /// <summary><c>1/(n out) sum ||f - y||^2</c>: PyTorch's <c>MSELoss(reduction="mean")</c>.</summary>
    MseMean,

    /// <summary>Mean cross-entropy of softmax(f) against the class of each sample.</summary>
    CrossEntropy,
}
