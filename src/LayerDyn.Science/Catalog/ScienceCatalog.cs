using System.Collections.Frozen;
using System.Reflection;

namespace LayerDyn.Science.Catalog;

/// <summary>
/// Every kind that a spec can name, found by its <see cref="KindAttribute"/>. A family is a base class
/// (<c>Model</c>, <c>LearningTask</c>, <c>Initialisation</c>, <c>Optimizer</c>, <c>Observable</c> ...). The assembly that
/// defines a family is scanned by itself when it is first asked for; <see cref="Register"/> adds kinds from further assemblies.
/// </summary>
public static class ScienceCatalog
{
    private static readonly Lock Gate = new();

    // Replaced as a whole under the gate, so readers need none.
    private static volatile Snapshot _current = new(FrozenSet<Assembly>.Empty, FrozenDictionary<Type, FrozenDictionary<string, KindDescriptor>>.Empty,
        FrozenDictionary<Type, KindDescriptor>.Empty);

    /// <summary>All kinds of the family with base class <paramref name="family"/>, by name.</summary>
    public static IReadOnlyDictionary<string, KindDescriptor> Kinds(Type family) =>
        Scanned(family.Assembly).Families.TryGetValue(family, out var kinds) ? kinds : FrozenDictionary<string, KindDescriptor>.Empty;

    /// <summary>The descriptor of the kind that <paramref name="instance"/> is of.</summary>
    public static KindDescriptor Describe(object instance) => Scanned(instance.GetType().Assembly).ByType[instance.GetType()];

    /// <summary>Whether <paramref name="type"/> is the base class of a family.</summary>
    public static bool IsFamily(Type type) => Scanned(type.Assembly).Families.ContainsKey(type);

    /// <summary>Adds the kinds of an assembly; an assembly that was added before changes nothing. Thread-safe.</summary>
    /// <exception cref="ArgumentException">A kind has the name of another kind of its family.</exception>
    public static void Register(Assembly assembly) => Scanned(assembly);

    private static Snapshot Scanned(Assembly assembly)
    {
        var current = _current;
        if (current.Assemblies.Contains(assembly)) return current;
        lock (Gate)
        {
            current = _current;
            Assembly science = typeof(ScienceCatalog).Assembly;
            foreach (var missing in new[] { science, assembly }.Where(wanted => !current.Assemblies.Contains(wanted)))
                current = current.With(missing, MayDefineKinds(missing) ? Scan(missing) : []);
            return _current = current;
        }
    }

    // The framework's own assemblies are asked about (double, List ...) but cannot hold kinds: they are not searched.
    private static bool MayDefineKinds(Assembly assembly)
    {
        var science = typeof(ScienceCatalog).Assembly;
        return assembly == science || Array.Exists(assembly.GetReferencedAssemblies(), name => name.Name == science.GetName().Name);
    }

    private static KindDescriptor[] Scan(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Select(type => (type, kind: type.GetCustomAttribute<KindAttribute>(inherit: false)))
            .Where(found => found.kind is not null && !found.type.IsAbstract)
            .Select(found => new KindDescriptor(found.type, found.kind!))];

    private static Type FamilyOf(Type type)
    {
        while (type.BaseType is { } parent && parent != typeof(object)) type = parent;
        return type;
    }

    private sealed record Snapshot(
        FrozenSet<Assembly> Assemblies,
        FrozenDictionary<Type, FrozenDictionary<string, KindDescriptor>> Families,
        FrozenDictionary<Type, KindDescriptor> ByType)
    {
        public Snapshot With(Assembly assembly, KindDescriptor[] kinds)
        {
            var all = ByType.Values.Concat(kinds).ToArray();
            return new(
                Assemblies.Append(assembly).ToFrozenSet(),
                all.GroupBy(kind => FamilyOf(kind.Type))
                    .ToFrozenDictionary(family => family.Key, family => family.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal)),
                all.ToFrozenDictionary(kind => kind.Type));
        }
    }
}
