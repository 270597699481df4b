using System.Diagnostics;
using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Sweeps;

/// <summary>A pack that was handed out.</summary>
internal sealed class RunningPack
{
    /// <summary>Counts up each time the pack is handed out.</summary>
    public required long Attempt { get; init; }

    /// <summary>Its points, as a range list.</summary>
    public required string Range { get; init; }

    /// <summary>Which attempt of its points it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Number of its points.</summary>
    public required int Points { get; init; }

    /// <summary>Steps of all its points together.</summary>
    public required long Steps { get; init; }

    /// <summary>The silo that it is on, or was meant for.</summary>
    public required SiloAddress Silo { get; set; }

    /// <summary>The span of its handing out.</summary>
    public ActivityContext Span { get; set; }

    /// <summary>Steps done, as last heard.</summary>
    public long StepsDone { get; private set; }

    /// <summary>How far it is, as last heard.</summary>
    public PackStage Stage { get; private set; }

    /// <summary>Timestamp of its last sign of life.</summary>
    public required long LastHeard { get; set; }

    /// <summary>Timestamp of the last advance of its steps.</summary>
    public required long LastAdvance { get; set; }

    /// <summary>Takes a sign of life in.</summary>
    public void Hear(PackPulse pulse, long now)
    {
        if (pulse.StepsDone != StepsDone || pulse.Stage != PackStage.Training || Stage != PackStage.Training) LastAdvance = now;
        (StepsDone, Stage, LastHeard) = (pulse.StepsDone, pulse.Stage, now);
    }
}
