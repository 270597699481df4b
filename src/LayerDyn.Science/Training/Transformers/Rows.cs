namespace LayerDyn.Science.Training.Transformers;

/// <summary>Rows of numbers in a buffer: where the first starts, and how far it is to the next.</summary>
internal readonly unsafe struct Rows(float* data, nint stride)
{
    public float* Data { get; } = data;

    public nint Stride { get; } = stride;

    /// <summary>A row.</summary>
    public float* this[nint row] => Data + row * Stride;

    /// <summary>Of rows that are the tokens of samples, the last one of each sample.</summary>
    public Rows LastOf(int tokens) => new(this[tokens - 1], tokens * Stride);
}
