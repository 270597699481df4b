using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Linear regression in context (Zhang, Singh, Latham and Saxe 2025, arXiv 2501.16265): every sequence has a <c>w ~ N(0, I_D)</c> of its own, N pairs of
/// <c>x_i ~ N(0, Lambda)</c> and <c>y_i = w x_i</c>, and a query x_q with the target <c>w x_q</c>. Inputs are the D^2 products <c>beta_i x_qj</c> with
/// <c>beta = (1/N) sum_i y_i x_i</c>, number <c>i D + j</c>, through which linear attention sees a sequence; Lambda is diagonal in them.
/// </summary>
/// <remarks>
/// Without <see cref="Sequences"/> it is the population itself, by its exact second moments (<see cref="ContextPopulation"/>). The test is the population
/// too, of <see cref="TestContext"/> pairs. With <see cref="Prompts"/> the same sequences are given whole, and the test is
/// <see cref="TestPrompts"/> further ones: of any lengths of context the longer are the shorter with more pairs.
/// </remarks>
[Kind("in-context-regression", "linear regression in context, for linear attention: every sequence has its own teacher")]
public sealed record InContextRegressionTask : LearningTask
{
    // So many numbers of all sequences: 512 MB.
    private const long MostNumbers = 1 << 26;

    /// <summary>How many prompts the test of <see cref="Prompts"/> has.</summary>
    public const int TestPrompts = 10_000;

    /// <summary>Dimension D of an input.</summary>
    [Parameter("dimension of an input", Min = 1, Max = 32, Symbol = "D")]
    public int Dimension { get; init; } = 4;

    /// <summary>Context length N: pairs in a sequence.</summary>
    [Parameter("context length: pairs in a sequence", Min = 1, Max = 100_000, Symbol = "N")]
    public int Context { get; init; } = 31;

    /// <summary>The inputs' covariance where no eigenvalues are given.</summary>
    [Parameter("covariance of the inputs where no eigenvalues are given, of trace 1: proportional (to D, D - 1 ... 1) or white")]
    public ContextSpectrum Spectrum { get; init; }

    /// <summary>Eigenvalues of the inputs' covariance, one a mode; empty for those of <see cref="Spectrum"/>.</summary>
    [Parameter("eigenvalues of the inputs' covariance, one a mode, in the order in which modes are numbered", Min = 0, AboveMin = true, Symbol = "λ")]
    public IReadOnlyList<double> Eigenvalues { get; init; } = [];

    /// <summary>Number of sequences drawn for training; 0 trains on the population.</summary>
    [Parameter("number of sequences drawn; 0 trains on the population", Min = 0, Max = 1_000_000)]
    public int Sequences { get; init; }

    /// <summary>Context length of the test; null for none on the population, and <see cref="Context"/> with drawn sequences.</summary>
    [Parameter("context length of the test loss (default: none; with drawn sequences, that of training)", Min = 1, Max = 100_000)]
    public int? TestContext { get; init; }

    /// <summary>Whether inputs are whole prompts, <c>x_1, y_1 ... x_N, y_N, x_q</c>, in place of the products.</summary>
    [Parameter("give whole prompts, x_1, y_1 ... x_N, y_N, x_q, in place of the products that linear attention sees", OmittedAtDefault = true)]
    public bool Prompts { get; init; }

    /// <inheritdoc/>
    public override TaskShape Shape => new(InputCount, 1, Sequences == 0 ? Dimension * Dimension + 1 : Sequences)
    {
        ContextDimension = Dimension,
        ContextPairs = Prompts ? Context : 0,
        HeldOut = Prompts ? TestPrompts : null,
        TestInputs = Prompts ? PromptLength(TestContext ?? Context) : null,
        HasTest = Sequences > 0 || TestContext is not null,
        Covariance = Sequences > 0 ? InputCovariance.Any
            : Modes.All(value => value == Modes[0]) ? InputCovariance.Isotropic : InputCovariance.Diagonal,
    };

    private int InputCount => Prompts ? PromptLength(Context) : Dimension * Dimension;

    /// <summary>The eigenvalues lambda_d that are used.</summary>
    internal IReadOnlyList<double> Modes => Eigenvalues.Count > 0 ? Eigenvalues
        : [.. Enumerable.Range(0, Dimension).Select(mode => Spectrum == ContextSpectrum.White ? 1.0 / Dimension
            : 2.0 * (Dimension - mode) / (Dimension * (Dimension + 1.0)))];

    /// <summary>The population that the sequences are drawn from.</summary>
    internal ContextPopulation Population => new(Modes, Context);

    /// <summary>The population of the test.</summary>
    internal ContextPopulation TestPopulation => new(Modes, TestContext ?? Context);

