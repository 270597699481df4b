namespace LayerDyn.Sweeps.Curves;

/// <summary>The learning phases of Liu et al. 2022 (arXiv 2205.10343).</summary>
internal enum LearningPhase
{
    /// <summary>Learns and generalises together.</summary>
    Comprehension,

    /// <summary>Learns first and generalises long after.</summary>
    Grokking,

    /// <summary>Learns and does not generalise.</summary>
    Memorisation,

    /// <summary>Does not learn.</summary>
    Confusion,
}
