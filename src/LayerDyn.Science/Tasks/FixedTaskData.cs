using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>Data with a fixed training set.</summary>
/// <param name="train">The training samples.</param>
/// <param name="test">The test samples, if any.</param>
/// <param name="targetMap">The target map, out x in, if the targets are linear in the inputs.</param>
/// <param name="targetScale">The target scale S.</param>
/// <param name="moments">Moments of the training samples where they are known exactly; null to compute them.</param>
public sealed class FixedTaskData(
    Dataset train, Dataset? test = null, Matrix? targetMap = null, double targetScale = 1, Moments? moments = null) : TaskData
{
    /// <inheritdoc/>
    public override Dataset Train => train;

    /// <inheritdoc/>
    public override Moments Moments => moments ?? base.Moments;

    /// <inheritdoc/>
    public override Dataset? Test => test;

    /// <inheritdoc/>
    public override Matrix? TargetMap => targetMap;

    /// <inheritdoc/>
    public override double TargetScale => targetScale;
}