    /// <inheritdoc/>
    public override void Validate(ProblemList problems)
    {
        if (Eigenvalues.Count != 0 && Eigenvalues.Count != Dimension)
            problems.Add("task.eigenvalues", $"{Eigenvalues.Count} values", $"must have one value for each of the {Dimension} dimensions");
        long inputs = InputCount, numbers = MostNumbers - (Prompts ? (long)TestPrompts * PromptLength(TestContext ?? Context) : 0), most = Math.Max(numbers, 0) / inputs;
        if (Prompts && numbers < inputs)
            problems.Add(TestContext is null ? "task.context" : "task.testContext", TestContext ?? Context,
                $"must be at most {MostNumbers / (TestPrompts + 1) / (Dimension + 1) - 1} with prompts of dimension {Dimension}", "write a shorter context");
        else if (Sequences > most)
            problems.Add("task.sequences", Sequences, $"must be at most {most} of {inputs} numbers each",
                Prompts ? "write fewer, or a shorter context" : "write fewer, or 0 for the population");
        if (Prompts && Sequences == 0)
            problems.Add("task.prompts", "true", "needs sequences that are drawn: of the population the products alone are known", "set task.sequences");
    }

    /// <inheritdoc/>
    public override TaskData Create(int seed)
    {
        var trained = Population;
        var stream = RandomStream.ForTask("in-context-regression", seed);
        if (Prompts)
        {
            return new PromptData(DrawnPrompts(stream, Sequences, Context), DrawnPrompts(stream.Child("test"), TestPrompts, TestContext ?? Context));
        }

        var test = Sequences > 0 || TestContext is not null ? TestPopulation : null;
        return Sequences == 0 ? new ContextData(trained.Samples(), trained.Moments(), trained, test)
            : new ContextData(Drawn(stream), null, trained, test);
    }

    /// <summary>The products <c>beta_i x_qj</c> of whole prompts, in rows, through which linear attention sees them.</summary>
    /// <param name="prompts">The prompts in rows, of any length of context.</param>
    internal Matrix Products(Matrix prompts)
    {
        double[] beta = new double[Dimension];
        var products = new Matrix(prompts.Rows, Dimension * Dimension);
        for (int n = 0; n < prompts.Rows; n++) WriteProducts(prompts.Row(n), beta, products.Row(n));
        return products;
    }

    private void WriteProducts(ReadOnlySpan<double> prompt, double[] beta, Span<double> products)
    {
        int pairs = prompt.Length / (Dimension + 1);
        Array.Clear(beta);
        for (int pair = 0; pair < pairs; pair++)
        {
            var item = prompt.Slice(pair * (Dimension + 1), Dimension);
            LinearAlgebra.AddMultiple(prompt[pair * (Dimension + 1) + Dimension] / pairs, item, beta);
        }

        var query = prompt[^Dimension..];
        for (int i = 0; i < Dimension; i++)
            for (int j = 0; j < Dimension; j++) products[i * Dimension + j] = beta[i] * query[j];
    }

    private int PromptLength(int context) => context * (Dimension + 1) + Dimension;

    private Dataset Drawn(RandomStream stream)
    {
        double[] beta = new double[Dimension];
        var x = new Matrix(Sequences, Dimension * Dimension);
        var y = new Matrix(Sequences, 1);
        Draw(stream, Sequences, Context, (sequence, prompt, target) =>
        {
            WriteProducts(prompt, beta, x.Row(sequence));
            y[sequence, 0] = target;
        });
        return new Dataset(x, y);
    }

    private Dataset DrawnPrompts(RandomStream stream, int count, int context)
    {
        var x = new Matrix(count, PromptLength(context));
        var y = new Matrix(count, 1);
        Draw(stream, count, context, (sequence, prompt, target) =>
        {
            prompt.CopyTo(x.Row(sequence));
            y[sequence, 0] = target;
        });
        return new Dataset(x, y);
    }

    // Every sequence's prompt, x_1, y_1 ... x_N, y_N, x_q, and its target.
    private void Draw(RandomStream stream, int count, int context, Drawing take)
    {
        RandomStream teachers = stream.Child("w"), inputs = stream.Child("x"), queries = stream.Child("query");
        double[] scales = [.. Modes.Select(Math.Sqrt)], teacher = new double[Dimension], prompt = new double[PromptLength(context)];
        for (int sequence = 0; sequence < count; sequence++)
        {
            // A sequence has its own numbers, of which a longer context takes more.
            long own = (long)sequence << 24;
            for (int d = 0; d < Dimension; d++) teacher[d] = teachers.Normal(own + d);
            for (int pair = 0; pair < context; pair++)
            {
                var item = prompt.AsSpan(pair * (Dimension + 1), Dimension);
                for (int d = 0; d < Dimension; d++) item[d] = scales[d] * inputs.Normal(own + (long)pair * Dimension + d);
                prompt[pair * (Dimension + 1) + Dimension] = LinearAlgebra.Dot(teacher, item);
            }

            var query = prompt.AsSpan(context * (Dimension + 1));
            for (int d = 0; d < Dimension; d++) query[d] = scales[d] * queries.Normal(own + d);
            take(sequence, prompt, LinearAlgebra.Dot(teacher, query));
        }
    }

    private delegate void Drawing(int sequence, ReadOnlySpan<double> prompt, double target);
}
