namespace LayerDyn.Client.Starting;

/// <summary>What a new spec begins with for a kind of model: parts in YAML, and what to say of them.</summary>
/// <param name="Kind">The kind of model.</param>
/// <param name="Model">The model and a comment on it.</param>
/// <param name="Init">The initial weights.</param>
/// <param name="Task">The data.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Steps">Steps of a training.</param>
/// <param name="Metrics">What is measured where nothing was asked for.</param>
/// <param name="Axis">What is varied where nothing was asked for, as <c>PATH=VALUES</c>.</param>
internal sealed record SpecTemplate(
    string Kind, SpecPart Model, SpecPart Init, SpecPart Task, SpecPart Optimizer, int Steps, IReadOnlyList<string> Metrics, string Axis)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpecTemplate> All { get; } =
    [
        new("deep-linear",
            new("{ kind: deep-linear, widths: [20, 20, 2] }", "A product of layers without activations: 20 inputs, one hidden layer of 20, 2 outputs. More layers: longer widths."),
            new("{ kind: normal, std: 0.1 }", "Independent normal weights of this standard deviation: small ones learn features (rich), large ones hardly move (lazy)."),
            new("{ kind: gaussian-regression, samples: 40, whiten: true }", "Random inputs and targets; whiten makes the inputs uncorrelated."),
            new("{ kind: gd, learningRate: 0.01 }", "Gradient descent on all samples. Others: sgd, adam, adamw, gradient-flow ..."),
            2000, ["loss", "kernel-distance"], "init.std=0.01,0.1,0.5"),
        new("diagonal-linear",
            new("{ kind: diagonal-linear, depth: 2 }", "Each output is a product of depth weights times its input: modes that are learnt independently, with exact solutions."),
            new("{ kind: balanced-constant, product: 0.001 }", "All layers equal; product is where each mode begins."),
            new("{ kind: linear-teacher, coefficients: [1, 0.6, 0.4, 0.25], variances: [1, 1, 1, 1], samples: 64 }", "Four modes, the first one the strongest."),
            new("{ kind: gd, learningRate: 0.005 }", "Gradient descent on all samples."),
            6000, ["loss"], "init.product=0.001,0.01,0.1"),
        new("mlp",
            new("{ kind: mlp, widths: [22, 64, 11], activation: relu, biases: true }", "A perceptron; widths begin with twice the modulus (two one-hot numbers) and end with the modulus."),
            new("{ kind: normal, std: 1, fanIn: true }", "Normal weights, divided by the root of the layer's inputs."),
            new("{ kind: modular-addition, modulus: 11, trainFraction: 0.7, encoding: one-hot, targetScale: 1 }", "a + b modulo 11, from seven tenths of all pairs; the rest is the test set."),
            new("{ kind: adamw, learningRate: 0.003, weightDecay: 0.1 }", "Adam with decoupled weight decay."),
            2000, ["loss", "accuracy"], "task.targetScale=0.3,1,3"),
        new("transformer",
            new("{ kind: transformer, layers: 1, heads: 2, dModel: 16, dMlp: 32 }", "One layer of attention and an MLP."),
            new("{ kind: normal, std: 0.5, fanIn: true }", "Normal weights, divided by the root of the layer's inputs."),
            new("{ kind: modular-addition, modulus: 11, trainFraction: 0.7, encoding: tokens, targetScale: 1 }", "a + b modulo 11, from seven tenths of all pairs; the rest is the test set."),
            new("{ kind: adamw, learningRate: 0.003, weightDecay: 0.1 }", "Adam with decoupled weight decay."),
            1000, ["loss", "accuracy"], "optimizer.learningRate=0.001,0.003,0.01"),
    ];
}
