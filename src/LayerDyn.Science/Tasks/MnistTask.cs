using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// MNIST digits (LeCun et al. 1998) from the four IDX files: inputs pixels / 255 times the input scale, targets one-hot times the
/// target scale. The training and test images are random subsets chosen by the seed. Setting of Liu et al. 2023 (arXiv 2210.01117).
/// </summary>
[Kind("mnist", "MNIST digits from IDX files (infra/fetch-mnist.sh)")]
public sealed record MnistTask : LearningTask
{
    private const int Side = 28, Classes = 10;

    /// <summary>
    /// Folder of the IDX files, plain or .gz; null for the environment variable <c>LAYERDYN_MNIST</c>, and <c>data/mnist</c> without it.
    /// </summary>
    [Parameter("folder of the IDX files; default: $LAYERDYN_MNIST, or data/mnist")]
    public string? Path { get; init; }

    /// <summary>Training images.</summary>
    [Parameter("training images", Min = 1, Max = 60_000, Symbol = "n")]
    public int TrainSamples { get; init; } = 1000;

    /// <summary>Test images.</summary>
    [Parameter("test images", Min = 1, Max = 10_000)]
    public int TestSamples { get; init; } = 10_000;

    /// <summary>Factor on the inputs.</summary>
    [Parameter("factor on the inputs", Min = 0, AboveMin = true)]
    public double InputScale { get; init; } = 1;

    /// <summary>Target scale S: factor on the one-hot targets.</summary>
    [Parameter("target scale", Min = 0, AboveMin = true, Symbol = "S")]
    public double TargetScale { get; init; } = 1;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Side * Side, Classes, TrainSamples, Classes) { HasTest = true, IsClassification = true };

    private string Folder => Path ?? Environment.GetEnvironmentVariable("LAYERDYN_MNIST") ?? System.IO.Path.Combine("data", "mnist");

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (!DataFiles.Current.Allows(Folder))
        {
            problems.Add("task.path", Folder, DataFiles.Rule, DataFiles.Remedy);
            return;
        }

        Check("train", TrainSamples, "task.trainSamples");
        Check("t10k", TestSamples, "task.testSamples");

        void Check(string set, int wanted, string path)
        {
            foreach (string file in (string[])[Images(set), Labels(set)])
            {
                try
                {
                    var dimensions = Idx.Dimensions(Folder, file);
                    if (dimensions.Length > 1 && (dimensions[1] != Side || dimensions[2] != Side))
                        problems.Add("task.path", file, $"must hold images of {Side} x {Side} pixels");
                    if (dimensions[0] < wanted)
                        problems.Add(path, wanted, $"must be at most {dimensions[0]}, the number of samples in {file}");
                }
                catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    problems.Add("task.path", Folder, error is FileNotFoundException or DirectoryNotFoundException
                        ? "must hold the four MNIST files (plain or .gz)" : $"must hold readable IDX files: {error.Message}",
                        "run infra/fetch-mnist.sh, and give its folder as task.path or in LAYERDYN_MNIST");
                }
            }
        }
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var stream = RandomStream.ForTask("mnist", seed);
        return new FixedTaskData(Load("train", TrainSamples, stream.Child("train")), Load("t10k", TestSamples, stream.Child("test")),
            targetScale: TargetScale);
    }

    private Dataset Load(string set, int count, RandomStream stream)
    {
        byte[] images = Idx.Read(Folder, Images(set), out int[] dimensions), labels = Idx.Read(Folder, Labels(set), out _);
        int pixels = Side * Side;
        int[] chosen = stream.Permutation(dimensions[0])[..count];
        var x = new Matrix(count, pixels);
        var y = new Matrix(count, Classes);
        int[] classes = new int[count];
        for (int i = 0; i < count; i++)
        {
            var row = x.Row(i);
            for (int p = 0; p < pixels; p++) row[p] = images[chosen[i] * pixels + p] / 255.0 * InputScale;
            y[i, classes[i] = labels[chosen[i]]] = TargetScale;
        }

        return new Dataset(x, y, classes, classes);
    }

    private static string Images(string set) => $"{set}-images-idx3-ubyte";

    private static string Labels(string set) => $"{set}-labels-idx1-ubyte";
}
