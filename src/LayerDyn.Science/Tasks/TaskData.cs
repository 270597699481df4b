namespace LayerDyn.Science.Tasks;

/// <summary>The data of one task and seed replicate; immutable and shared by all points and lanes that need it.</summary>
public abstract class TaskData
{
    private Moments? _moments;
    private Moments? _testMoments;

    /// <summary>The training samples; for an online task, a fixed evaluation sample of the same distribution.</summary>
    public abstract Dataset Train { get; }

    /// <summary>The test samples; null when the task has none.</summary>
    public virtual Dataset? Test => null;

    /// <summary>
    /// Second moments of the training set, for models linear in x; worked out at the first call. Tasks that know their
    /// population give exact ones.
    /// </summary>
    public virtual Moments Moments => _moments ??= Moments.Of(Train);

    /// <summary>Second moments of the test set; null when there is none.</summary>
    public virtual Moments? TestMoments => _testMoments ??= Test is null ? null : Moments.Of(Test);

    /// <summary>
    /// The target map as a matrix, out x in, where one exists (linear teachers); mode strengths are projections on its
    /// singular vectors. Null otherwise.
    /// </summary>
    public virtual Numerics.Matrix? TargetMap => null;

    /// <summary>The target scale S that skill strengths are measured against.</summary>
    public virtual double TargetScale => 1;

    /// <summary>
    /// Samples <paramref name="first"/> ... of the evaluation sample of one skill (from 0), for tasks whose shape says
    /// <see cref="TaskShape.SamplesSkills"/>. Pure: the same samples for all points and steps of a seed, however they are asked for.
    /// </summary>
    /// <exception cref="NotSupportedException">The task cannot sample a skill on its own.</exception>
    public virtual Dataset SkillSample(int skill, int first, int count) => throw new NotSupportedException("This task does not sample single skills.");

    /// <summary>
    /// Online tasks: fills a fresh batch for one step. <paramref name="x"/> is batch x in and <paramref name="y"/> batch x out,
    /// row-major; <paramref name="labels"/> is empty or holds a class for each sample. Pure in <paramref name="step"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The task has a fixed training set.</exception>
    public virtual void FillBatch(long step, int batch, Span<float> x, Span<float> y, Span<int> labels) =>
        throw new NotSupportedException("This task has a fixed training set.");
}
