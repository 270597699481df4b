using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>
/// One block of a transformer, forward and backward, with what it keeps in between. Of the last block only the last token of each sample
/// goes on: no query and no mlp of another token is computed.
/// </summary>
/// <typeparam name="TS">The vector operations.</typeparam>
/// <typeparam name="TV">The vector type.</typeparam>
internal sealed unsafe class Block<TS, TV> : IDisposable
    where TS : struct, IFloats<TV>
    where TV : unmanaged
{
    private readonly TransformerModel _model;
    private readonly int _tokens, _each;
    private readonly bool _isLast;
    private readonly Dense<TS, TV> _query, _key, _value, _output, _up, _down;
    private readonly LayerNorm? _norm1, _norm2;
    private readonly Attention _attention;
    private readonly Workspace _buffers = new();
    private readonly Rows _normal1, _queries, _keys, _values, _weights, _mixed, _middle, _normal2, _hidden, _result;
    private readonly Rows _dHidden, _dMiddle, _dMixed, _dQueries, _dKeys, _dValues, _dNormal, _dStream;
    private Rows _stream, _inputs;

    public Block(TransformerModel model, int tokens, int samples, int layer, ParameterPlaces places)
    {
        (_model, _tokens, _isLast, _attention) = (model, tokens, layer == model.Layers, new(model, tokens));
        _each = _isLast ? 1 : tokens;
        string at = $"layer{layer}.";
        int d = model.DModel, all = samples * tokens, asked = samples * _each;
        if (model.LayerNorm) (_norm1, _norm2) = (new(d, places[at + "norm1.gain"]), new(d, places[at + "norm2.gain"]));
        (_query, _key, _value, _output) = (Square("query"), Square("key"), Square("value"), Square("output"));
        _up = new(d, model.DMlp, places[at + "mlp1.weight"], places.Find(at + "mlp1.bias"));
        _down = new(model.DMlp, d, places[at + "mlp2.weight"], places.Find(at + "mlp2.bias"));
        _normal1 = model.LayerNorm ? _buffers.Rows(all, d) : default;
        (_keys, _values, _dKeys, _dValues) = (_buffers.Rows(all, d), _buffers.Rows(all, d), _buffers.Rows(all, d), _buffers.Rows(all, d));
        (_dNormal, _dStream) = (_buffers.Rows(all, d), _buffers.Rows(all, d));
        (_queries, _mixed, _middle, _result) = (_buffers.Rows(asked, d), _buffers.Rows(asked, d), _buffers.Rows(asked, d), _buffers.Rows(asked, d));
        _normal2 = model.LayerNorm ? _buffers.Rows(asked, d) : _middle;
        (_dQueries, _dMixed, _dMiddle) = (_buffers.Rows(asked, d), _buffers.Rows(asked, d), _buffers.Rows(asked, d));
        (_hidden, _dHidden, _weights) = (_buffers.Rows(asked, model.DMlp), _buffers.Rows(asked, model.DMlp), _buffers.Rows(asked, model.Heads * tokens));

        Dense<TS, TV> Square(string name) => new(d, d, places[at + name], null);
    }

    /// <summary>Takes the values of the parameters.</summary>
    public void Load(float* parameters)
    {
        foreach (var map in Maps()) map.Load(parameters);
    }

    /// <summary>Writes the gradients of the maps, which the passes have added up.</summary>
    public void MoveGradients(float* gradient)
    {
        foreach (var map in Maps()) map.MoveGradient(gradient);
    }

    /// <summary>The stream after the block: all tokens of the samples, or the last of each.</summary>
    public Rows Forward(float* parameters, Rows stream, int samples)
    {
        int all = samples * _tokens, asked = samples * _each;
        (_stream, _inputs) = (stream, stream);
        if (_norm1 is not null) _norm1.Forward(parameters, stream, _inputs = _normal1, all);
        _query.Forward(Asked(_inputs), _queries, asked);
        _key.Forward(_inputs, _keys, all);
        _value.Forward(_inputs, _values, all);
        _attention.Forward(_queries, _keys, _values, _weights, _mixed, asked, _each);
        _output.Forward(_mixed, _middle, initial: Asked(stream), asked);
        _norm2?.Forward(parameters, _middle, _normal2, asked);
        _up.Forward(_normal2, _hidden, asked);
        if (_model.Activation == Activation.Tanh) Activations<TS, TV>.Tanh(_hidden.Data, asked * _hidden.Stride);
        else if (_model.Activation == Activation.Relu) Activations<TS, TV>.Relu(_hidden.Data, asked * _hidden.Stride);
        _down.Forward(_hidden, _result, initial: _middle, asked);
        _down.AddBiases(_result, asked);
        return _result;
    }

    /// <summary>The gradient in the stream before the block, all tokens, from that after it; adds to the gradients of the parameters.</summary>
    public Rows Backward(float* parameters, Rows delta, int samples, float* gradient)
    {
        int all = samples * _tokens, asked = samples * _each;
        _down.AddGradient(_hidden, delta, asked, gradient);
        _down.Backward(delta, _dHidden, default, asked);
        if (_model.Activation == Activation.Tanh) Activations<TS, TV>.TimesTanhDerivative(_dHidden.Data, _hidden.Data, asked * _hidden.Stride);
        else if (_model.Activation == Activation.Relu) Activations<TS, TV>.TimesReluDerivative(_dHidden.Data, _hidden.Data, asked * _hidden.Stride);
        _up.AddGradient(_normal2, _dHidden, asked, gradient);
        if (_norm2 is null) _up.Backward(_dHidden, _dMiddle, initial: delta, asked);
        else
        {
            _up.Backward(_dHidden, _dNormal, default, asked);
            Copy(delta, _dMiddle, asked);
            _norm2.AddBackward(parameters, _middle, _dNormal, _dMiddle, asked, gradient);
        }

        _output.AddGradient(_mixed, _dMiddle, asked, gradient);
        _output.Backward(_dMiddle, _dMixed, default, asked);
        Clear(_dQueries, asked);
        Clear(_dKeys, all);
        Clear(_dValues, all);
        _attention.Backward(_queries, _keys, _values, _weights, _dMixed, _dQueries, _dKeys, _dValues, asked, _each);
        _query.AddGradient(Asked(_inputs), _dQueries, asked, gradient);
        _key.AddGradient(_inputs, _dKeys, all, gradient);
        _value.AddGradient(_inputs, _dValues, all, gradient);
        _key.Backward(_dKeys, _dNormal, default, all);
        _value.Backward(_dValues, _dNormal, initial: _dNormal, all);
        _query.Backward(_dQueries, Asked(_dNormal), initial: Asked(_dNormal), asked);
        if (_norm1 is null) Copy(_dNormal, _dStream, all);
        else
        {
            Clear(_dStream, all);
            _norm1.AddBackward(parameters, _stream, _dNormal, _dStream, all, gradient);
        }

        for (int q = 0; q < asked; q++) Lines.AddMultiple(1, _dMiddle[q], Asked(_dStream)[q], _model.DModel);
        return _dStream;
    }

    public void Dispose()
    {
        foreach (var map in Maps()) map.Dispose();
        _buffers.Dispose();
    }

    private Dense<TS, TV>[] Maps() => [_query, _key, _value, _output, _up, _down];

    private Rows Asked(Rows all) => _isLast ? all.LastOf(_tokens) : all;

    private static void Copy(Rows from, Rows to, int count) =>
        new Span<float>(from.Data, checked((int)(count * to.Stride))).CopyTo(new Span<float>(to.Data, checked((int)(count * to.Stride))));

    private static void Clear(Rows rows, int count) => new Span<float>(rows.Data, checked((int)(count * rows.Stride))).Clear();
}
