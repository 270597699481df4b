namespace LayerDyn.Dashboard;

/// <summary>A file of the dashboard.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Compressed">Its bytes by gzip; empty when there are none.</param>
public sealed record DashboardAsset(string Type, byte[] Content, byte[] Compressed);
