using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>Initial weights from files, so that anyone's experiment can be replayed exactly.</summary>
[Kind("file", "weights from files: one for each parameter, or one .npz or .safetensors with the parameters' names")]
public sealed record FileInit : Initialisation
{
    /// <summary>
    /// One file (or FILE#NAME) for each parameter of the model in order, or a single .npz or .safetensors file that holds arrays
    /// named like the parameters.
    /// </summary>
    [Parameter("files in the order of the parameters (W1.npy, W2.npy), or one .npz or .safetensors", MinCount = 1)]
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Hash of the files' content, filled in when a sweep is planned.</summary>
    [Parameter("SHA-256 of the content, filled in when the sweep is planned")]
    public string? Sha256 { get; init; }

    /// <inheritdoc/>
    public override Initialisation Pinned(DataPins pins, ProblemList problems) =>
        Paths is null || ArrayReference.Pin(pins, Named(), problems) is not { } found
            ? this // what is wrong is reported
            : this with { Sha256 = Sha256 ?? FilePin.HashOf(found) };

    /// <inheritdoc/>
    public override Initialisation Unpinned() => this with { Sha256 = null };

    /// <inheritdoc/>
    public override void Validate(Model model, TaskShape task, ProblemList problems)
    {
        if (!ArrayReference.AreAllowed(Named(), problems)) return; // also where the spec brings its own sha256
        var parameters = model.Parameters(task);
        if (References(parameters) is not { } references)
        {
            problems.Add("init.paths", $"[{string.Join(", ", Paths)}]", $"must have one file for each of the {parameters.Count} parameters {Names(parameters)}",
                $"or one .npz or .safetensors file with arrays of these names");
            return;
        }

        if (ArrayReference.Problem(() => ArrayReference.CheckPin(Sha256, Paths)) is { } changed)
        {
            problems.Add("init.paths", $"[{string.Join(", ", Paths)}]", "cannot be used: " + changed, "restore the file, plan a new sweep, or where an axis sets the file let it set init.sha256 too");
            return;
        }

        for (int i = 0; i < parameters.Count; i++)
        {
            int at = i;
            string path = Paths.Count == 1 ? "init.paths[0]" : $"init.paths[{i}]";
            if (ArrayReference.Problem(() => Load(references[at], parameters[at])) is { } wrong) problems.Add(path, references[i], "cannot be used: " + wrong);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The files have changed since the sweep was planned.</exception>
    public override double[][] Create(Model model, TaskShape task, RandomStream stream)
    {
        ArrayReference.CheckPin(Sha256, Paths);
        var parameters = model.Parameters(task);
        var references = References(parameters) ?? throw new InvalidOperationException("the experiment was not validated");
        return [.. parameters.Select((parameter, i) => Load(references[i], parameter))];
    }

    private static string Names(IReadOnlyList<ParameterShape> parameters) => string.Join(", ", parameters.Select(parameter => parameter.Name));

    private static double[] Load(string reference, ParameterShape parameter)
    {
        var array = ArrayReference.Parse(reference).Load();
        // A vector may be stored as a row or a column.
        if (!Squeezed(array.Dimensions).SequenceEqual(Squeezed(parameter.Dimensions.Select(size => (long)size)))
            || (parameter.Dimensions.Count > 1 && !array.Dimensions.SequenceEqual(parameter.Dimensions.Select(size => (long)size))))
            throw new FormatException(
                $"{parameter.Name} must have the shape [{string.Join(", ", parameter.Dimensions)}], not [{string.Join(", ", array.Dimensions)}]");
        double[] values = array.ToDoubles();
        return Array.TrueForAll(values, double.IsFinite) ? values : throw new FormatException($"{parameter.Name} holds values that are not finite");
    }

    private static IEnumerable<long> Squeezed(IEnumerable<long> dimensions) => dimensions.Where(size => size != 1);

    private List<(string Path, string Reference)> Named() => [.. Paths.Select((path, i) => ($"init.paths[{i}]", path))];

    private string[]? References(IReadOnlyList<ParameterShape> parameters)
    {
        bool byName = Paths.Count == 1 && !Paths[0].Contains('#')
            && Path.GetExtension(Paths[0]).ToLowerInvariant() is ".npz" or ".safetensors";
        if (byName) return [.. parameters.Select(parameter => $"{Paths[0]}#{parameter.Name}")];
        return Paths.Count == parameters.Count ? [.. Paths] : null;
    }
}
