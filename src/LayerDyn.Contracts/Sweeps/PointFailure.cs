namespace LayerDyn.Contracts.Sweeps;

/// <summary>A point whose training threw every time it was tried.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Message">What the last attempt said.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.point-failure")]
public sealed record PointFailure([property: Id(0)] long Index, [property: Id(1)] int Attempts, [property: Id(2)] string Message)
{
    /// <summary>How many of the newest records are kept of it.</summary>
    public const int MostRecords = 10;

    /// <summary>What was measured of it last, as CSV with the step first; null when nothing was.</summary>
    [Id(3)] public string? Records { get; init; }
}
