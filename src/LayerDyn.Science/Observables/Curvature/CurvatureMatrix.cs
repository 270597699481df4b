namespace LayerDyn.Science.Observables.Curvature;

/// <summary>Which matrix describes the curvature of a loss.</summary>
public enum CurvatureMatrix
{
    /// <summary>The second derivatives of the loss.</summary>
    Hessian,

    /// <summary>
    /// The part <c>J^T (d^2 L / df^2) J</c> that is left when outputs are linear in the parameters. For a squared loss its largest eigenvalue is
    /// that of the tangent kernel <c>J J^T / n</c>; where all residuals are zero it is the Hessian.
    /// </summary>
    GaussNewton,
}
