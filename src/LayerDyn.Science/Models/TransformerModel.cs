using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Models;

/// <summary>
/// A transformer (Vaswani et al. 2017, arXiv 1706.03762) in the form of the grokking papers (Power et al. 2022, arXiv 2201.02177;
/// Nanda et al. 2023, arXiv 2301.05217): embeddings plus learnt positions, <see cref="Layers"/> blocks of attention and mlp added to
/// the residual stream, output read off the last token. All tokens see each other (no mask), no dropout.
/// </summary>
/// <remarks>
/// Token inputs (a task with a vocabulary) are looked up in a table. Of real inputs each coordinate is a token,
/// <c>x_i e_i + position_i</c>, with a learnt direction e_i. With <c>activation: linear</c> it is its own linear twin: attention
/// without softmax, <c>1/n sum_j (q k_j / sqrt(d_head)) v_j</c> over the n tokens (von Oswald et al. 2023, arXiv 2212.07677), and a
/// linear mlp.
/// </remarks>
[Kind("transformer", "attention and mlp blocks on tokens or on the coordinates of real inputs; activation: linear gives its linear twin")]
public sealed record TransformerModel : Model
{
    /// <summary>Number of blocks.</summary>
    [Parameter("number of blocks", Min = 1, Max = 64)]
    public int Layers { get; init; } = 1;

    /// <summary>Attention heads of a block.</summary>
    [Parameter("attention heads; divides dModel", Min = 1, Max = 1024)]
    public int Heads { get; init; } = 4;

    /// <summary>Width of the residual stream.</summary>
    [Parameter("width of the residual stream", Min = 1, Max = 16_384)]
    public int DModel { get; init; } = 128;

    /// <summary>Hidden width of the mlp of a block.</summary>
    [Parameter("hidden width of each mlp", Min = 1, Max = 65_536)]
    public int DMlp { get; init; } = 512;

    /// <summary>The function within the mlps; linear also takes the softmax off the attention.</summary>
    [Parameter("activation of the mlps; linear also makes attention linear")]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Whether the mlps have biases.</summary>
    [Parameter("whether the mlps have biases")]
    public bool Biases { get; init; } = true;

    /// <summary>Whether inputs of attention, mlp and readout are normalised (pre-norm).</summary>
    [Parameter("layer normalisation before attention, mlp and readout")]
    public bool LayerNorm { get; init; }

    /// <summary>Factor on the output; lowering it makes training richer (Kumar et al. 2024, arXiv 2310.06110).</summary>
    [Parameter("factor on the output", Min = 0, AboveMin = true)]
    public double OutputScale { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate(TaskShape task, ProblemList problems)
    {
        if (DModel % Heads != 0)
            problems.Add("model.heads", Heads, $"must divide dModel, {DModel}", "choose a divisor of dModel");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterShape> Parameters(TaskShape task)
    {
        // A coordinate's direction is a linear map from one input: the third dimension tells it from a table of tokens.
        var shapes = new List<ParameterShape>
        {
            task.Vocabulary > 0
                ? new("tokens", [task.Vocabulary, DModel], ParameterRole.Embedding)
                : new("coordinates", [task.Inputs, 1, DModel], ParameterRole.Embedding),
            new("positions", [task.Inputs, DModel], ParameterRole.Embedding),
        };
        for (int layer = 1; layer <= Layers; layer++)
        {
            AddNorm($"layer{layer}.norm1");
            foreach (string name in (string[])["query", "key", "value", "output"])
                shapes.Add(new($"layer{layer}.{name}", [DModel, DModel], ParameterRole.Weight));
            AddNorm($"layer{layer}.norm2");
            AddLinear($"layer{layer}.mlp1", DMlp, DModel);
            AddLinear($"layer{layer}.mlp2", DModel, DMlp);
        }

        AddNorm("norm");
        shapes.Add(new("readout", [task.Outputs, DModel], ParameterRole.Weight));
        return shapes;

        void AddNorm(string name)
        {
            if (!LayerNorm) return;
            shapes.Add(new($"{name}.gain", [DModel], ParameterRole.Gain));
            shapes.Add(new($"{name}.bias", [DModel], ParameterRole.Bias));
        }

        void AddLinear(string name, int outputs, int inputs)
        {
            shapes.Add(new($"{name}.weight", [outputs, inputs], ParameterRole.Weight));
            if (Biases) shapes.Add(new($"{name}.bias", [outputs], ParameterRole.Bias) { FanIn = inputs });
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        var outputs = torch.nn.functional.linear(Features(parameters, inputs), parameters[^1]);
        return OutputScale == 1 ? outputs : outputs.Times(OutputScale);
    }

    /// <inheritdoc/>
    public override torch.Tensor Features(IReadOnlyList<torch.Tensor> parameters, torch.Tensor inputs)
    {
        var stream = Embed(parameters[0], parameters[1], inputs); // batch x tokens x dModel
        var block = new TransformerBlock(this, parameters, firstParameter: 2);
        for (int layer = 1; layer <= Layers; layer++) stream = block.Apply(stream, lastTokenOnly: layer == Layers);
        return block.Normalised(stream).squeeze(1); // batch x dModel
    }

    private torch.Tensor Embed(torch.Tensor table, torch.Tensor positions, torch.Tensor inputs)
    {
        var stream = table.dim() == 2
            ? table.index_select(0, inputs.to(torch.ScalarType.Int64).reshape(-1)).view(inputs.shape[0], inputs.shape[1], DModel)
            : inputs.unsqueeze(-1) * table.squeeze(1);
        return stream.Plus(positions);
    }
}
