using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Relative distance of all parameters from their start, <c>|theta - theta_0| / |theta_0|</c>: small in the lazy regime (Chizat, Oyallon
/// and Bach 2019, arXiv 1812.07956). NaN when all parameters start at zero.
/// </summary>
[Kind("weight-drift", "relative distance of the parameters from their start")]
public sealed record WeightDriftObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "|θ - θ0|/|θ0|";

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["weight-drift"];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        double distance = 0, start = 0;
        for (int i = 0; i < snapshot.Parameters.Count; i++)
        {
            double[] now = snapshot.Parameters[i].Data, initial = snapshot.InitialParameters[i].Data;
            for (int j = 0; j < now.Length; j++)
            {
                double difference = now[j] - initial[j];
                distance += difference * difference;
                start += initial[j] * initial[j];
            }
        }

        values[0] = Math.Sqrt(distance / start);
    }
}
