namespace LayerDyn.Science.Optimizers;

/// <summary>What a learning rate of 1 is.</summary>
public enum LearningRateUnit
{
    /// <summary>A step size of 1.</summary>
    Absolute,

    /// <summary>1 over the sharpness at step 0 of the point's own start: the largest eigenvalue of the Hessian of its training loss.</summary>
    Sharpness,

    /// <summary>1 over the largest eigenvalue at step 0 of the tangent kernel <c>J J^T / n</c>: of the Hessian's Gauss-Newton part.</summary>
    TangentKernel,
}
