using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How far each skill has been learnt, <c>R_k / S</c> (Nam et al. 2024, arXiv 2404.17563): on the inputs of skill k,
/// <c>R_k = E[(f - mean f) g_k]</c> with the skill function <c>g_k = y / S</c>; 0 before and 1 after its emergence. Every skill has a sample of its
/// own, the published 20,000; the largest standard error of a skill stands beside. A multilinear model is measured exactly, without a sample.
/// </summary>
[Kind("skill-strength", "how far each skill has been learnt, R_k / S, and skill-strength-se, the largest standard error of a skill (tasks with skills)")]
public sealed record SkillStrengthObservable : Observable
{
    /// <summary>Samples of each skill.</summary>
    [Parameter("samples of each skill, the same at every step; only tasks that draw them (multitask-sparse-parity)", Min = 2, Max = 10_000_000)]
    public int Samples { get; init; } = 20_000;

    /// <inheritdoc/>
    public override string Symbol => "R/S";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        IEnumerable<string> strengths = Enumerable.Range(1, shape.Groups).Select(skill => $"skill-strength.{skill}");
        return [.. strengths, .. shape.SamplesSkills ? (string[])["skill-strength" + ExperimentColumns.ErrorSuffix] : []];
    }

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Task.Shape is { Groups: > 0, Outputs: 1 } ? null : "needs a task with skills and one output";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        if (snapshot.Experiment.Task is SkillsTask && snapshot.Map is { } map)
        {
            // The inputs are the skill functions: R_k is the map's element, without a sample.
            var target = snapshot.Data.TargetMap!;
            for (int k = 0; k < values.Length; k++) values[k] = map[0, k] / target[0, k];
            return;
        }

        var skills = SkillStatistics.Of(snapshot, Samples);
        skills.Strengths.CopyTo(values);
        if (values.Length > skills.Strengths.Length) values[^1] = skills.Errors.Max();
    }
}
