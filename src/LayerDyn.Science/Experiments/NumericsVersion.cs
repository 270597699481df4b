namespace LayerDyn.Science.Experiments;

/// <summary>
/// The version of everything that decides a result's bits beside its configuration: kernels, summation orders, random streams,
/// the thread count of torch. It is part of every point's identity; raise it when any result changes in a bit.
/// </summary>
public static class NumericsVersion
{
    /// <summary>The current version.</summary>
    public const int Current = 4;
}
