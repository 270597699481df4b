namespace LayerDyn.Api.Points;

/// <summary>What the silos remember of a point. They keep their newest entries in memory: what is older, or of a silo that is gone, is not here.</summary>
/// <param name="Entries">The entries, the newest last.</param>
/// <param name="Silent">Silos that did not answer: their entries are missing.</param>
public sealed record PointLogView(IReadOnlyList<LogLineView> Entries, IReadOnlyList<string> Silent);
