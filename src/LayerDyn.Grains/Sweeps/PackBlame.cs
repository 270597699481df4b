namespace LayerDyn.Grains.Sweeps;

/// <summary>What happened while a pack ran.</summary>
/// <param name="Losses">How often its silo was lost.</param>
/// <param name="Hangs">How often it hung.</param>
/// <param name="Step">Step of the checkpoint that its point has gone on from since it was first suspected; 0 for none.</param>
/// <param name="HungOn">Where it hung last; null where it never did.</param>
internal readonly record struct PackBlame(int Losses, int Hangs, long Step, SiloAddress? HungOn = null);
