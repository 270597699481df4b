namespace LayerDyn.Science.Experiments;

/// <summary>The canonical texts of the kinds that this thread wrote last: they key random streams, data and shapes.</summary>
internal static class KindTexts
{
    [ThreadStatic]
    private static Recent<object, string>? _recent;

    /// <summary>The text of an (immutable) instance: known, or written now.</summary>
    public static string Of(object instance, Func<object, string> write) =>
        (_recent ??= new(kept: 16, ReferenceEqualityComparer.Instance)).Of(instance, instance, write);
}
