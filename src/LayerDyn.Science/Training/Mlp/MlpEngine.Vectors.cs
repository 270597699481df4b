using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>The engine on vectors of one width.</summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal sealed unsafe partial class MlpEngine<TS, TV> : MlpEngine
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    // Numbers of one layer's activations in a pass (300 KB, so that two layers and a panel of weights stay in the cache), and its rows.
    private const int ActivationBudget = 76_800, FewestRows = 12, MostRows = 240, RowBlock = 12;

    private readonly MlpLayer[] _layers;
    private readonly int _rows;
    private readonly int[] _chosen;
    private readonly int* _chosenStart;
    private readonly float[] _one = SampleSet.Pinned<float>(1);
    private readonly int[] _strides;
    private readonly FloatBuffer[] _activations; // [l]: what layer l + 1 reads, rows x widths[l]; the last: what the net gives before its scale
    private readonly FloatBuffer _outputDelta, _delta, _nextDelta;
    private readonly FloatBuffer?[] _transposed;
    private readonly FloatBuffer?[] _sums; // what became the squares of _activations; null for other activations
    private readonly BatchColumns _columns;

    public MlpEngine(Experiment experiment)
        : base(experiment)
    {
        _layers = Layout.Layers;
        _strides = [.. Model.Widths.Select(MlpLayer.Stride)];
        _rows = Math.Clamp(ActivationBudget / _strides.Max() / RowBlock * RowBlock, FewestRows, MostRows);
        _chosen = SampleSet.Pinned<int>(_rows);
        _chosenStart = SampleSet.Pointer(_chosen);
        _one[0] = 1;
        _activations = [.. _strides.Select(stride => new FloatBuffer((nint)_rows * stride))];
        _outputDelta = new((nint)_rows * _strides[^1]);
        _delta = new((nint)_rows * _strides.Max());
        _nextDelta = new((nint)_rows * _strides.Max());
        _transposed = [.. _layers.Select((layer, l) => l == 0 || layer.IsNarrow ? null : new FloatBuffer((nint)layer.PaddedInputs * layer.PaddedOutputs))];
        _sums = [.. _strides.Select((stride, l) => Model.Activation == Activation.Square && l > 0 && l < _layers.Length ? new FloatBuffer((nint)_rows * stride) : null)];
        _columns = new(Model.Widths[0]);
    }

    public override Matrix Evaluate(FloatBuffer parameters, SampleSet set, bool features)
    {
        int last = features ? _layers.Length - 1 : _layers.Length, width = Model.Widths[last];
        float scale = features ? 1 : (float)Model.OutputScale;
        var values = new Matrix(set.Count, width);
        for (int start = 0; start < set.Count; start += _rows)
        {
            int count = Math.Min(_rows, set.Count - start);
            for (int s = 0; s < count; s++) _chosen[s] = start + s;
            Forward(parameters.Data, set, count, last);
            for (int s = 0; s < count; s++)
            {
                float* row = _activations[last].Data + (nint)s * _strides[last];
                var target = values.Row(start + s);
                for (int o = 0; o < width; o++) target[o] = row[o] * scale;
            }
        }

        return values;
    }

    public override void Gradients(FloatBuffer parameters, SampleSet set, ReadOnlySpan<int> chosen, FloatBuffer target)
    {
        int n = chosen.IsEmpty ? set.Count : chosen.Length;
        TransposeWeights(parameters.Data);
        for (int start = 0; start < n; start += _rows)
        {
            int count = Math.Min(_rows, n - start);
            for (int s = 0; s < count; s++) _chosen[s] = chosen.IsEmpty ? start + s : chosen[start + s];
            Forward(parameters.Data, set, count, _layers.Length);
            Loss.Write(_activations[^1].Data, set, _chosen.AsSpan(0, count), n, _outputDelta.Data, _strides[^1]);
            Backward(parameters.Data, set, count, target.Data, isFirst: start == 0);
        }
    }

    public override void Adam(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer first, FloatBuffer second, AdamFactors factors) =>
        Updates<TS, TV>.Adam(parameters.Data + segment.Start, gradient.Data + segment.Start, first.Data + segment.Start, second.Data + segment.Start, segment.Count, factors);

    public override void Momentum(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer velocity, MomentumFactors factors) =>
        Updates<TS, TV>.Momentum(parameters.Data + segment.Start, gradient.Data + segment.Start, velocity.Data + segment.Start, segment.Count, factors);

    public override void Sign(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer average, SignFactors factors) =>
        Updates<TS, TV>.Sign(parameters.Data + segment.Start, gradient.Data + segment.Start, average.Data + segment.Start, segment.Count, factors);

    public override void Descend(Segment segment, FloatBuffer parameters, FloatBuffer gradient, float penalty, float minusStep) =>
        Updates<TS, TV>.Descend(parameters.Data + segment.Start, gradient.Data + segment.Start, segment.Count, penalty, minusStep);

    public override bool IsFinite(FloatBuffer values) => Updates<TS, TV>.IsFinite(values.Data, Layout.Count);

    public override void Dispose()
    {
        foreach (var buffer in _activations.Concat(_transposed).Concat(_sums)) buffer?.Dispose();
        _outputDelta.Dispose();
        _delta.Dispose();
        _nextDelta.Dispose();
    }
}
