namespace LayerDyn.Benchmarks.Studies;

/// <summary>A simulated cluster and its sweep.</summary>
/// <param name="Workers">Silos.</param>
/// <param name="Slots">Slots of each.</param>
/// <param name="Points">Points of the sweep.</param>
/// <param name="Batch">Points a batch.</param>
/// <param name="Seconds">Mean time of a batch; each takes from half to one and a half of it.</param>
/// <param name="Until">When to stop looking, in virtual seconds.</param>
internal sealed record ScaleSetting(int Workers, int Slots, long Points, int Batch, double Seconds, double Until);
