namespace LayerDyn.Science.Training.Linear;

/// <summary>What a device has measured of the points that it steps, at the step that they are at: the bytes that the processor would measure.</summary>
internal interface IDeviceMeasurements
{
    /// <summary>Whether a point needs no weights on the processor to be measured.</summary>
    bool Suffices(int point);

    /// <summary>Whether a point was measured; if not, the processor measures all of it.</summary>
    bool IsMeasured(int point);

    /// <summary>The training loss of a point that was measured.</summary>
    double TrainLoss(int point);

    /// <summary>Writes the values of an observable of a point that was measured; false when the processor measures it.</summary>
    bool TryRead(int point, int observable, Span<double> values);
}
