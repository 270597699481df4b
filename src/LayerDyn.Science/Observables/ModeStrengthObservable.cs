using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Observables;

/// <summary>
/// How far each mode of the target has been learnt (Saxe et al. 2014, arXiv 1312.6120). For dense layers
/// <c>u_k^T W_L ... W_1 v_k</c> with the singular vectors of the target map, strongest first; for diagonal networks the product
/// <c>w_L,i ... w_1,i</c> of each input. Compare with the target's singular values, or coefficients.
/// </summary>
[Kind("mode-strength", "projection of the end-to-end map on each singular vector of the target (linear models)")]
public sealed record ModeStrengthObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "u";

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment)
    {
        var form = LayerForm.Of(experiment);
        int modes = form is null ? 0 : form.Kind == LayerwiseKind.Diagonal ? form.Widths[0] : Math.Min(form.Widths[0], form.Widths[^1]);
        return [.. Enumerable.Range(1, modes).Select(mode => $"mode-strength.{mode}")];
    }

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => LayerForm.Of(experiment) switch
    {
        null => "needs a linear model",
        { Kind: LayerwiseKind.Dense } when experiment.Task is not (TeacherStudentTask or LinearTeacherTask)
            && MeasuredConditions.Covariance(experiment) != InputCovariance.Identity => "needs a task with a linear teacher or whitened inputs",
        _ => null,
    };

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var form = LayerForm.Of(snapshot.Experiment)!;
        var map = LayerwiseMap.Of(form, snapshot.Parameters, form.Widths[0]);
        if (form.Kind == LayerwiseKind.Diagonal)
        {
            map.Row(0)[..values.Length].CopyTo(values);
            return;
        }

        var target = snapshot.Keep(this, () => TargetModes.Of(snapshot.Data));
        for (int k = 0; k < values.Length; k++)
        {
            double strength = 0;
            for (int o = 0; o < map.Rows; o++)
                for (int i = 0; i < map.Columns; i++) strength += target.U[o, k] * map[o, i] * target.Vt[k, i];
            values[k] = strength;
        }
    }
}
