namespace LayerDyn.Contracts.Sweeps;

/// <summary>What a client hands over to start a sweep.</summary>
/// <param name="SpecYaml">The spec as the user wrote it, kept beside the results.</param>
/// <param name="ResolvedYaml">The spec with every default spelled out and overrides applied: what is run.</param>
/// <param name="PackSize">Points that travel together; 0 lets the sweep choose by their cost.</param>
/// <param name="Priority">Its share of slots that others want too.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-submission")]
public sealed record SweepSubmission(
    [property: Id(0)] string SpecYaml,
    [property: Id(1)] string ResolvedYaml,
    [property: Id(2)] int PackSize = 0,
    [property: Id(3)] SweepPriority Priority = SweepPriority.Normal);
