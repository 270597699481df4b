namespace LayerDyn.Science.Training.Mlp;

/// <summary>Sorts the nonzero inputs of a batch by input, for the gradient of the first layer.</summary>
internal sealed unsafe class BatchColumns(int inputs)
{
    private readonly int[] _starts = SampleSet.Pinned<int>(inputs + 1), _next = new int[inputs];
    private int[] _samples = [];
    private float[] _values = [];

    /// <summary>The columns of the chosen samples; they are overwritten by the next call.</summary>
    public CompressedColumns Of(CompressedRows rows, int* chosen, int count)
    {
        _starts.AsSpan().Clear();
        for (int s = 0; s < count; s++)
            for (int k = rows.Starts[chosen[s]]; k < rows.Starts[chosen[s] + 1]; k++) _starts[rows.Columns[k] + 1]++;
        for (int i = 0; i < inputs; i++)
        {
            _next[i] = _starts[i];
            _starts[i + 1] += _starts[i];
        }

        if (_samples.Length < _starts[inputs]) (_samples, _values) = (SampleSet.Pinned<int>(_starts[inputs]), SampleSet.Pinned<float>(_starts[inputs]));
        for (int s = 0; s < count; s++)
            for (int k = rows.Starts[chosen[s]]; k < rows.Starts[chosen[s] + 1]; k++)
            {
                int place = _next[rows.Columns[k]]++;
                (_samples[place], _values[place]) = (s, rows.Values[k]);
            }

        return new(inputs, SampleSet.Pointer(_starts), SampleSet.Pointer(_samples), SampleSet.Pointer(_values));
    }
}
