using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>Samples with their targets.</summary>
/// <param name="X">Inputs, n x in (one sample a row).</param>
/// <param name="Y">Targets, n x out.</param>
/// <param name="Labels">Class of each sample; null when the task has no classes.</param>
/// <param name="Groups">Skill (or other group) of each sample, from 0; null when the task has none.</param>
public sealed record Dataset(Matrix X, Matrix Y, int[]? Labels = null, int[]? Groups = null)
{
    /// <summary>Number of samples n.</summary>
    public int Count => X.Rows;
}
