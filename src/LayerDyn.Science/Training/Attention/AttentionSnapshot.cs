using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Attention;

/// <summary>Linear attention with separate key and query at one step: everything follows from its weights and the second moments of the data.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="data">Its data.</param>
/// <param name="step">The step.</param>
/// <param name="state">The weights, as <see cref="AttentionForm"/> lays them out.</param>
/// <param name="initial">The weights at step 0.</param>
/// <param name="kept">What observables keep from step 0.</param>
internal sealed class AttentionSnapshot(
    Experiment experiment, TaskData data, long step, double[] state, IReadOnlyList<Matrix> initial, Dictionary<object, object> kept)
    : NetSnapshot(experiment, data, step, kept), ISnapshot
{
    private readonly AttentionForm _form = AttentionForm.Of(experiment)!;
    private readonly double _factor = LossFunction.FactorOnMse(experiment.Loss, 1);
    private Matrix? _map;

    public override IReadOnlyList<Matrix> InitialParameters => initial;

    public Matrix Map => _map ??= _form.Map(Parameters);

    public override double TrainLoss => Data.Moments.Loss(Map) * _factor;

    public override double TestLoss => Data.TestMoments is { } moments ? moments.Loss(Map) * _factor : double.NaN;

    public override Matrix Jacobian(Matrix inputs) => _form.Jacobian(Parameters, inputs);

    public override Matrix InitialJacobian(Matrix inputs) => _form.Jacobian(initial, inputs);

    protected override IReadOnlyList<Matrix> ReadParameters() => _form.Parameters(state);

    protected override IReadOnlyList<Matrix> ComputeGradients()
    {
        double[] gradient = new double[_form.Weights];
        new AttentionRate(_form, Data.Moments, -_factor).Rate(state, gradient);
        return _form.Parameters(gradient);
    }

    protected override Matrix Evaluate(Dataset set, bool features) =>
        features ? _form.Features(Parameters, set.X) : LinearAlgebra.MultiplyTransposed(set.X, Map);
}
