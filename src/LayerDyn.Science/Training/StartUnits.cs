using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables.Curvature;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training;

/// <summary>Works out learning rates that are given in units of a point's own start.</summary>
internal static class StartUnits
{
    /// <summary>
    /// The point with the step size that its unit stands for: from its initial weights, rounded to what is trained, and its data, so that it
    /// is the same wherever and however often the point is taken up.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loss is not curved upwards at the start, so that there is no such unit.</exception>
    public static TrainingPoint Resolved(TrainingPoint point, TaskDataCache cache)
    {
        var experiment = point.Experiment;
        if (experiment.Optimizer.LearningRateUnit == LearningRateUnit.Absolute) return point;
        var shapes = experiment.Model.Parameters(experiment.Task.Shape);
        double[][] start = experiment.InitialWeights(point.WeightStream());
        Matrix[] parameters = [.. start.Select((values, i) =>
        {
            var dimensions = shapes[i].Dimensions;
            return new Matrix(dimensions.Count == 1 ? 1 : dimensions[0], dimensions[^1],
                experiment.DType == DType.Float64 ? values : Array.ConvertAll(values, value => (double)(float)value));
        })];
        var matrix = experiment.Optimizer.LearningRateUnit == LearningRateUnit.Sharpness ? CurvatureMatrix.Hessian : CurvatureMatrix.GaussNewton;
        double largest = LossCurvature.Of(experiment, cache.Get(experiment), parameters, matrix).Largest(experiment.Seed);
        if (!(largest > 0) || !double.IsFinite(1 / largest))
            throw new InvalidOperationException(FormattableString.Invariant(
                $"optimizer.learningRateUnit: the largest eigenvalue at step 0 is {largest:G3}, which gives no unit; write learningRateUnit: absolute"));
        return point with { Experiment = experiment with { Optimizer = experiment.Optimizer with { UnitStep = 1 / largest } } };
    }
}
