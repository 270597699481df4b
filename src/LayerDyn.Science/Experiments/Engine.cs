namespace LayerDyn.Science.Experiments;

/// <summary>How a point's observables are obtained.</summary>
public enum Engine
{
    /// <summary>By training.</summary>
    Train,

    /// <summary>By the exact solution alone; columns carry the plain observable names.</summary>
    Theory,

    /// <summary>By both: the exact solution's columns carry the suffix <c>.theory</c>.</summary>
    Both,
}
