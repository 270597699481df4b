using LayerDyn.Science.Models;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Parametrisations;

/// <summary>
/// What a parametrisation comes to for a parameter W of a network, its multiplier folded in. A step of <c>w</c> at the rate e moves
/// <c>W = m w</c>, whose gradient is that of w over m, as a step of W at the rate <c>e m^2</c>; of Adam, whose steps do not see the size of a gradient,
/// at the rate <c>e m</c>, with an eps of <c>eps / m</c> beside the smaller gradient.
/// </summary>
/// <param name="Start">The factor on the initial value.</param>
/// <param name="Rate">The factor on the learning rate.</param>
/// <param name="Eps">The factor on Adam's eps.</param>
public readonly record struct ParameterScale(double Start, double Rate, double Eps)
{
    /// <summary>The optimizer of the parameter, its rate apart.</summary>
    public Optimizer Of(Optimizer optimizer) => optimizer is Adam adam ? adam with { Eps = adam.Eps * Eps } : optimizer;

    /// <summary>The scale of each parameter in the order of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters: the weights of its layers, each before its biases.</param>
    /// <param name="optimizer">The optimizer.</param>
    public static IReadOnlyList<ParameterScale> Of(Model model, IReadOnlyList<ParameterShape> parameters, Optimizer optimizer)
    {
        var parametrisation = model.Parametrisation;
        bool isAdaptive = optimizer is Adam;
        ParameterShape[] weights = [.. parameters.Where(parameter => parameter.Role == ParameterRole.Weight)];
        int[] widths = [weights[0].Dimensions[1], .. weights.Select(weight => weight.Dimensions[0])];
        var scales = new List<ParameterScale>();
        int layer = 0;
        foreach (var parameter in parameters)
        {
            bool isWeight = parameter.Role == ParameterRole.Weight;
            if (isWeight) layer++;
            var (multiplier, start, rate) = isWeight ? parametrisation.Weights(layer, widths, isAdaptive) : parametrisation.Biases(layer, widths, isAdaptive);
            scales.Add(new(multiplier * start, rate * (isAdaptive ? multiplier : multiplier * multiplier), 1 / multiplier));
        }

        return scales;
    }
}
