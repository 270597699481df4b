using System.Collections.Frozen;
using System.Reflection;

namespace LayerDyn.Science.Catalog;

/// <summary>
/// Every kind that a spec can name, found by its <see cref="KindAttribute"/>. A family is a base class
/// (<c>Model</c>, <c>LearningTask</c>, <c>Initialisation</c>, <c>Optimizer</c>, <c>Observable</c> ...).
/// </summary>
public static class ScienceCatalog
{
    private static readonly FrozenDictionary<Type, FrozenDictionary<string, KindDescriptor>> Families = Scan();

    private static readonly FrozenDictionary<Type, KindDescriptor> ByType =
        Families.Values.SelectMany(kinds => kinds.Values).ToFrozenDictionary(kind => kind.Type);

    /// <summary>All kinds of the family with base class <paramref name="family"/>, by name.</summary>
    public static IReadOnlyDictionary<string, KindDescriptor> Kinds(Type family) =>
        Families.TryGetValue(family, out var kinds) ? kinds : FrozenDictionary<string, KindDescriptor>.Empty;

    /// <summary>The descriptor of the kind that <paramref name="instance"/> is of.</summary>
    public static KindDescriptor Describe(object instance) => ByType[instance.GetType()];

    /// <summary>Whether <paramref name="type"/> is the base class of a family.</summary>
    public static bool IsFamily(Type type) => Families.ContainsKey(type);

    private static FrozenDictionary<Type, FrozenDictionary<string, KindDescriptor>> Scan() =>
        typeof(ScienceCatalog).Assembly.GetTypes()
            .Select(type => (type, kind: type.GetCustomAttribute<KindAttribute>(inherit: false)))
            .Where(found => found.kind is not null && !found.type.IsAbstract)
            .GroupBy(found => FamilyOf(found.type))
            .ToFrozenDictionary(
                family => family.Key,
                family => family.Select(found => new KindDescriptor(found.type, found.kind!))
                    .ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal));

    private static Type FamilyOf(Type type)
    {
        while (type.BaseType is { } parent && parent != typeof(object)) type = parent;
        return type;
    }
}
