using System.Collections;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Planning;

/// <summary>The types of an experiment's parameters by their paths.</summary>
internal static class ParameterTypes
{
    /// <summary>The type of the parameter at a path (an element type inside a list); null for what is no plain parameter.</summary>
    public static Type? At(Experiment experiment, ReadOnlySpan<object> parts)
    {
        var part = PartOf(experiment, parts);
        if (part is not null) return InKind(part, parts[1..]);
        if (parts is ["measure", "at", "every"]) return typeof(long);
        if (parts is ["measure", "at", "logPerDecade"]) return typeof(int);
        if (parts is ["measure", "observables", int index, ..] && index < experiment.Observables.Count)
            return InKind(experiment.Observables[index], parts[3..]);
        return parts is [string key] ? key switch
        {
            "steps" => typeof(long),
            "loss" => typeof(LossKind),
            "dtype" => typeof(DType),
            "engine" => typeof(Engine),
            "weightsFrom" => typeof(WeightsFrom),
            _ => null,
        }
        : null;
    }

    /// <summary>Whether the canonical text leaves the parameter at a path out where it has its default.</summary>
    public static bool MayBeOmitted(Experiment experiment, ReadOnlySpan<object> parts)
    {
        var part = PartOf(experiment, parts);
        for (int i = 1; part is not null && i < parts.Length; i++)
        {
            string? name = parts[i] as string;
            var parameter = ScienceCatalog.Describe(part).Parameters.FirstOrDefault(found => found.Name == name);
            if (parameter is null || parameter.Attribute.OmittedAtDefault) return parameter is not null;
            part = Nested(parameter, part, i + 1 < parts.Length ? parts[i + 1] : null, out bool isElement);
            if (isElement) i++;
        }

        return false;
    }

    private static object? PartOf(Experiment experiment, ReadOnlySpan<object> parts) => parts[0] switch
    {
        "model" => experiment.Model,
        "init" => experiment.Init,
        "task" => experiment.Task,
        "optimizer" => experiment.Optimizer,
        _ => null,
    };

    private static Type? InKind(object instance, ReadOnlySpan<object> parts)
    {
        if (parts.IsEmpty) return null;
        string? name = parts[0] as string;
        var parameter = ScienceCatalog.Describe(instance).Parameters.FirstOrDefault(found => found.Name == name);
        if (parameter is null) return null;
        if (Nested(parameter, instance, parts.Length > 1 ? parts[1] : null, out bool isElement) is { } nested) return InKind(nested, parts[(isElement ? 2 : 1)..]);
        if (isElement || ScienceCatalog.IsFamily(parameter.Type)) return null;
        if (parts.Length == 1) return parameter.Type;
        return parts.Length == 2 && parts[1] is int && parameter.IsList && typeof(IEnumerable).IsAssignableFrom(parameter.Type)
            ? parameter.Type.GetGenericArguments()[0]
            : null;
    }

    // The kind that a parameter holds, or that is the element of its list which the next part of the path counts out; null for plain values.
    private static object? Nested(ParameterDescriptor parameter, object instance, object? next, out bool isElement)
    {
        isElement = parameter.IsList && ScienceCatalog.IsFamily(parameter.Type.GetGenericArguments()[0]);
        if (isElement) return next is int index && parameter.Get(instance) is IEnumerable list ? list.Cast<object>().ElementAtOrDefault(index) : null;
        return ScienceCatalog.IsFamily(parameter.Type) ? parameter.Get(instance) : null;
    }
}
