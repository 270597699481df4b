using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Observables;

/// <summary>Which parameters of a model are matrices of weights.</summary>
internal static class WeightMatrices
{
    /// <summary>Their places among the model's parameters.</summary>
    public static int[] Of(Experiment experiment)
    {
        var parameters = experiment.Model.Parameters(experiment.Task.Shape);
        return [.. Enumerable.Range(0, parameters.Count)
            .Where(i => parameters[i].Role == ParameterRole.Weight && parameters[i].Dimensions.Count == 2)];
    }

    /// <summary>One column a matrix, from the input to the output.</summary>
    public static IReadOnlyList<string> Columns(string name, Experiment experiment) =>
        [.. Of(experiment).Select((_, layer) => $"{name}.{layer + 1}")];

    /// <summary>Rough time that a rank of each of them takes, in seconds on one core: for estimates alone.</summary>
    public static double RankSeconds(Experiment experiment)
    {
        var parameters = experiment.Model.Parameters(experiment.Task.Shape);
        return Of(experiment).Sum(i => FeatureRankObservable.RankSeconds(parameters[i].Dimensions[0], parameters[i].Dimensions[1]));
    }

    /// <summary>Why there are none; null when there are some.</summary>
    public static string? Unsupported(Experiment experiment) =>
        Of(experiment).Length == 0 ? "needs a model with matrices of weights" : null;
}
