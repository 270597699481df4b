using System.Text.Json;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Expressions;
using LayerDyn.Science.Files;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Experiments;

/// <summary>Turns the experiment part of a spec (as JSON) into an <see cref="Experiment"/>, reporting every problem at once.</summary>
public static class ExperimentBinder
{
    private static readonly ParameterAttribute AtLeastOne = new("a count") { Min = 1 };
    private static readonly ParameterAttribute PerDecade = new("a count") { Min = 1, Max = MeasureSchedule.MaxPerDecade };
    private static readonly ParameterAttribute NotNegative = new("a count") { Min = 0 };

    /// <summary>The top-level keys that belong to the experiment.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        ["model", "init", "task", "optimizer", "loss", "steps", "epochs", "measure", "stopWhen", KeepBinder.Key, "dtype", "engine", "weightsFrom", "seed", "numerics"];

    /// <summary>
    /// Binds an experiment; keys outside <see cref="Keys"/> are the caller's. Null when something essential is missing or wrong.
    /// </summary>
    /// <param name="root">The experiment as JSON.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="validate">Whether the parts are also checked against each other and against their data files.</param>
    /// <param name="pins">The data files of the spec, to pin what they hold; null where the text has the pins, as a canonical text.</param>
    public static Experiment? Bind(JsonElement root, ProblemList problems, bool validate = true, DataPins? pins = null)
    {
        if (root.TryGetProperty("numerics", out var numerics) && (!numerics.TryGetInt32(out int version) || version != NumericsVersion.Current))
            problems.Add("numerics", ValueBinder.Shown(numerics), $"must be {NumericsVersion.Current}, the numerics version of this build");

        var model = Part<Model>(root, "model", problems);
        var init = Part<Initialisation>(root, "init", problems);
        var task = Part<LearningTask>(root, "task", problems);
        var optimizer = Part<Optimizer>(root, "optimizer", problems);
        var (at, observables) = BindMeasure(root, problems);
        var stopWhen = BindCondition(root, problems);
        var keep = KeepBinder.Bind(root, problems);
        var loss = Scalar(root, "loss", typeof(LossKind), null, LossKind.Mse, problems);
        var engine = Scalar(root, "engine", typeof(Engine), null, Engine.Train, problems);
        var weightsFrom = Scalar(root, "weightsFrom", typeof(WeightsFrom), null, WeightsFrom.Seed, problems);
        var dtype = Scalar(root, "dtype", typeof(DType), null, model?.DefaultDType ?? DType.Float64, problems);
        var seed = Scalar(root, "seed", typeof(int), NotNegative, 0, problems);
        if (optimizer is { LearningRateUnit: not LearningRateUnit.Absolute } && !observables.OfType<LearningRateObservable>().Any())
            observables = [.. observables, new LearningRateObservable()];
        if (pins is not null)
        {
            task = task?.Pinned(pins, problems);
            init = init?.Pinned(pins, problems);
        }

        if (model is not null && task is not null && problems.IsEmpty) task = task.For(model);
        if (validate && task is not null && problems.IsEmpty) task.Validate(problems);
        long? steps = BindSteps(root, task, optimizer, problems);
        if (model is null || init is null || task is null || optimizer is null || steps is null || !problems.IsEmpty) return null;

        var experiment = new Experiment
        {
            Model = model,
            Init = init,
            Task = task,
            Optimizer = optimizer,
            Loss = loss,
            Steps = steps.Value,
            MeasureAt = at,
            Observables = observables,
            StopWhen = stopWhen,
            Keep = keep,
            DType = dtype,
            Engine = engine,
            WeightsFrom = weightsFrom,
            Seed = seed,
        };
        if (validate) ExperimentValidator.Validate(experiment, problems);
        return experiment;
    }

