namespace LayerDyn.Science.Tasks;

/// <summary>What a model must know of a task.</summary>
/// <param name="Inputs">Dimension of an input x.</param>
/// <param name="Outputs">Dimension of an output y.</param>
/// <param name="Samples">Number of training samples n; null when every step draws a fresh batch (online).</param>
/// <param name="Groups">Number of skills or classes that observables may split by; 0 when there are none.</param>
/// <param name="Vocabulary">For token inputs: number of tokens; 0 for real-valued inputs.</param>
public sealed record TaskShape(int Inputs, int Outputs, int? Samples, int Groups = 0, int Vocabulary = 0)
{
    /// <summary>Whether a separate test set exists.</summary>
    public bool HasTest { get; init; }

    /// <summary>
    /// How many samples networks are measured on beside the training set: the test set, or of an online task its evaluation sample; null where that is
    /// not known without the data.
    /// </summary>
    public long? HeldOut { get; init; }

    /// <summary>Dimension of an input of the test set, where it is not that of training.</summary>
    public int? TestInputs { get; init; }

    /// <summary>Whether each sample has one class, so that accuracy and cross-entropy are defined.</summary>
    public bool IsClassification { get; init; }

    /// <summary>Whether each skill can be sampled on its own, by <see cref="TaskData.SkillSample"/>.</summary>
    public bool SamplesSkills { get; init; }

    /// <summary>What is known of the second moments of the training inputs without loading them.</summary>
    public InputCovariance Covariance { get; init; }

    /// <summary>
    /// Whether the data exist as second moments alone, as a population with too many parts to list: only diagonal models can be
    /// trained on it, and only what follows from their map can be measured.
    /// </summary>
    public bool MomentsOnly { get; init; }

    /// <summary>
    /// Whether the population's second moments are known exactly: losses on it of models linear in x are exact, and an online task can be trained on by
    /// full batches too, which are the population.
    /// </summary>
    public bool HasPopulation { get; init; }

    /// <summary>
    /// Of a task of sequences, the dimension D of an item: the inputs are the D^2 products <c>beta_i x_qj</c> of what the context says and the query,
    /// or the whole prompt of <see cref="ContextPairs"/>; 0 for other tasks.
    /// </summary>
    public int ContextDimension { get; init; }

    /// <summary>
    /// Of a task whose inputs are whole prompts, <c>x_1, y_1 ... x_N, y_N, x_q</c>: the number N of pairs in each; 0 for other tasks.
    /// </summary>
    public int ContextPairs { get; init; }

    /// <summary>Whether every training step draws a fresh batch.</summary>
    public bool IsOnline => Samples is null;

    /// <summary>Whether there is a full batch: a fixed training set, or the population itself.</summary>
    public bool HasFullBatch => !IsOnline || HasPopulation;
}
