namespace LayerDyn.Api.Sweeps;

/// <summary>An event: new points were committed, so these curves have more to show.</summary>
/// <param name="Names">Names of the curves.</param>
public sealed record CurvesChanged(IReadOnlyList<string> Names);
