using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>The blocks of a <see cref="TransformerModel"/> in order: each application takes the parameters that come next.</summary>
internal sealed class TransformerBlock(TransformerModel model, IReadOnlyList<torch.Tensor> parameters, int firstParameter)
{
    private const double NormEpsilon = 1e-5;

    private int _next = firstParameter;

    /// <summary>
    /// One block on the stream, batch x tokens x dModel. With <paramref name="lastTokenOnly"/> the result has the last token alone:
    /// the readout needs no other, so no query and no mlp of another token is computed.
    /// </summary>
    public torch.Tensor Apply(torch.Tensor stream, bool lastTokenOnly)
    {
        var all = Normalised(stream);
        var asking = lastTokenOnly ? Last(all) : all;
        var attended = Attend(asking, all);
        stream = (lastTokenOnly ? Last(stream) : stream).Plus(attended);
        var hidden = Activate(Linear(Normalised(stream)));
        return stream.Plus(Linear(hidden));
    }

    /// <summary>The stream after the next normalisation, or as it is in a model without.</summary>
    public torch.Tensor Normalised(torch.Tensor stream) =>
        model.LayerNorm ? torch.nn.functional.layer_norm(stream, [model.DModel], Next(), Next(), NormEpsilon) : stream;

    private torch.Tensor Attend(torch.Tensor asking, torch.Tensor all)
    {
        // batch x heads x tokens x head width
        torch.Tensor query = Heads(asking), key = Heads(all), value = Heads(all);
        var scores = torch.matmul(query, key.transpose(-2, -1)).Times(1 / Math.Sqrt(model.DModel / model.Heads));
        var weights = model.Activation == Activation.Linear ? scores.Over(all.shape[1]) : scores.softmax(-1);
        var mixed = torch.matmul(weights, value).transpose(1, 2).reshape(asking.shape);
        return torch.nn.functional.linear(mixed, Next());
    }

    private torch.Tensor Heads(torch.Tensor stream) =>
        torch.nn.functional.linear(stream, Next()).view(stream.shape[0], stream.shape[1], model.Heads, -1).transpose(1, 2);

    private torch.Tensor Linear(torch.Tensor x) =>
        model.Biases ? torch.nn.functional.linear(x, Next(), Next()) : torch.nn.functional.linear(x, Next());

    // In place where autograd allows: relu and tanh differentiate from their outputs.
    private torch.Tensor Activate(torch.Tensor x) => model.Activation switch
    {
        Activation.Linear => x,
        Activation.Relu => x.relu_(),
        Activation.Tanh => x.tanh_(),
        Activation.Gelu => torch.nn.functional.gelu(x),
        Activation.Square => x.Squared(),
        _ => throw new InvalidOperationException($"unknown activation {model.Activation}"),
    };

    private torch.Tensor Next() => parameters[_next++];

    private static torch.Tensor Last(torch.Tensor stream) => stream.narrow(1, stream.shape[1] - 1, 1);
}
