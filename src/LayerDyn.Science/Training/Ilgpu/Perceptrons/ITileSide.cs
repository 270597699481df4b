namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>How many threads a side of a tile has; no bit depends on it.</summary>
internal interface ITileSide
{
    /// <summary>Threads a side.</summary>
    int Threads { get; }
}
