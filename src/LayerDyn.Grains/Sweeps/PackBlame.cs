namespace LayerDyn.Grains.Sweeps;

/// <summary>What happened while a pack ran.</summary>
/// <param name="Losses">How often its silo was lost.</param>
/// <param name="Hangs">How often it hung.</param>
internal readonly record struct PackBlame(int Losses, int Hangs);
