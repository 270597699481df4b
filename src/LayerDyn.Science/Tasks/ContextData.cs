using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>The data of an <see cref="InContextRegressionTask"/>.</summary>
/// <param name="train">The sequences that are trained on.</param>
/// <param name="moments">Their moments; null to compute them.</param>
/// <param name="trained">The population of these sequences.</param>
/// <param name="test">The population of the test; null for none.</param>
internal sealed class ContextData(Dataset train, Moments? moments, ContextPopulation trained, ContextPopulation? test) : TaskData
{
    private readonly Moments? _testMoments = test?.Moments();
    private readonly Dataset? _test = test?.Samples();

    public override Dataset Train => train;

    public override Dataset? Test => _test;

    public override Moments Moments => moments ?? base.Moments;

    public override Moments? TestMoments => _testMoments;

    public override Matrix TargetMap { get; } = trained.Map();
}
