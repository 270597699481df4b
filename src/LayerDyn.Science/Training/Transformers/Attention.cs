using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>
/// Attention of queries (every token's, or the last one's of each sample) over all tokens of their sample, head by head: with softmax, or
/// linear in a linear model.
/// </summary>
internal sealed unsafe class Attention(TransformerModel model, int tokens)
{
    private readonly int _width = model.DModel / model.Heads;
    private readonly float _scale = (float)(1 / Math.Sqrt(model.DModel / model.Heads));
    private readonly double[] _scores = new double[tokens];
    private readonly float[] _deltas = new float[tokens];

    /// <summary>Writes the weights, heads x tokens a query, and the weighted sums of the values.</summary>
    /// <param name="queries">Queries.</param>
    /// <param name="keys">Keys, tokens a sample.</param>
    /// <param name="values">Values, alike.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="mixed">Sums.</param>
    /// <param name="count">Number of queries.</param>
    /// <param name="each">Queries a sample.</param>
    public void Forward(Rows queries, Rows keys, Rows values, Rows weights, Rows mixed, int count, int each)
    {
        for (int q = 0; q < count; q++)
        {
            int first = q / each * tokens;
            new Span<float>(mixed[q], model.DModel).Clear();
            for (int head = 0; head < model.Heads; head++)
            {
                int at = head * _width;
                float* share = weights[q] + head * tokens;
                for (int j = 0; j < tokens; j++) share[j] = _scale * Lines.Dot(queries[q] + at, keys[first + j] + at, _width);
                if (model.Activation == Activation.Linear) for (int j = 0; j < tokens; j++) share[j] /= tokens;
                else Softmax(share);
                for (int j = 0; j < tokens; j++) Lines.AddMultiple(share[j], values[first + j] + at, mixed[q] + at, _width);
            }
        }
    }

    /// <summary>Adds to the gradients of queries, keys and values, from that of the sums.</summary>
    public void Backward(Rows queries, Rows keys, Rows values, Rows weights, Rows mixed, Rows dQueries, Rows dKeys, Rows dValues, int count, int each)
    {
        for (int q = 0; q < count; q++)
        {
            int first = q / each * tokens;
            for (int head = 0; head < model.Heads; head++)
            {
                int at = head * _width;
                float* share = weights[q] + head * tokens;
                float average = 0;
                for (int j = 0; j < tokens; j++)
                {
                    _deltas[j] = Lines.Dot(mixed[q] + at, values[first + j] + at, _width);
                    average = MathF.FusedMultiplyAdd(share[j], _deltas[j], average);
                    Lines.AddMultiple(share[j], mixed[q] + at, dValues[first + j] + at, _width);
                }

                for (int j = 0; j < tokens; j++)
                {
                    float delta = _scale * (model.Activation == Activation.Linear ? _deltas[j] / tokens : share[j] * (_deltas[j] - average));
                    Lines.AddMultiple(delta, keys[first + j] + at, dQueries[q] + at, _width);
                    Lines.AddMultiple(delta, queries[q] + at, dKeys[first + j] + at, _width);
                }
            }
        }
    }

    // In double precision, so that no library's exp shows in the result's bits.
    private void Softmax(float* share)
    {
        float largest = float.NegativeInfinity;
        for (int j = 0; j < tokens; j++) largest = Math.Max(largest, share[j]);
        double total = 0;
        for (int j = 0; j < tokens; j++) total += _scores[j] = PortableMath.Exp((double)share[j] - largest);
        for (int j = 0; j < tokens; j++) share[j] = (float)(_scores[j] / total);
    }
}
