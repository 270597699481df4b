using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Models;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Initialisations;

/// <summary>How weights start. A kind of initialisation is one sealed record in one file.</summary>
public abstract record Initialisation
{
    /// <summary>
    /// This initialisation with the content that it depends on outside of the spec (files) pinned by a hash, so that the content is part of
    /// the identity, and with all that a plan needs of it, so that a plan can be made without the files.
    /// </summary>
    /// <param name="pins">The data files of the spec.</param>
    /// <param name="problems">Receives what cannot be read, with paths below <c>init</c>.</param>
    public virtual Initialisation Pinned(DataPins pins, ProblemList problems) => this;

    /// <summary>This initialisation without what <see cref="Pinned"/> fills in.</summary>
    public virtual Initialisation Unpinned() => this;

    /// <summary>Whether the weights of each layer start with a standard deviation of order 1/sqrt(fan-in), which parametrisations scale.</summary>
    public virtual bool IsByFanIn => false;

    /// <summary>Adds what is impossible about this initialisation for this model, with paths below <c>init</c>.</summary>
    public virtual void Validate(Model model, TaskShape task, ProblemList problems)
    {
    }

    /// <summary>
    /// The initial values: one row-major array for each of <see cref="Model.Parameters"/>, in the same order.
    /// Each parameter draws from its own child stream, so that widening one layer leaves the others' draws alone.
    /// </summary>
    public abstract double[][] Create(Model model, TaskShape task, RandomStream stream);
}
