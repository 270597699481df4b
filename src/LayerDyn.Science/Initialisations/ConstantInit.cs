using LayerDyn.Science.Catalog;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>Every weight the same, biases zero, gains one: for tests and for models whose symmetry the task breaks.</summary>
[Kind("constant", "every weight the same value, biases zero")]
public sealed record ConstantInit : Initialisation
{
    /// <summary>The value.</summary>
    [Parameter("value of every weight")]
    public double Value { get; init; }

    /// <inheritdoc/>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream) =>
    [
        .. model.Parameters(task).Select(parameter => Enumerable.Repeat(
            parameter.Role switch { ParameterRole.Bias => 0, ParameterRole.Gain => 1, _ => Value }, checked((int)parameter.Count)).ToArray()),
    ];
}
