namespace LayerDyn.Science.Observables;

/// <summary>
/// Strength, its standard error and mean squared error of each skill of a network. Skill k is evaluated on a sample of its own,
/// the same at every step and for all points of a seed, so that a rare skill is measured as well as a frequent one; a task that cannot sample
/// single skills gives the samples that it has of each.
/// </summary>
internal sealed class SkillStatistics
{
    // Numbers of the inputs evaluated at once: 2 MB, however large the sample.
    private const int ChunkBudget = 1 << 18, FewestRows = 64;

    private long _step = -1;

    private SkillStatistics(int skills) => (Strengths, Errors, Squares) = (new double[skills], new double[skills], new double[skills]);

    /// <summary><c>R_k / S = E[(f - mean f) g_k] / S</c> with the skill function <c>g_k = y / S</c>.</summary>
    public double[] Strengths { get; }

    /// <summary>Standard error of each strength, from the spread over the sample.</summary>
    public double[] Errors { get; }

    /// <summary><c>E[(f - y)^2]</c> on the inputs of each skill.</summary>
    public double[] Squares { get; }

    /// <summary>The statistics at the snapshot's step; observables that ask for the same samples share them.</summary>
    /// <param name="snapshot">The network.</param>
    /// <param name="samples">Samples of each skill, where the task can draw them.</param>
    public static SkillStatistics Of(ISnapshot snapshot, int samples)
    {
        var kept = snapshot.Keep((typeof(SkillStatistics), samples), () => new SkillStatistics(snapshot.Experiment.Task.Shape.Groups));
        if (kept._step != snapshot.Step) kept.Measure(snapshot, samples);
        kept._step = snapshot.Step;
        return kept;
    }

    private void Measure(ISnapshot snapshot, int samples)
    {
        if (!snapshot.Experiment.Task.Shape.SamplesSkills)
        {
            var set = snapshot.Data.Test?.Groups is null ? snapshot.Data.Train : snapshot.Data.Test;
            var all = snapshot.Predict(set);
            foreach (var group in Enumerable.Range(0, set.Count).GroupBy(n => set.Groups![n]))
                Take(group.Key, [.. group.Select(n => all[n, 0])], [.. group.Select(n => set.Y[n, 0])]);
            return;
        }

        double[] outputs = new double[samples], targets = new double[samples];
        int rows = Math.Max(FewestRows, ChunkBudget / snapshot.Experiment.Task.Shape.Inputs);
        for (int skill = 0; skill < Strengths.Length; skill++)
        {
            for (int first = 0; first < samples; first += rows)
            {
                var chunk = snapshot.Data.SkillSample(skill, first, Math.Min(rows, samples - first));
                snapshot.PredictOnce(chunk).Data.CopyTo(outputs, first);
                chunk.Y.Data.CopyTo(targets, first);
            }

            Take(skill, outputs, targets);
        }
    }

    /// <summary>One skill, from the outputs f and the targets y on its samples.</summary>
    private void Take(int skill, double[] outputs, double[] targets) =>
        (Strengths[skill], Errors[skill], Squares[skill]) = Evaluate(outputs, targets);

    /// <summary>Strength, its standard error and the mean square of f - y, from the outputs f and the targets y on the samples of one skill.</summary>
    internal static (double Strength, double Error, double Square) Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets)
    {
        int n = outputs.Length;
        double mean = 0, scale = 0, product = 0, square = 0;
        foreach (double f in outputs) mean += f;
        mean = n > 1 ? mean / n : 0; // a sample that stands for a whole skill has no mean to take off
        for (int i = 0; i < n; i++)
        {
            product += (outputs[i] - mean) * targets[i];
            scale += targets[i] * targets[i];
            square += (outputs[i] - targets[i]) * (outputs[i] - targets[i]);
        }

        double strength = scale > 0 ? product / scale : 0, spread = 0;
        for (int i = 0; i < n; i++)
        {
            double deviation = (outputs[i] - mean) * targets[i] * n / scale - strength;
            spread += deviation * deviation;
        }

        return (strength, n > 1 && scale > 0 ? Math.Sqrt(spread / (n - 1) / n) : 0, square / n);
    }
}
