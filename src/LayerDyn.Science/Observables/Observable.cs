using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// A quantity measured during training. A kind of observable is one sealed record in one file: its name, columns,
/// citation and computation. It works on plain matrices, so the same file serves every trainer.
/// </summary>
public abstract record Observable
{
    /// <summary>Symbol for axis labels, e.g. <c>R_k/S</c>; null to use the name.</summary>
    public virtual string? Symbol => null;

    /// <summary>Symbol of one of its columns, where they are not all of <see cref="Symbol"/>.</summary>
    public virtual string? SymbolOf(string column) => Symbol;

    /// <summary>
    /// The columns it writes for this experiment: its own name for a scalar, <c>name.1</c>, <c>name.2</c> ... for a vector. They may
    /// depend on what <see cref="ExperimentColumns.DependOn"/> says, the model and the shape of the task above all, and on nothing else.
    /// </summary>
    public abstract IReadOnlyList<string> Columns(Experiment experiment);

    /// <summary>
    /// The columns that are read off the initial weights, whatever training does: comparing training with its exact solution says nothing
    /// of them, since both start from the same weights.
    /// </summary>
    public virtual IReadOnlyList<string> InitialColumns => [];

    /// <summary>Whether it needs no sample and no single mode's share, so that it is defined where <see cref="Tasks.TaskShape.MomentsOnly"/> holds.</summary>
    public virtual bool NeedsMapAlone => false;

    /// <summary>Whether it says of training what it should only where all layers have one learning rate, as the tangent kernel and the sharpness do.</summary>
    public virtual bool AssumesOneRate => false;

    /// <summary>Whether it is defined for a <see cref="Tasks.SequenceTask"/>: it needs the weights alone, or says which task it is about.</summary>
    public virtual bool FollowsSequences => false;

    /// <summary>Why it is undefined for this experiment, as a rule ("needs a two-layer linear model"); null when it is defined.</summary>
    public virtual string? Unsupported(Experiment experiment) => null;

    /// <summary>
    /// Rough time that measuring it once takes, in seconds on one core, beside what it costs to train: for estimates alone. 0 where a pass over
    /// the samples, or less, is all.
    /// </summary>
    public virtual double Seconds(Experiment experiment) => 0;

    /// <summary>Measures a network. <paramref name="values"/> has one place for each of <see cref="Columns"/>.</summary>
    public abstract void Measure(ISnapshot snapshot, Span<double> values);
}
