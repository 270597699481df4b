namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Tiles of 64 x 64 elements by 256 threads, for GPUs.</summary>
internal readonly struct LargeTile : ITileSide
{
    /// <summary>Threads a side.</summary>
    public const int Side = 16;

    public int Threads => Side;
}
