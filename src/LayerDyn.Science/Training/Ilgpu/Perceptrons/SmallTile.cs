namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Tiles of 8 x 8 elements by 4 threads, for ILGPU's accelerator for the processor, whose threads are slow to wait for each other.</summary>
internal readonly struct SmallTile : ITileSide
{
    /// <summary>Threads a side.</summary>
    public const int Side = 2;

    public int Threads => Side;
}
