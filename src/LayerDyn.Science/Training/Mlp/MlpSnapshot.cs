using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>A network of the kernels of this folder at one step.</summary>
internal sealed class MlpSnapshot(MlpState state, long step, FloatBuffer parameters) : NetSnapshot(state.Experiment, state.Data, step, state.Kept)
{
    public override IReadOnlyList<Matrix> InitialParameters => state.InitialMatrices;

    public override Matrix Jacobian(Matrix inputs) => state.Engine.Jacobian(Parameters, inputs);

    public override Matrix InitialJacobian(Matrix inputs) => state.Engine.Jacobian(InitialParameters, inputs);

    protected override IReadOnlyList<Matrix> ReadParameters() => state.Matrices(parameters);

    protected override IReadOnlyList<Matrix> ComputeGradients()
    {
        state.Engine.Gradients(parameters, SampleSet.Of(Data.Train), [], state.Spare);
        return state.Matrices(state.Spare);
    }

    protected override Matrix Evaluate(Dataset set, bool features) => state.Engine.Evaluate(parameters, SampleSet.Of(set), features);
}
