namespace LayerDyn.Client.Ranking;

/// <summary>The best points of a group.</summary>
/// <param name="By">What its points share: labels by axis; empty where all points are one group.</param>
/// <param name="Points">The points, the best first.</param>
internal sealed record BestGroup(IReadOnlyDictionary<string, string> By, IReadOnlyList<RankedPoint> Points);
