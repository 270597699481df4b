namespace LayerDyn.Science.Experiments;

/// <summary>The floating-point type that a point is trained in.</summary>
public enum DType
{
    /// <summary>IEEE double precision: the default for layerwise linear models.</summary>
    Float64,

    /// <summary>IEEE single precision: the default for nonlinear networks.</summary>
    Float32,
}
