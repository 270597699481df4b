using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Flow;

/// <summary>A launch of gradient flow.</summary>
/// <param name="Target">The measured step that the times to come to are of.</param>
/// <param name="MostSteps">The most steps of the integration that a network takes.</param>
/// <param name="Unfinished">Counts the networks that have not come to their time.</param>
internal readonly record struct FlowLaunch(long Target, long MostSteps, ArrayView<int> Unfinished);
