using LayerDyn.Science.Experiments;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// A network as a pure function of its parameters. A kind of model is one sealed record in one file, with a
/// <see cref="Catalog.KindAttribute"/> and its parameters as properties.
/// </summary>
public abstract record Model
{
    /// <summary>How the factor, the start and the learning rate of each layer follow from the widths.</summary>
    public virtual Parametrisation Parametrisation { get; init; } = new StandardParametrisation();

    /// <summary>Floating-point type used when the spec names none.</summary>
    public virtual DType DefaultDType => DType.Float32;

    /// <summary>
    /// The numbers of inputs and outputs, for models whose parameters fix them (by widths); null when they come from the task.
    /// </summary>
    public virtual (int Inputs, int Outputs)? Ends => null;

    /// <summary>
    /// The layerwise linear structure, for models that are products of layers without activations; null for the others.
    /// Such models are trained by the vectorised linear trainer and have exact solutions.
    /// </summary>
    public virtual LayerwiseForm? Layerwise(TaskShape task) => null;

    /// <summary>Adds what is impossible about this model on this task, with paths below <c>model</c>.</summary>
    public virtual void Validate(TaskShape task, ProblemList problems)
    {
    }

    /// <summary>The parameters in order: weights (and biases) from the input to the output.</summary>
    public abstract IReadOnlyList<ParameterShape> Parameters(TaskShape task);

    /// <summary>Rough multiply-adds of one sample's way forward, for estimates alone: one a weight, unless a model does more with its weights.</summary>
    public virtual double Operations(TaskShape task) => Parameters(task).Sum(parameter => (double)parameter.Count);

    /// <summary>
    /// The outputs for a batch. <paramref name="parameters"/> are in the order of <see cref="Parameters"/>;
    /// <paramref name="inputs"/> is batch x in. Returns batch x out, differentiable in the parameters.
    /// </summary>
    public abstract torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs);

    /// <summary>
    /// The features that the last layer reads, batch x d (for neural collapse). Defaults to the outputs' pre-image:
    /// models with a last linear layer override it.
    /// </summary>
    public virtual torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs) =>
        Forward(parameters, inputs);
}
