namespace LayerDyn.Science.Training.Mlp;

/// <summary>The nonzero inputs of samples, sample after sample.</summary>
internal readonly unsafe struct CompressedRows(int* starts, int* columns, float* values)
{
    /// <summary>Where each sample starts, one more than there are.</summary>
    public int* Starts { get; } = starts;

    /// <summary>Inputs, ascending within a sample.</summary>
    public int* Columns { get; } = columns;

    /// <summary>Their values.</summary>
    public float* Values { get; } = values;
}
