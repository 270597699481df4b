namespace LayerDyn.Science.Tasks;

/// <summary>The data of an online task whose inputs are all 0 or 1: its fresh samples can be drawn without the zeros.</summary>
internal interface IBinaryBatches
{
    /// <summary>Columns past the last one of a batch that may be written over.</summary>
    const int Overshoot = SetBits.Overshoot;

    /// <summary>The samples that <see cref="TaskData.FillBatch"/> gives, by which inputs are 1. Pure in <paramref name="step"/>.</summary>
    /// <param name="step">Updates before this one.</param>
    /// <param name="starts">Where each sample's columns start, one more than there are samples.</param>
    /// <param name="columns">Inputs that are 1, ascending within a sample; room for all inputs of all samples and <see cref="Overshoot"/> more.</param>
    /// <param name="y">Targets, batch x out, row-major.</param>
    void FillOnes(long step, Span<int> starts, Span<int> columns, Span<float> y);
}
