namespace LayerDyn.Grains.Telemetry;

/// <summary>What the gauges want to know of a silo's lanes; <c>LanePool</c> implements it.</summary>
public interface ILaneView
{
    /// <summary>Batches that wait for a lane.</summary>
    long QueuedBatches { get; }

    /// <summary>The slots: kind of the device, and whether something runs in it.</summary>
    IEnumerable<(string Device, bool Busy)> Slots();
}
