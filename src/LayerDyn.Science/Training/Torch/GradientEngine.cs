using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// Outputs and loss gradients of a model. A batch goes through in passes of as many rows as keep their activations in the
/// processor's cache; the number follows from the model's structure alone, so it never changes a result between machines.
/// </summary>
internal sealed class GradientEngine
{
    // Scalars of activations in a pass: 1 MB of floats, 2 MB of doubles.
    private const int ActivationBudget = 1 << 18, FewestRows = 16, MostRows = 4096;

    private readonly Model _model;
    private readonly LossKind _loss;
    private readonly int _outputs;
    private readonly long _rows;
    private readonly MlpGradient? _mlp;

    public GradientEngine(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        (_model, _loss, _outputs) = (experiment.Model, experiment.Loss, shape.Outputs);
        long activations = shape.Inputs
            + experiment.Model.Parameters(shape).Where(parameter => parameter.Role == ParameterRole.Weight).Sum(parameter => (long)parameter.Dimensions[0]);
        _mlp = experiment.Model is MlpModel mlp && MlpGradient.Supports(mlp) ? new(mlp) : null;
        _rows = FewestRows;
        while (_rows < MostRows && 2 * _rows * activations <= ActivationBudget) _rows *= 2;
    }

    /// <summary>
    /// Gradients of the batch's loss, one for each parameter, in the current dispose scope. <paramref name="parameters"/> are leaves
    /// that require gradients.
    /// </summary>
    public torch.Tensor[] Gradients(IReadOnlyList<torch.Tensor> parameters, Batch batch)
    {
        torch.Tensor[]? sum = null;
        for (long start = 0; start < batch.Count; start += _rows)
        {
            using var scope = torch.NewDisposeScope();
            var rows = batch.Rows(start, Math.Min(_rows, batch.Count - start));
            var parts = _mlp?.Gradients(parameters, rows.X, outputs => OutputGradient(outputs, rows, batch.Count))
                ?? ByAutograd(parameters, rows, batch.Count);
            if (sum is null) sum = [.. parts.Select(part => part.MoveToOuterDisposeScope())];
            else for (int i = 0; i < sum.Length; i++) sum[i].PlusInPlace(parts[i]);
        }

        return sum!;
    }

    /// <summary>Outputs (or with <paramref name="features"/> what the last layer reads) for all rows, without autograd.</summary>
    public torch.Tensor Evaluate(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs, bool features = false)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var parts = new List<torch.Tensor>();
        long count = inputs.shape[0];
        for (long start = 0; start < count; start += _rows)
        {
            using var pass = torch.NewDisposeScope();
            var rows = inputs.narrow(0, start, Math.Min(_rows, count - start));
            parts.Add((features ? _model.Features(parameters, rows) : _model.Forward(parameters, rows)).MoveToOuterDisposeScope());
        }

        return torch.cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Gradients by automatic differentiation, for any model.</summary>
    internal torch.Tensor[] ByAutograd(IReadOnlyList<torch.Tensor> parameters, Batch rows, long n)
    {
        var outputs = _model.Forward(parameters, rows.X);
        return [.. torch.autograd.grad([outputs], [.. parameters], [OutputGradient(outputs.detach(), rows, n)])];
    }

    // dL/df of the rows of a batch of n samples.
    private torch.Tensor OutputGradient(torch.Tensor outputs, Batch rows, long n)
    {
        using var noGrad = torch.no_grad();
        switch (_loss)
        {
            case LossKind.Mse: return (outputs - rows.Y).OverInPlace(n);
            case LossKind.MseMean: return (outputs - rows.Y).TimesInPlace(2.0 / (n * (double)_outputs));
            case LossKind.CrossEntropy:
                var gradient = outputs.softmax(-1);
                gradient.scatter_add_(1, rows.Labels!.unsqueeze(1), TorchMath.Filled([rows.Count, 1], -1.0, outputs.dtype, outputs.device));
                return gradient.OverInPlace(n);
            default: throw new InvalidOperationException($"unknown loss {_loss}");
        }
    }
}
