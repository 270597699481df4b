using System.Collections;
using System.Globalization;
using System.Text;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Parametrisations;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Writes the reference of specs from the catalog of kinds, so that it cannot drift from the code.</summary>
public static class SpecReference
{
    private static readonly (string Key, string Title, Type Family)[] Families =
    [
        ("model", "Models", typeof(Model)),
        ("model.parametrisation", "Parametrisations", typeof(Parametrisation)),
        ("init", "Initialisations", typeof(Initialisation)),
        ("task", "Tasks", typeof(LearningTask)),
        ("optimizer", "Optimizers", typeof(Optimizer)),
        ("optimizer.schedule", "Learning-rate schedules", typeof(Schedule)),
        ("measure.observables", "Observables", typeof(Observable)),
        ("curves", "Curves", typeof(CurveSpec)),
        ("engine", "Exact solutions (engine: theory or both)", typeof(ExactSolution)),
    ];

    private static readonly (string Key, string Meaning)[] Keys =
    [
        ("name", "required; lower-case letters and digits with single `-`"),
        ("description, figure", "text; the published figure that the sweep corresponds to"),
        ("model, init, task, optimizer", "required; `{ kind: NAME, parameter: value, ... }`, or the kind's name alone"),
        ("loss", Choices(typeof(LossKind))),
        ("steps, epochs", "required; one of the two"),
        ("measure", "required; `{ at: ..., observables: [...] }`; `at` is `{ logPerDecade: K }`, `{ every: K }` or a list of steps"),
        ("stopWhen", "a condition on a measured row at which a point's training ends, as `accuracy > 0.99 and step >= 100` or `plateau(loss, over=100, change=0.001)`; the point is done then"),
        ("keep", "`{ weights: [0, 1000, last], features: last, outputs: all, kernel: last, data: true }`: what is kept of each point beside its measurements, as safetensors files: at measured steps that are listed, where the training ends (`last`), or at all that are measured (`all`)"),
        ("dtype", $"{Choices(typeof(DType))}; the default follows the model"),
        ("engine", Choices(typeof(Engine))),
        ("weightsFrom", $"{Choices(typeof(WeightsFrom))}; `seed` (the default) gives all points of a seed with the same shape the same initial weights, `point` draws new ones for each point"),
        ("axes", "`NAME: { FORM: ..., sets: [parameter, ...] }`; axes cross, the first runs slowest"),
        ("zip", "`[[a, b]]`: these axes move together"),
        ("samples", "`N`, or `{ count: N, by: sobol, seed: 0 }`: how many values the sampled axes (`uniform`, `logUniform`, `choice`) have, drawn together `by` a scrambled Sobol sequence or `random`; more samples keep the first"),
        ("seeds", "`N`, or `{ count: N, first: K }`"),
        ("refine", "`{ axes: [a, b], of: COLUMN, at: LEVEL, until: { points: N } }`: runs those points of the grid between which the final value of a column crosses a level (a list of levels, or `at: steepest`), in rounds; `start: 12` is into how many parts the first cuts each axis"),
        ("derive", "`NAME: expression`: columns computed from columns, numeric axes, `step` and `seed`, as `gap: test-loss - loss`; curves, tables and `stopWhen` take them as they take measured ones"),
        ("curves", "a list of `{ kind: NAME, name: NAME, ... }`"),
        ("resources", "`{ device: any, minMemoryGiB: 0, slots: 0 }`: what a device slot must have (`any`, `cpu`, `cuda`), and how many the sweep uses at most at once; results do not depend on it"),
        ("limits", "`{ pointTime: 2h, sweepTime: 2d, failures: 100 }`: a point that trains for longer fails; the sweep is paused after that time, or when so many points have failed, and can be resumed; results do not depend on it"),
        ("variants", "`NAME: { path: value, ... }`, chosen with `--variant NAME`"),
    ];

    /// <summary>The forms of an axis, each with its meaning.</summary>
    internal static readonly (string Form, string Meaning)[] Forms =
    [
        ("values: [a, b, ...]", "the values themselves: numbers, text or lists; or an expression of another axis, as `lambda^2`, which moves with it"),
        ("linspace: [first, last, count]", "evenly spaced, both ends included"),
        ("logspace: [first, last, count]", "geometric; first and last are the end values themselves, not exponents"),
        ("range: [start, stop, step]", "start, start + step, ... in decimal arithmetic; the stop is excluded"),
        ("uniform: [low, high]", "drawn evenly between the two, with `samples`; `[low, high, step]`: low, low + step, ..., high"),
        ("logUniform: [low, high]", "drawn so that the logarithm is even between those of the two, with `samples`; `[low, high, step]` rounds to low, low + step, ..."),
        ("choice: [a, b, ...]", "drawn from these values, each as likely as any other, with `samples`"),
        ("cases: { NAME: { path: value, ... }, ... }", "named cases that set several parameters; without `sets`"),
    ];

