using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Models;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// A source of data. Its random streams are keyed by its kind and the seed replicate alone, so that all points of a
/// heat map share X and Y, whatever their scales. A kind of task is one sealed record in one file.
/// </summary>
public abstract record LearningTask
{
    /// <summary>Shape of the data, known without loading it.</summary>
    public abstract TaskShape Shape { get; }

    /// <summary>Rough share of the entries of an input that are not zero: kernels skip zeros. For estimates alone.</summary>
    public virtual double NonzeroInputs => 1;

    /// <summary>Rough time that making the data of a seed replicate takes, in seconds on one core: for estimates alone.</summary>
    public virtual double Seconds => 1.5e-8 * Shape.Inputs * (Shape.Samples ?? 0);

    /// <summary>Rough time that drawing one fresh sample takes, in seconds on one core, of a task that draws them: for estimates alone.</summary>
    public virtual double SecondsOfSample => 6e-9 * Shape.Inputs;

    /// <summary>Whether its data come from files, which need not be there where results are read.</summary>
    public virtual bool ReadsFiles => false;

    /// <summary>
    /// This task with the content that it depends on outside of the spec (files) pinned by a hash, so that the content is part of
    /// the identity, and with all that a plan needs of it, so that a plan can be made without the files.
    /// </summary>
    /// <param name="pins">The data files of the spec.</param>
    /// <param name="problems">Receives what cannot be read, with paths below <c>task</c>.</param>
    public virtual LearningTask Pinned(DataPins pins, ProblemList problems) => this;

    /// <summary>This task without what <see cref="Pinned"/> fills in.</summary>
    public virtual LearningTask Unpinned() => this;

    /// <summary>
    /// This task with the dimensions that it leaves open taken from the model; itself when it leaves none open. Applied once
    /// after binding, so that canonical texts carry the dimensions.
    /// </summary>
    public virtual LearningTask For(Model model) => this;

    /// <summary>Adds what is impossible about this task, with paths below <c>task</c>; files are checked here, when a sweep is planned.</summary>
    public virtual void Validate(ProblemList problems)
    {
    }

    /// <summary>Generates or loads the data of one seed replicate. Pure: same task and seed, same bytes.</summary>
    public abstract TaskData Create(int seed);
}
