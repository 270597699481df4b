namespace LayerDyn.Sweeps.Planning;

/// <summary>What a sweep's points need of a device slot. No part of their identity.</summary>
public sealed record Resources
{
    /// <summary>Kind of device: <c>any</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "any";

    /// <summary>Bytes of memory that the device must have; 0 for any.</summary>
    public long MinMemory { get; init; }

    /// <summary>The sweep uses at most so many slots at once; 0 for as many as it gets.</summary>
    public int Slots { get; init; }
}
