using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Theory;

/// <summary>The time of gradient flow that a number of optimizer steps stands for.</summary>
public static class FlowTime
{
    /// <summary>
    /// Times at ascending steps: <c>t = learningRate * step</c>, and the sum of the learning rates where a schedule changes them.
    /// </summary>
    public static double[] Of(Experiment experiment, IReadOnlyList<long> steps)
    {
        double rate = experiment.Optimizer.StepSize;
        if (experiment.Optimizer.Schedule is Optimizers.ConstantSchedule) return [.. steps.Select(step => rate * step)];
        double[] times = new double[steps.Count];
        double sum = 0;
        long done = 0;
        for (int i = 0; i < times.Length; i++)
        {
            for (; done < steps[i]; done++) sum += experiment.Optimizer.Schedule.Factor(done, experiment.Steps);
            times[i] = rate * sum;
        }

        return times;
    }
}
