using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Optimizers;

/// <summary>A linear rise, <c>(step + 1) / steps</c>, then another schedule over the steps that remain.</summary>
[Kind("warmup", "a linear rise over the first steps, then another schedule")]
public sealed record WarmupSchedule : Schedule
{
    /// <summary>Number of steps of the rise; the last of them has the full learning rate.</summary>
    [Parameter("steps of the rise", Min = 1)]
    public required long Steps { get; init; }

    /// <summary>What follows, counted from the end of the rise.</summary>
    [Parameter("schedule that follows")]
    public Schedule Then { get; init; } = new ConstantSchedule();

    /// <inheritdoc/>
    public override double Factor(long step, long steps) =>
        step < Steps ? (step + 1.0) / Steps : Then.Factor(step - Steps, Math.Max(1, steps - Steps));
}
