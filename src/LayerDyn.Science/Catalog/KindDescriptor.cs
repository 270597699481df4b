using System.Reflection;

namespace LayerDyn.Science.Catalog;

/// <summary>One kind of a family, e.g. the model <c>deep-linear</c>, with its parameters.</summary>
public sealed class KindDescriptor
{
    internal KindDescriptor(Type type, KindAttribute attribute)
    {
        Type = type;
        Name = attribute.Name;
        Summary = attribute.Summary;
        object defaults = Create();
        Parameters = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, attribute: property.GetCustomAttribute<ParameterAttribute>()))
            .Where(found => found.attribute is not null)
            .Select(found => new ParameterDescriptor(found.property, found.attribute!, found.property.GetValue(defaults)))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)];
    }

    /// <summary>The class that implements it.</summary>
    public Type Type { get; }

    /// <summary>The kebab-case name as written in a spec.</summary>
    public string Name { get; }

    /// <summary>One line of documentation.</summary>
    public string Summary { get; }

    /// <summary>Its parameters, in ordinal order of their names (the order of the canonical text).</summary>
    public IReadOnlyList<ParameterDescriptor> Parameters { get; }

    /// <summary>A new instance with every parameter at its default.</summary>
    public object Create() => Activator.CreateInstance(Type)!;
}
