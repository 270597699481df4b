using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Training samples on the device.</summary>
/// <param name="Count">Samples of a row of data.</param>
/// <param name="Width">Inputs of a sample.</param>
/// <param name="Outputs">Targets of a sample.</param>
/// <param name="Batch">Samples that a step takes at most.</param>
/// <param name="Inputs">The inputs, sample after sample.</param>
/// <param name="Targets">The targets, sample after sample.</param>
/// <param name="Labels">The class of each sample; without classes of no meaning.</param>
/// <param name="Rows">Each network's row of data.</param>
/// <param name="Orders">The samples of minibatches, step after step, order after order.</param>
/// <param name="OrderRows">Each network's order.</param>
internal readonly record struct SampleMemory(
    long Count,
    int Width,
    int Outputs,
    int Batch,
    ArrayView<float> Inputs,
    ArrayView<float> Targets,
    ArrayView<int> Labels,
    ArrayView<int> Rows,
    ArrayView<int> Orders,
    ArrayView<int> OrderRows)
{
    /// <summary>Where a sample of a pass lies.</summary>
    public long Of(int net, Pass pass, int sample)
    {
        long place = pass.FirstOrder < 0
            ? pass.FirstSample + pass.Start + sample
            : Orders[pass.FirstOrder + (long)OrderRows[net] * Batch + pass.Start + sample];
        return Rows[net] * Count + place;
    }
}
