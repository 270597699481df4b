using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Contracts.Sweeps;

/// <summary>A <see cref="Ledger"/> on the wire.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.ledger")]
internal readonly record struct LedgerSurrogate(
    [property: Id(0)] long Expected, [property: Id(1)] long Finished, [property: Id(2)] long Diverged, [property: Id(3)] long Failed);

/// <summary><see cref="PointRanges"/> on the wire: as text, as in manifests.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.point-ranges")]
internal readonly record struct PointRangesSurrogate([property: Id(0)] string Text);

/// <summary><see cref="SweepLabels"/> on the wire.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-labels")]
internal readonly record struct SweepLabelsSurrogate([property: Id(0)] string Title, [property: Id(1)] string Note, [property: Id(2)] IReadOnlyList<string> Tags);

/// <summary><see cref="SweepHardware"/> on the wire.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-hardware")]
internal readonly record struct SweepHardwareSurrogate(
    [property: Id(0)] int Silos, [property: Id(1)] string System, [property: Id(2)] string Processor, [property: Id(3)] int Cores, [property: Id(4)] string Slots,
    [property: Id(5)] string Version);

/// <summary>A <see cref="LabelChange"/> on the wire.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.label-change")]
internal readonly record struct LabelChangeSurrogate(
    [property: Id(0)] string? Title, [property: Id(1)] string? Note, [property: Id(2)] IReadOnlyList<string>? AddTags, [property: Id(3)] IReadOnlyList<string>? RemoveTags);

/// <summary>Lets messages carry a <see cref="Ledger"/>, which knows nothing of Orleans.</summary>
[RegisterConverter]
internal sealed class LedgerConverter : IConverter<Ledger, LedgerSurrogate>
{
    public Ledger ConvertFromSurrogate(in LedgerSurrogate surrogate) => new(surrogate.Expected, surrogate.Finished, surrogate.Diverged, surrogate.Failed);

    public LedgerSurrogate ConvertToSurrogate(in Ledger value) => new(value.Expected, value.Finished, value.Diverged, value.Failed);
}

/// <summary>Lets messages carry <see cref="PointRanges"/>, which know nothing of Orleans.</summary>
[RegisterConverter]
internal sealed class PointRangesConverter : IConverter<PointRanges, PointRangesSurrogate>
{
    public PointRanges ConvertFromSurrogate(in PointRangesSurrogate surrogate) => PointRanges.Parse(surrogate.Text);

    public PointRangesSurrogate ConvertToSurrogate(in PointRanges value) => new(value.ToString());
}

/// <summary>Lets messages carry <see cref="SweepLabels"/>, which know nothing of Orleans.</summary>
[RegisterConverter]
internal sealed class SweepLabelsConverter : IConverter<SweepLabels, SweepLabelsSurrogate>
{
    public SweepLabels ConvertFromSurrogate(in SweepLabelsSurrogate surrogate) => new(surrogate.Title, surrogate.Note, surrogate.Tags);

    public SweepLabelsSurrogate ConvertToSurrogate(in SweepLabels value) => new(value.Title, value.Note, value.Tags);
}

/// <summary>Lets messages carry <see cref="SweepHardware"/>, which knows nothing of Orleans.</summary>
[RegisterConverter]
internal sealed class SweepHardwareConverter : IConverter<SweepHardware, SweepHardwareSurrogate>
{
    public SweepHardware ConvertFromSurrogate(in SweepHardwareSurrogate surrogate) =>
        new(surrogate.Silos, surrogate.System, surrogate.Processor, surrogate.Cores, surrogate.Slots, surrogate.Version);

    public SweepHardwareSurrogate ConvertToSurrogate(in SweepHardware value) => new(value.Silos, value.System, value.Processor, value.Cores, value.Slots, value.Version);
}

/// <summary>Lets messages carry a <see cref="LabelChange"/>, which knows nothing of Orleans.</summary>
[RegisterConverter]
internal sealed class LabelChangeConverter : IConverter<LabelChange, LabelChangeSurrogate>
{
    public LabelChange ConvertFromSurrogate(in LabelChangeSurrogate surrogate) =>
        new() { Title = surrogate.Title, Note = surrogate.Note, AddTags = surrogate.AddTags, RemoveTags = surrogate.RemoveTags };

    public LabelChangeSurrogate ConvertToSurrogate(in LabelChange value) => new(value.Title, value.Note, value.AddTags, value.RemoveTags);
}
