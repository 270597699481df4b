namespace LayerDyn.Science.Experiments;

/// <summary>
/// The canonical texts of the kinds that this thread wrote last. Points of a sweep share the parts that no axis touches, so that their
/// texts, which key random streams, data and shapes, are nearly always here.
/// </summary>
internal static class KindTexts
{
    private const int Kept = 16;

    [ThreadStatic]
    private static (object? Instance, string Text)[]? _recent;

    [ThreadStatic]
    private static int _next;

    /// <summary>The text of an (immutable) instance: known, or written now.</summary>
    public static string Of(object instance, Func<object, string> write)
    {
        var recent = _recent ??= new (object?, string)[Kept];
        foreach (var (known, text) in recent)
            if (ReferenceEquals(known, instance)) return text;
        string written = write(instance);
        recent[_next] = (instance, written);
        _next = (_next + 1) % Kept;
        return written;
    }
}
