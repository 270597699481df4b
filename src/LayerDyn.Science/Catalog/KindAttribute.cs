namespace LayerDyn.Science.Catalog;

/// <summary>
/// Names a kind of model, task, initialisation, optimizer, schedule or observable as users write it in a spec.
/// A class with this attribute is found by <see cref="ScienceCatalog"/>: nothing else registers it.
/// </summary>
/// <param name="name">The kebab-case name, unique within its family.</param>
/// <param name="summary">One line for the reference documentation and for <c>layerdyn recipes</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KindAttribute(string name, string summary) : Attribute
{
    /// <summary>The kebab-case name, unique within its family.</summary>
    public string Name { get; } = name;

    /// <summary>One line of documentation.</summary>
    public string Summary { get; } = summary;
}
