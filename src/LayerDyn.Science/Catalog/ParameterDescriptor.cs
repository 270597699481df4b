using System.Collections;
using System.Reflection;

namespace LayerDyn.Science.Catalog;

/// <summary>One parameter of a kind, read off its property.</summary>
public sealed class ParameterDescriptor
{
    private readonly PropertyInfo _property;

    internal ParameterDescriptor(PropertyInfo property, ParameterAttribute attribute, object? defaultValue)
    {
        _property = property;
        Attribute = attribute;
        Name = char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
        Required = property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Default = Required ? null : defaultValue;
    }

    /// <summary>The camelCase name as written in a spec.</summary>
    public string Name { get; }

    /// <summary>double, long, int, bool, string, an enum, a list of these, a mapping from names to texts, or the base class of a nested family.</summary>
    public Type Type { get; }

    /// <summary>Whether a spec must give it.</summary>
    public bool Required { get; }

    /// <summary>Its value when a spec does not give it; null where there is none.</summary>
    public object? Default { get; }

    /// <summary>Documentation and range.</summary>
    public ParameterAttribute Attribute { get; }

    /// <summary>Whether its values are lists.</summary>
    public bool IsList => Type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(Type);

    /// <summary>The value that <paramref name="instance"/> holds.</summary>
    public object? Get(object instance) => _property.GetValue(instance);

    internal void Set(object instance, object? value) => _property.SetValue(instance, value);
}