    private static T? Part<T>(JsonElement root, string key, ProblemList problems)
        where T : class
    {
        if (root.TryGetProperty(key, out var node)) return (T?)ValueBinder.BindKind(node, typeof(T), key, problems);
        problems.Add(key, null, "is required",
            $"write {key}: {{ kind: NAME, ... }} with one of: {string.Join(", ", ScienceCatalog.Kinds(typeof(T)).Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private static T Scalar<T>(JsonElement root, string key, Type type, ParameterAttribute? range, T fallback, ProblemList problems) =>
        root.TryGetProperty(key, out var node) && ValueBinder.BindValue(node, type, range, key, problems) is { } value ? (T)value : fallback;

    private static long? BindSteps(JsonElement root, LearningTask? task, Optimizer? optimizer, ProblemList problems)
    {
        bool hasSteps = root.TryGetProperty("steps", out var steps), hasEpochs = root.TryGetProperty("epochs", out var epochs);
        if (hasSteps == hasEpochs)
        {
            problems.Add("steps", null, hasSteps ? "cannot be given together with epochs" : "is required", "give either steps or epochs");
            return null;
        }

        if (hasSteps) return (long?)ValueBinder.BindValue(steps, typeof(long), AtLeastOne, "steps", problems);
        if (ValueBinder.BindValue(epochs, typeof(long), AtLeastOne, "epochs", problems) is not long count || task is null || optimizer is null
            || !problems.IsEmpty) return null;
        TaskShape? shape = null;
        if (ArrayReference.Problem(() => shape = task.Shape) is { } unusable)
        {
            problems.Add("task", null, "cannot be used: " + unusable);
            return null;
        }

        if (shape!.Samples is not { } samples)
        {
            problems.Add("epochs", count, "needs a task with a fixed training set", "give steps instead");
            return null;
        }

        var total = (Int128)count * optimizer.StepsPerEpoch(samples);
        if (total < 1L << 53) return (long)total;
        problems.Add("epochs", count, "must give less than 2^53 steps");
        return null;
    }

    private static Expression? BindCondition(JsonElement root, ProblemList problems)
    {
        const string Key = "stopWhen", Form = "write stopWhen: accuracy > 0.99, or stopWhen: plateau(loss, over=100, change=0.001)";
        if (!root.TryGetProperty(Key, out var node) || node.ValueKind == JsonValueKind.Null) return null;
        if (node.ValueKind != JsonValueKind.String)
        {
            problems.Add(Key, ValueBinder.Shown(node), "must be a condition", Form);
            return null;
        }

        try
        {
            var condition = Expression.Parse(node.GetString()!);
            if (condition.IsCondition) return condition;
            problems.Add(Key, node.GetString(), "is a number, not a condition", Form);
        }
        catch (ExpressionException error)
        {
            problems.Add(Key, node.GetString(), error.Rule, error.Remedy);
        }

        return null;
    }

    private static (MeasureSchedule At, IReadOnlyList<Observable> Observables) BindMeasure(JsonElement root, ProblemList problems)
    {
        var at = new MeasureSchedule { LogPerDecade = 10 };
        if (!root.TryGetProperty("measure", out var measure) || measure.ValueKind != JsonValueKind.Object)
        {
            problems.Add("measure", null, "is required", "write measure: { at: { logPerDecade: 10 }, observables: [loss] }");
            return (at, []);
        }

        foreach (var member in measure.EnumerateObject())
            if (member.Name is not ("at" or "observables"))
                problems.Add($"measure.{member.Name}", null, "is not a known key", Names.Suggest(member.Name, ["at", "observables"]));
        if (measure.TryGetProperty("at", out var atNode)) at = BindSchedule(atNode, problems) ?? at;

        var observables = new List<Observable>();
        if (!measure.TryGetProperty("observables", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
            problems.Add("measure.observables", null, "must list at least one observable",
                "one or more of: " + string.Join(", ", ScienceCatalog.Kinds(typeof(Observable)).Keys.Order(StringComparer.Ordinal)));
        else
            for (int i = 0; i < list.GetArrayLength(); i++)
                if (ValueBinder.BindKind(list[i], typeof(Observable), $"measure.observables[{i}]", problems) is Observable observable)
                    observables.Add(observable);
        return (at, observables);
    }

    private static MeasureSchedule? BindSchedule(JsonElement node, ProblemList problems)
    {
        const string Path = "measure.at", Forms = "write { logPerDecade: K }, { every: K } or a list of steps";
        if (node.ValueKind == JsonValueKind.Array || (node.ValueKind == JsonValueKind.Object && node.TryGetProperty("steps", out _)))
        {
            var list = node.ValueKind == JsonValueKind.Array ? node : node.GetProperty("steps");
            var steps = (IReadOnlyList<long>?)ValueBinder.BindValue(list, typeof(IReadOnlyList<long>), NotNegative, Path, problems);
            return steps is null ? null : new MeasureSchedule { Steps = steps };
        }

        if (node.ValueKind != JsonValueKind.Object || node.EnumerateObject().Count() != 1)
        {
            problems.Add(Path, ValueBinder.Shown(node), "must have exactly one form", Forms);
            return null;
        }

        var member = node.EnumerateObject().First();
        switch (member.Name)
        {
            case "every":
                return new MeasureSchedule { Every = (long?)ValueBinder.BindValue(member.Value, typeof(long), AtLeastOne, Path + ".every", problems) };
            case "logPerDecade":
                return new MeasureSchedule { LogPerDecade = (int?)ValueBinder.BindValue(member.Value, typeof(int), PerDecade, Path + ".logPerDecade", problems) };
            default:
                problems.Add($"{Path}.{member.Name}", null, "is not a known form", Names.Suggest(member.Name, ["every", "logPerDecade", "steps"]));
                return null;
        }
    }
}
