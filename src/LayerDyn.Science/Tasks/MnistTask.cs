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

    private const string FolderVariable = "LAYERDYN_MNIST";
    private const string Remedy = "run infra/fetch-mnist.sh, and give its folder as task.path or in " + FolderVariable;

    // What the plan of a sweep calls the folder where none is written: the same on every machine.
    private const string DefaultFolder = "$" + FolderVariable;

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

    /// <summary>Hash of the four files' content, filled in when a sweep is planned. Plain and compressed files of the same images have the same.</summary>
    [Parameter("SHA-256 of the content, filled in when the sweep is planned")]
    public string? Sha256 { get; init; }

    /// <inheritdoc/>
    public override bool ReadsFiles => true;

    /// <inheritdoc/>
    public override TaskShape Shape => new(Side * Side, Classes, TrainSamples, Classes) { HasTest = true, HeldOut = TestSamples, IsClassification = true };

    /// <inheritdoc/>
    public override double NonzeroInputs => 0.5; // a fifth of the pixels, some of them alone among zeros

    private string Folder => Path ?? Environment.GetEnvironmentVariable(FolderVariable) ?? System.IO.Path.Combine("data", "mnist");

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (!IsAllowed(problems)) return;
        Check("train", TrainSamples, "task.trainSamples");
        Check("t10k", TestSamples, "task.testSamples");
        if (Sha256 is not null && Read(Hash, problems) is { } found && found != Sha256)
            problems.Add("task.path", Folder, $"has other content than task.sha256 says: {found}, not {Sha256}", "restore the files, or remove task.sha256");

        void Check(string set, int wanted, string path)
        {
            foreach (string file in (string[])[Images(set), Labels(set)])
            {
                if (Read(() => Idx.Dimensions(Folder, file), problems) is not { } dimensions) continue;
                if (dimensions.Length > 1 && (dimensions[1] != Side || dimensions[2] != Side))
                    problems.Add("task.path", file, $"must hold images of {Side} x {Side} pixels");
                if (dimensions[0] < wanted)
                    problems.Add(path, wanted, $"must be at most {dimensions[0]}, the number of samples in {file}");
            }
        }
    }

    /// <inheritdoc/>
    public override LearningTask Pinned(DataPins pins, ProblemList problems)
    {
        if (pins.ReadsFiles && !IsAllowed(problems)) return this;
        var pin = Read(() => pins.Find(Path ?? DefaultFolder, classes: false, () => new FilePin(Hash()))
            ?? throw new InvalidDataException("it is not among the 'files' of the resolved spec"), problems);
        return pin is null ? this : this with { Sha256 = Sha256 ?? pin.Sha256 };
    }

    /// <inheritdoc/>
    public override LearningTask Unpinned() => this with { Sha256 = null };

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The files are missing or have changed since the sweep was planned.</exception>
    public override TaskData Create(int seed)
    {
        var problems = new ProblemList();
        if (Sha256 is not null && Read(Hash, problems) is var found && found != Sha256)
            throw new InvalidDataException(found is null
                ? $"task.path '{Folder}' {problems.Problems[0].Rule}; {Remedy}"
                : $"{Folder}: the content has changed since the sweep was planned: sha256 is {found}, not {Sha256}");
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

    private bool IsAllowed(ProblemList problems)
    {
        if (DataFiles.Current.Allows(Folder)) return true;
        problems.Add("task.path", Folder, DataFiles.Rule, DataFiles.Remedy);
        return false;
    }

    private string Hash() => FilePin.HashOf(
        from set in (string[])["train", "t10k"] from file in (string[])[Images(set), Labels(set)] select new FilePin(Idx.Sha256(Folder, file)));

    private T? Read<T>(Func<T> read, ProblemList problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            problems.Add("task.path", Folder, error is FileNotFoundException or DirectoryNotFoundException
                ? "must hold the four MNIST files (plain or .gz)" : $"must hold readable IDX files: {error.Message}", Remedy);
            return null;
        }
    }

    private static string Images(string set) => $"{set}-images-idx3-ubyte";

    private static string Labels(string set) => $"{set}-labels-idx1-ubyte";
}
