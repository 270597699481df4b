using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>A network of libtorch at one step.</summary>
internal sealed class TorchSnapshot(TorchState state, long step, IReadOnlyList<torch.Tensor> parameters) : NetSnapshot(state.Experiment, state.Data, step, state.Kept)
{
    public override IReadOnlyList<Matrix> InitialParameters => state.InitialMatrices;

    public override Matrix Jacobian(Matrix inputs) => Jacobian(parameters, inputs);

    public override Matrix InitialJacobian(Matrix inputs)
    {
        using var scope = torch.NewDisposeScope();
        return Jacobian(state.InitialLeaves(), inputs);
    }

    public override Matrix PredictOnce(Dataset set)
    {
        using var scope = torch.NewDisposeScope();
        return TorchTensors.ToMatrix(state.Engine.Evaluate(parameters, TorchTensors.Create(set.X, Experiment.DType, state.Device)));
    }

    protected override IReadOnlyList<Matrix> ReadParameters() => [.. parameters.Select(TorchTensors.ToMatrix)];

    protected override IReadOnlyList<Matrix> ComputeGradients()
    {
        using var scope = torch.NewDisposeScope();
        return [.. state.Engine.Gradients(parameters, state.OnDevice(Data.Train)).Select(TorchTensors.ToMatrix)];
    }

    protected override Matrix Evaluate(Dataset set, bool features)
    {
        using var scope = torch.NewDisposeScope();
        return TorchTensors.ToMatrix(state.Engine.Evaluate(parameters, state.OnDevice(set).X, features));
    }

    private Matrix Jacobian(IReadOnlyList<torch.Tensor> parameters, Matrix inputs) => AutogradJacobian.Of(Experiment, parameters, inputs, state.Device);
}
