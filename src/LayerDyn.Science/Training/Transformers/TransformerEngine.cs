using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training.Mlp;
using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>
/// Outputs, gradients and updates of one transformer, written out. Samples go through in passes whose activations stay in the cache; how
/// many that are follows from the model alone.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal sealed unsafe class TransformerEngine<TS, TV> : NetEngine
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    // Numbers of a block's activations in a pass, and its samples.
    private const int ActivationBudget = 1 << 18, FewestSamples = 12, MostSamples = 240;

    private readonly Experiment _experiment;
    private readonly TransformerModel _model;
    private readonly IReadOnlyList<ParameterShape> _shapes;
    private readonly ParameterPlaces _places;
    private readonly int _samples, _tokens;
    private readonly OutputGradient _loss;
    private readonly float[] _inputs;
    private readonly Block<TS, TV>[] _blocks;
    private readonly LayerNorm? _norm;
    private readonly Dense<TS, TV> _readout;
    private readonly Workspace _buffers = new();
    private readonly Rows _stream, _features, _raw, _dRaw, _dFeatures, _dLast;
    private Rows _last, _read;

    public TransformerEngine(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        (_experiment, _model, _tokens) = (experiment, (TransformerModel)experiment.Model, shape.Inputs);
        _shapes = _model.Parameters(shape);
        _places = new(_shapes);
        Count = (_places.End + 15) / 16 * 16;
        long each = (long)_tokens * (6 * _model.DModel + _model.DMlp);
        _samples = FewestSamples;
        while (_samples < MostSamples && 2 * _samples * each <= ActivationBudget) _samples *= 2;
        _loss = new(experiment.Loss, _model.OutputScale, shape.Outputs);
        _inputs = new float[_samples * _tokens];
        _blocks = [.. Enumerable.Range(1, _model.Layers).Select(layer => new Block<TS, TV>(_model, _tokens, _samples, layer, _places))];
        if (_model.LayerNorm) _norm = new(_model.DModel, _places["norm.gain"]);
        _readout = new(_model.DModel, shape.Outputs, _places["readout"], null);
        _stream = _buffers.Rows(_samples * _tokens, _model.DModel);
        (_features, _dFeatures, _dLast) = (_buffers.Rows(_samples, _model.DModel), _buffers.Rows(_samples, _model.DModel), _buffers.Rows(_samples, _model.DModel));
        (_raw, _dRaw) = (_buffers.Rows(_samples, shape.Outputs), _buffers.Rows(_samples, shape.Outputs));
    }

    public override nint Count { get; }

    private bool AreTokens => _experiment.Task.Shape.Vocabulary > 0;

    public override void Pack(IReadOnlyList<float[]> parameters, float* target)
    {
        foreach (float[] values in parameters)
        {
            values.CopyTo(new Span<float>(target, values.Length));
            target += values.Length;
        }
    }

    public override float[][] Unpack(float* source)
    {
        float[][] values = new float[_shapes.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new Span<float>(source, checked((int)_shapes[i].Count)).ToArray();
            source += values[i].Length;
        }

        return values;
    }

    public override Matrix Evaluate(FloatBuffer parameters, SampleSet set, bool features)
    {
        var values = new Matrix(set.Count, features ? _model.DModel : _experiment.Task.Shape.Outputs);
        float scale = features ? 1 : (float)_model.OutputScale;
        Load(parameters.Data);
        for (int start = 0; start < set.Count; start += _samples)
        {
            int count = Math.Min(_samples, set.Count - start);
            for (int s = 0; s < count; s++) Take(set, start + s, s);
            Forward(parameters.Data, count);
            for (int s = 0; s < count; s++)
            {
                float* row = features ? _read[s] : _raw[s];
                var target = values.Row(start + s);
                for (int o = 0; o < target.Length; o++) target[o] = row[o] * scale;
            }
        }

        return values;
    }

    public override Matrix Jacobian(IReadOnlyList<Matrix> parameters, Matrix inputs) => AutogradJacobian.Of(_experiment, parameters, inputs);

    public override void Gradients(FloatBuffer parameters, SampleSet set, ReadOnlySpan<int> chosen, FloatBuffer target)
    {
        int n = chosen.IsEmpty ? set.Count : chosen.Length;
        new Span<float>(target.Data, checked((int)Count)).Clear();
        Load(parameters.Data);
        for (int start = 0; start < n; start += _samples)
        {
            int count = Math.Min(_samples, n - start);
            for (int s = 0; s < count; s++) Take(set, Sample(chosen, start + s), s);
            Forward(parameters.Data, count);
            for (int s = 0; s < count; s++) _loss.Write(_raw[s], set, Sample(chosen, start + s), n, _dRaw[s]);
            Backward(parameters.Data, count, target.Data);
        }

        foreach (var block in _blocks) block.MoveGradients(target.Data);
        _readout.MoveGradient(target.Data);
    }

    public override void Adam(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer first, FloatBuffer second, AdamFactors factors) =>
        Updates<TS, TV>.Adam(parameters.Data + segment.Start, gradient.Data + segment.Start, first.Data + segment.Start, second.Data + segment.Start, segment.Count, factors);

    public override void Momentum(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer velocity, MomentumFactors factors) =>
        Updates<TS, TV>.Momentum(parameters.Data + segment.Start, gradient.Data + segment.Start, velocity.Data + segment.Start, segment.Count, factors);

    public override void Sign(Segment segment, FloatBuffer parameters, FloatBuffer gradient, FloatBuffer average, SignFactors factors) =>
        Updates<TS, TV>.Sign(parameters.Data + segment.Start, gradient.Data + segment.Start, average.Data + segment.Start, segment.Count, factors);

    public override void Descend(Segment segment, FloatBuffer parameters, FloatBuffer gradient, float penalty, float minusStep) =>
        Updates<TS, TV>.Descend(parameters.Data + segment.Start, gradient.Data + segment.Start, segment.Count, penalty, minusStep);

    public override bool IsFinite(FloatBuffer values) => Updates<TS, TV>.IsFinite(values.Data, Count);

    public override void Dispose()
    {
        foreach (var block in _blocks) block.Dispose();
        _readout.Dispose();
        _buffers.Dispose();
    }

    private static int Sample(ReadOnlySpan<int> chosen, int place) => chosen.IsEmpty ? place : chosen[place];

    private void Take(SampleSet set, int sample, int place) => set.CopyRow(sample, _inputs.AsSpan(place * _tokens, _tokens));

    private void Load(float* parameters)
    {
        foreach (var block in _blocks) block.Load(parameters);
        _readout.Load(parameters);
    }

    private void Forward(float* parameters, int count)
    {
        int d = _model.DModel;
        for (int row = 0; row < count * _tokens; row++)
        {
            new Span<float>(parameters + _places["positions"] + (nint)(row % _tokens) * d, d).CopyTo(new Span<float>(_stream[row], d));
            Lines.AddMultiple(AreTokens ? 1 : _inputs[row], parameters + Embedding(row), _stream[row], d);
        }

        _last = _stream;
        foreach (var block in _blocks) _last = block.Forward(parameters, _last, count);
        _read = _last;
        if (_norm is not null) _norm.Forward(parameters, _last, _read = _features, count);
        _readout.Forward(_read, _raw, count);
    }

    private void Backward(float* parameters, int count, float* gradient)
    {
        int d = _model.DModel;
        _readout.AddGradient(_read, _dRaw, count, gradient);
        _readout.Backward(_dRaw, _dFeatures, default, count);
        var delta = _dFeatures;
        if (_norm is not null)
        {
            delta = _dLast;
            new Span<float>(delta.Data, checked((int)(count * delta.Stride))).Clear();
            _norm.AddBackward(parameters, _last, _dFeatures, delta, count, gradient);
        }

        for (int layer = _blocks.Length - 1; layer >= 0; layer--) delta = _blocks[layer].Backward(parameters, delta, count, gradient);
        for (int row = 0; row < count * _tokens; row++)
        {
            Lines.AddMultiple(AreTokens ? 1 : _inputs[row], delta[row], gradient + Embedding(row), d);
            Lines.AddMultiple(1, delta[row], gradient + _places["positions"] + (nint)(row % _tokens) * d, d);
        }
    }

    // Where the direction of a row's token or coordinate starts: the first parameter.
    private nint Embedding(int row) => (nint)(AreTokens ? (int)_inputs[row] : row % _tokens) * _model.DModel;
}
