namespace LayerDyn.Grains.Cluster;

/// <summary>
/// Whether this silo sees to it that what the store marks as running is running (<see cref="SweepKeeper"/>): not where one process runs one sweep of
/// a folder, and leaves the others alone.
/// </summary>
/// <param name="IsOn">Whether it does.</param>
public sealed record SweepKeeping(bool IsOn);
