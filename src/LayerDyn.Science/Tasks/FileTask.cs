using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Samples and targets from files, so that anyone's experiment can be replayed exactly. The same data for every seed.
/// </summary>
[Kind("file", "X and Y from .npy, .npz (FILE#NAME) or .safetensors (FILE#NAME) files")]
public sealed record FileTask : LearningTask
{
    /// <summary>Inputs of the training samples.</summary>
    [Parameter("inputs X: a file, or FILE#NAME")]
    public required string Inputs { get; init; }

    /// <summary>Targets of the training samples: values, or with <see cref="Classes"/> one class number (from 0) a sample.</summary>
    [Parameter("targets Y: a file, or FILE#NAME")]
    public required string Targets { get; init; }

    /// <summary>Inputs of the test samples.</summary>
    [Parameter("inputs of the test samples: a file, or FILE#NAME")]
    public string? TestInputs { get; init; }

    /// <summary>Targets of the test samples.</summary>
    [Parameter("targets of the test samples: a file, or FILE#NAME")]
    public string? TestTargets { get; init; }

    /// <summary>Which way round samples lie.</summary>
    [Parameter("samples-first (n x in) or features-first (in x n)")]
    public FileLayout Layout { get; init; }

    /// <summary>Whether targets are classes: a vector of class numbers, or one-hot columns.</summary>
    [Parameter("whether targets are classes: numbers from 0, or one-hot")]
    public bool Classes { get; init; }

    /// <summary>What targets are divided by, as in <c>Y / scale</c>.</summary>
    [Parameter("what targets are divided by", Min = 0, AboveMin = true)]
    public double TargetDivisor { get; init; } = 1;

    /// <summary>Hash of the files' content, filled in when a sweep is planned.</summary>
    [Parameter("SHA-256 of the content, filled in when the sweep is planned")]
    public string? Sha256 { get; init; }

    /// <summary>Numbers of training samples, inputs and outputs, filled in when a sweep is planned, so that they are known without the files.</summary>
    [Parameter("numbers of samples, inputs and outputs, filled in when the sweep is planned", Min = 1)]
    public IReadOnlyList<int>? Sizes { get; init; }

    /// <inheritdoc/>
    public override bool ReadsFiles => true;

    /// <inheritdoc/>
    public override TaskShape Shape
    {
        get
        {
            var (samples, inputs, outputs) = Sizes is [var n, var x, var y] ? (n, x, y) : LoadedSizes();
            return new TaskShape(inputs, outputs, samples, Classes ? outputs : 0)
            {
                HasTest = TestInputs is not null,
                IsClassification = Classes,
            };
        }
    }

    /// <inheritdoc/>
    public override LearningTask Pinned(DataPins pins, ProblemList problems)
    {
        if (Inputs is null || Targets is null) return this; // incomplete, which the binder reports
        if (ArrayReference.Pin(pins, [.. References()], problems, Classes ? Targets : null) is not { } found) return this;
        return this with { Sha256 = Sha256 ?? FilePin.HashOf(found), Sizes = FileSamples.Sizes(this, found[0], found[1]) };
    }

    /// <inheritdoc/>
    public override LearningTask Unpinned() => this with { Sha256 = null, Sizes = null };

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if ((TestInputs is null) != (TestTargets is null))
            problems.Add(TestInputs is null ? "task.testInputs" : "task.testTargets", null, "is required when the other one is given");
        if (!problems.IsEmpty || !ArrayReference.AreAllowed([.. References()], problems)) return;
        if (ArrayReference.Problem(CheckPin) is { } changed)
        {
            problems.Add("task.inputs", Inputs, "cannot be used: " + changed, "restore the file, plan a new sweep, or where an axis sets the file let it set task.sha256 too");
            return;
        }

        Dataset? train = null, test = null;
        if (ArrayReference.Problem(() => train = FileSamples.Load(this, Inputs, Targets)) is { } wrong) problems.Add("task", Inputs, "cannot be used: " + wrong);
        if (TestInputs is null || train is null) return;
        if (ArrayReference.Problem(() => test = FileSamples.Load(this, TestInputs, TestTargets!)) is { } unusable)
            problems.Add("task.testInputs", TestInputs, "cannot be used: " + unusable);
        else if (test!.X.Columns != train.X.Columns)
            problems.Add("task.testInputs", TestInputs, $"must have {train.X.Columns} features as the training samples, not {test.X.Columns}");
        else if (test.Y.Columns > train.Y.Columns || (!Classes && test.Y.Columns != train.Y.Columns))
            problems.Add("task.testTargets", TestTargets, $"must have {train.Y.Columns} outputs as the training samples, not {test.Y.Columns}");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The files have changed since the sweep was planned.</exception>
    public override TaskData Create(int seed)
    {
        CheckPin();
        var train = FileSamples.Load(this, Inputs, Targets);
        var test = TestInputs is null ? null : FileSamples.Load(this, TestInputs, TestTargets!, train.Y.Columns);
        return new FixedTaskData(train, test, targetScale: 1 / TargetDivisor);
    }

    private (int Samples, int Inputs, int Outputs) LoadedSizes()
    {
        var train = FileSamples.Load(this, Inputs, Targets);
        return (train.Count, train.X.Columns, train.Y.Columns);
    }

    private void CheckPin() => ArrayReference.CheckPin(Sha256, [.. References().Select(entry => entry.Reference)]);

    private IEnumerable<(string Path, string Reference)> References()
    {
        yield return ("task.inputs", Inputs);
        yield return ("task.targets", Targets);
        if (TestInputs is not null) yield return ("task.testInputs", TestInputs);
        if (TestTargets is not null) yield return ("task.testTargets", TestTargets);
    }
}
