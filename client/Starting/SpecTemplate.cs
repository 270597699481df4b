namespace LayerDyn.Client.Starting;

/// <summary>What a new spec may begin with: parts in YAML, and what to say of them.</summary>
/// <param name="Name">What it is called: a kind of model, or a study.</param>
/// <param name="About">What it is, for whoever chooses.</param>
/// <param name="Model">The model and a comment on it.</param>
/// <param name="Init">The initial weights.</param>
/// <param name="Task">The data.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Steps">Steps of a training; epochs where <see cref="InEpochs"/> says so.</param>
/// <param name="Metrics">What is measured where nothing was asked for.</param>
/// <param name="Axes">What is varied where nothing was asked for, as <c>PATH=VALUES</c> or <c>NAME:PATH=VALUES</c>.</param>
internal sealed record SpecTemplate(
    string Name, string About, SpecPart Model, SpecPart Init, SpecPart Task, SpecPart Optimizer, int Steps, IReadOnlyList<string> Metrics, IReadOnlyList<string> Axes)
{
    /// <summary>The loss; null for the mean of squares.</summary>
    public SpecPart? Loss { get; init; }

    /// <summary>Whether <see cref="Steps"/> counts epochs.</summary>
    public bool InEpochs { get; init; }

    /// <summary>Metrics that have one of the test set, too: <c>test-loss</c> beside <c>loss</c>.</summary>
    public IReadOnlyList<string> OnTest { get; init; } = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpecTemplate> All { get; } =
    [
        new("deep-linear", "layers without activations: lazy or rich by the size of the initial weights",
            new("{ kind: deep-linear, widths: [20, 20, 2] }", "A product of layers without activations: 20 inputs, one hidden layer of 20, 2 outputs. More layers: longer widths."),
            new("{ kind: normal, std: 0.1 }", "Independent normal weights of this standard deviation: small ones learn features (rich), large ones hardly move (lazy)."),
            new("{ kind: gaussian-regression, samples: 40, whiten: true }", "Random inputs and targets; whiten makes the inputs uncorrelated."),
            new("{ kind: gd, learningRate: 0.01 }", "Gradient descent on all samples. Others: sgd, adam, adamw, gradient-flow ..."),
            2000, ["loss", "kernel-distance"], ["init.std=0.01,0.1,0.5"]),
        new("depth", "two, three and four layers without activations, and how each learns the modes of a teacher",
            new("{ kind: deep-linear, widths: [4, 4, 4] }", "A product of layers without activations; the axis below varies how many."),
            new("{ kind: orthogonal, gain: 0.1 }", "Orthogonal weights, a tenth in size: small ones learn one mode after the other."),
            new("{ kind: teacher-student, inputs: 4, outputs: 4, singularValues: [4, 3, 2, 1], samples: 100, whiten: true }", "A linear teacher with four modes, the first one the strongest."),
            new("{ kind: gd, learningRate: 0.01 }", "Gradient descent on all samples."),
            4000, ["loss", "mode-strength"], ["depth:model.widths=[4,4,4],[4,4,4,4],[4,4,4,4,4]"]),
        new("diagonal-linear", "independent modes with exact solutions",
            new("{ kind: diagonal-linear, depth: 2 }", "Each output is a product of depth weights times its input: modes that are learnt independently, with exact solutions."),
            new("{ kind: balanced-constant, product: 0.001 }", "All layers equal; product is where each mode begins."),
            new("{ kind: linear-teacher, coefficients: [1, 0.6, 0.4, 0.25], variances: [1, 1, 1, 1], samples: 64 }", "Four modes, the first one the strongest."),
            new("{ kind: gd, learningRate: 0.005 }", "Gradient descent on all samples."),
            6000, ["loss"], ["init.product=0.001,0.01,0.1"]),
        new("mlp", "a perceptron on modular addition: memorising, then generalising (grokking)",
            new("{ kind: mlp, widths: [22, 64, 11], activation: relu, biases: true }", "A perceptron; widths begin with twice the modulus (two one-hot numbers) and end with the modulus."),
            new("{ kind: normal, std: 1, fanIn: true }", "Normal weights, divided by the root of the layer's inputs."),
            new("{ kind: modular-addition, modulus: 11, trainFraction: 0.7, encoding: one-hot, targetScale: 1 }", "a + b modulo 11, from seven tenths of all pairs; the rest is the test set."),
            new("{ kind: adamw, learningRate: 0.003, weightDecay: 0.1 }", "Adam with decoupled weight decay."),
            2000, ["loss", "accuracy"], ["task.targetScale=0.3,1,3"])
        {
            OnTest = ["loss", "accuracy"],
        },
        new("mnist", "a perceptron on images of digits: width against learning rate (needs the images: infra/fetch-mnist.sh)",
            new("{ kind: mlp, widths: [784, 64, 10], activation: relu, biases: true }", "One hidden layer of 64 units."),
            new("{ kind: torch-default }", "Weights and biases as torch.nn.Linear draws them."),
            new("{ kind: mnist, trainSamples: 1000, testSamples: 2000 }", "A thousand images to train on, two thousand to test. Leave both out for all of them."),
            new("{ kind: sgd, learningRate: 0.1, batchSize: 50 }", "Stochastic gradient descent in batches of 50 images."),
            10, ["loss", "accuracy"], ["width:model.widths[1]=16,64,256", "optimizer.learningRate=0.01,0.03,0.1,0.3"])
        {
            Loss = new("cross-entropy", "The loss: cross-entropy of the softmax; mse is the other one."),
            InEpochs = true,
            OnTest = ["loss", "accuracy"],
        },
        new("transformer", "one layer of attention on modular addition",
            new("{ kind: transformer, layers: 1, heads: 2, dModel: 16, dMlp: 32 }", "One layer of attention and an MLP."),
            new("{ kind: normal, std: 0.5, fanIn: true }", "Normal weights, divided by the root of the layer's inputs."),
            new("{ kind: modular-addition, modulus: 11, trainFraction: 0.7, encoding: tokens, targetScale: 1 }", "a + b modulo 11, from seven tenths of all pairs; the rest is the test set."),
            new("{ kind: adamw, learningRate: 0.003, weightDecay: 0.1 }", "Adam with decoupled weight decay."),
            1000, ["loss", "accuracy"], ["optimizer.learningRate=0.001,0.003,0.01"])
        {
            OnTest = ["loss", "accuracy"],
        },
    ];
}
