using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Refinement;

/// <summary>What a refined sweep runs, as far as results tell.</summary>
/// <param name="Points">All points chosen so far.</param>
/// <param name="Round">The round that chose the last of them, from 0.</param>
/// <param name="IsComplete">Whether there are no more to choose.</param>
public sealed record RefinementChoice(PointRanges Points, int Round, bool IsComplete);