    /// <summary>What a key of a spec means; null for one that is not described.</summary>
    internal static string? MeaningOf(string key) => Keys.FirstOrDefault(known => known.Key.Split(", ").Contains(key)).Meaning;

    /// <summary>The reference as Markdown: the keys of a spec, the forms of an axis, and every kind with its parameters.</summary>
    public static string Write()
    {
        var text = new StringBuilder("# Spec reference\n\nWritten from the code: every kind that a spec can name, with its parameters.\n\n");
        WriteKeys(text);
        foreach (var (key, title, family) in Families)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {title}\n\nKey: `{key}`.\n\n");
            foreach (var kind in ScienceCatalog.Kinds(family).Values.OrderBy(kind => kind.Name, StringComparer.Ordinal)) WriteKind(text, kind);
        }

        return text.ToString();
    }

    private static void WriteKeys(StringBuilder text)
    {
        text.Append("## Keys\n\n| key | meaning |\n|---|---|\n");
        foreach (var (key, meaning) in Keys) text.Append(CultureInfo.InvariantCulture, $"| {key} | {Cell(meaning)} |\n");
        text.Append("\n## Forms of an axis\n\n| form | meaning |\n|---|---|\n");
        foreach (var (form, meaning) in Forms) text.Append(CultureInfo.InvariantCulture, $"| `{form}` | {meaning} |\n");
        text.Append('\n');
    }

    private static void WriteKind(StringBuilder text, KindDescriptor kind)
    {
        text.Append(CultureInfo.InvariantCulture, $"### `{kind.Name}`\n\n{Capital(kind.Summary)}.\n\n");
        if (kind.Parameters.Count == 0) return;
        text.Append("| parameter | type | default | range | meaning |\n|---|---|---|---|---|\n");
        foreach (var parameter in kind.Parameters)
            text.Append(CultureInfo.InvariantCulture,
                $"| {parameter.Name} | {Cell(TypeName(parameter))} | {Cell(Default(parameter))} | {Range(parameter.Attribute)} | {Cell(parameter.Attribute.Summary)} |\n");
        text.Append('\n');
    }

    private static string TypeName(ParameterDescriptor parameter) => parameter.Attribute.OrSingle
        ? $"{TypeName(parameter.Type.GetGenericArguments()[0])} or {TypeName(parameter.Type)}"
        : TypeName(parameter.Type);

    private static string TypeName(Type type) =>
        type == typeof(double) ? "number"
        : type == typeof(int) || type == typeof(long) ? "whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "text"
        : type.IsEnum ? Choices(type)
        : type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>) ? "mapping from axes to values"
        : type == typeof(LearningTask) ? "task"
        : ScienceCatalog.IsFamily(type) ? $"kind of {type.Name.ToLowerInvariant()}"
        : $"list of {TypeName(type.GetGenericArguments()[0])}s";

    /// <summary>The default of a parameter as a spec would have it, in words where it has none.</summary>
    internal static string Default(ParameterDescriptor parameter) => parameter switch
    {
        { Required: true } => "required",
        { Default: null } => "none",
        { Default: bool flag } => flag ? "true" : "false",
        { Default: string text } => text.Length == 0 ? "empty" : text,
        { Default: Enum name } => ExperimentText.KebabCase(name),
        { Default: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        { Default: IEnumerable list } => $"[{string.Join(", ", list.Cast<object>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)))}]",
        _ => ScienceCatalog.Describe(parameter.Default).Name,
    };

    private static string Range(ParameterAttribute range)
    {
        var parts = new List<string>();
        if (double.IsFinite(range.Min)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(range.AboveMin ? "&gt;" : "&gt;=")} {range.Min}"));
        if (double.IsFinite(range.Max)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"&lt;= {range.Max}"));
        if (range.MinCount > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"at least {range.MinCount} elements"));
        return string.Join(", ", parts);
    }

    private static string Choices(Type type) => string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(ExperimentText.KebabCase));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.');

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');
}
