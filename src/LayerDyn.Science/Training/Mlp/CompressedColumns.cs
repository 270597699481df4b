namespace LayerDyn.Science.Training.Mlp;

/// <summary>The nonzero inputs of a batch, input after input.</summary>
internal readonly unsafe struct CompressedColumns(int count, int* starts, int* samples, float* values)
{
    /// <summary>Number of inputs.</summary>
    public int Count { get; } = count;

    /// <summary>Where each input starts, one more than there are.</summary>
    public int* Starts { get; } = starts;

    /// <summary>Places in the batch, ascending within an input.</summary>
    public int* Samples { get; } = samples;

    /// <summary>Their values.</summary>
    public float* Values { get; } = values;
}
