namespace LayerDyn.Science.Tasks;

/// <summary>The whole prompts of an <see cref="InContextRegressionTask"/>.</summary>
/// <param name="train">The prompts that are trained on.</param>
/// <param name="test">Further prompts of the same population.</param>
internal sealed class PromptData(Dataset train, Dataset test) : TaskData
{
    public override Dataset Train => train;

    public override Dataset? Test => test;
}
