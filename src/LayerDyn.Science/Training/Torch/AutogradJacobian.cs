using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>The Jacobian of any model's outputs in its parameters, by automatic differentiation of every output.</summary>
internal static class AutogradJacobian
{
    /// <summary>At parameters in host memory, on the processor.</summary>
    public static Matrix Of(Experiment experiment, IReadOnlyList<Matrix> parameters, Matrix inputs)
    {
        TorchRuntime.PrepareThread();
        using var scope = torch.NewDisposeScope();
        var shapes = experiment.Model.Parameters(experiment.Task.Shape);
        torch.Tensor[] leaves = [.. parameters.Select((values, i) =>
            TorchTensors.Create(values.Data, [.. shapes[i].Dimensions.Select(size => (long)size)], experiment.DType, torch.CPU).requires_grad_(true))];
        return Of(experiment, leaves, inputs, torch.CPU);
    }

    /// <summary>At leaves on a device: (n out) x parameters for inputs n x in, rows sample-major.</summary>
    public static Matrix Of(Experiment experiment, IReadOnlyList<torch.Tensor> parameters, Matrix inputs, torch.Device device)
    {
        int outputs = experiment.Task.Shape.Outputs, columns = parameters.Sum(parameter => (int)parameter.numel());
        var jacobian = new Matrix(inputs.Rows * outputs, columns);
        for (int sample = 0; sample < inputs.Rows; sample++)
        {
            using var scope = torch.NewDisposeScope();
            var x = TorchTensors.Create(inputs.Row(sample), [1, inputs.Columns], experiment.DType, device);
            var f = experiment.Model.Forward(parameters, x);
            for (int output = 0; output < outputs; output++)
            {
                var parts = torch.autograd.grad([f[0, output]], [.. parameters], retain_graph: output < outputs - 1);
                var row = jacobian.Row(sample * outputs + output);
                foreach (var part in parts)
                {
                    TorchTensors.Copy(part, row);
                    row = row[(int)part.numel()..];
                }
            }
        }

        return jacobian;
    }
}
