using LayerDyn.Science.Models;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>Where each parameter starts in the vector of all, in the order of the model.</summary>
internal sealed class ParameterPlaces
{
    private readonly Dictionary<string, nint> _starts = [];

    public ParameterPlaces(IReadOnlyList<ParameterShape> shapes)
    {
        foreach (var shape in shapes)
        {
            _starts.Add(shape.Name, End);
            End += (nint)shape.Count;
        }
    }

    /// <summary>Where the last one ends.</summary>
    public nint End { get; private set; }

    public nint this[string name] => _starts[name];

    /// <summary>Where a parameter that not every model has starts; null without it.</summary>
    public nint? Find(string name) => _starts.TryGetValue(name, out nint start) ? start : null;
}
