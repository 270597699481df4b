using System.Text.Json;

namespace LayerDyn.Api.Points;

/// <summary>Everything that is known of a point.</summary>
public sealed record PointView
{
    /// <summary>Its index in the sweep.</summary>
    public required long Index { get; init; }

    /// <summary>Its identity: a hash of its experiment.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="PointStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Its label on each axis.</summary>
    public required IReadOnlyDictionary<string, string> Axes { get; init; }

    /// <summary>Its seed replicate.</summary>
    public required int Seed { get; init; }

    /// <summary>Its experiment with every default spelled out.</summary>
    public required JsonElement Experiment { get; init; }

    /// <summary>Steps asked for.</summary>
    public required long Steps { get; init; }

    /// <summary>The last step that was measured; null where none is known.</summary>
    public long? LastStep { get; init; }

    /// <summary>The step at which divergence was seen; null for a point that did not diverge.</summary>
    public long? DivergedAt { get; init; }

    /// <summary>What was measured at <see cref="LastStep"/>, by column; empty for a point that diverged, whose records keep it, and where nothing is known.</summary>
    public IReadOnlyDictionary<string, double> Final { get; init; } = new Dictionary<string, double>();

    /// <summary>The silo that computed its result, or trains it now; null when neither is known.</summary>
    public string? Silo { get; init; }

    /// <summary>How far it is while it runs; null when it does not.</summary>
    public PointRunView? Run { get; init; }

    /// <summary>Attempts that are known of, the first one first.</summary>
    public IReadOnlyList<AttemptView> Attempts { get; init; } = [];

    /// <summary>Why it was given up; null when it was not.</summary>
    public string? Failure { get; init; }

    /// <summary>Its checkpoints, in order of steps.</summary>
    public IReadOnlyList<CheckpointView> Checkpoints { get; init; } = [];

    /// <summary>The segment that holds its records; null without a result.</summary>
    public string? Segment { get; init; }
}
