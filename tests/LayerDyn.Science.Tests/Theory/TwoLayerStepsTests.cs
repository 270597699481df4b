using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Two dense layers along the singular vectors of their target: gradient descent is one map a mode, at any step size.</summary>
public sealed class TwoLayerStepsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5, 6, 4, "[2,1,0.5]", "mse", 0.05)]
    [InlineData(5, 6, 4, "[2,1,0.5]", "mse", 0.4)] // above half of the largest stable rate
    [InlineData(4, 8, 6, "[1,1,1,0.2]", "mse-mean", 0.8)] // equal modes
    [InlineData(3, 6, 3, "[2,1]", "mse", 0.2)] // a direction that the target does not have
    public void Theory_OfAlignedLayersOfAnyImbalance_IsTrainingToRounding(int inputs, int hidden, int outputs, string singular, string loss, double rate)
    {
        Save(inputs, hidden, outputs, singular, tilt: 0);
        var experiment = Spec.Bind(Text(inputs, hidden, outputs, singular, loss, rate));
        Assert.IsType<TwoLayerSteps>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        int measured = ExperimentColumns.Measured(experiment).Count;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < measured; column++)
                Assert.Equal(records[row, column], records[row, measured + column], 1e-11 * (1 + Math.Abs(records[row, column])));
        Assert.True(Math.Abs(records[records.Rows - 1, 0] - records[0, 0]) > 0.1);
    }

    [Fact]
    public void Theory_OfLayersAcrossTheModes_IsRefusedWithHowMuch()
    {
        Save(5, 6, 4, "[2,1,0.5]", tilt: 0.1);
        var problem = Assert.Single(Spec.Problems(Text(5, 6, 4, "[2,1,0.5]", "mse", 0.1)));
        Assert.Equal("engine", problem.Path);
        Assert.Contains("needs layers along the singular vectors of the target: two modes of these overlap by 0.0", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Theory_OfMergedHeadsOnWhiteInputs_IsTrainingToRounding()
    {
        var experiment = Spec.Bind("""
            {'model':{'kind':'linear-attention','keyQuery':'merged','heads':3},'init':{'kind':'aligned-heads','scale':0.1},'engine':'both',
             'task':{'kind':'in-context-regression','spectrum':'white'},'optimizer':{'kind':'gd','learningRate':4,'theory':'steps'},
             'steps':60,'measure':{'at':{'every':1},'observables':['loss','icl-mode-strength'] } }
            """);
        Assert.IsType<TwoLayerSteps>(ExactSolutions.Find(experiment, out _));
        var records = Spec.Train(experiment)[0].Records;
        for (int row = 0; row < records.Rows; row++)
            for (int column = 0; column < 5; column++) Assert.Equal(records[row, column], records[row, 5 + column], 1e-12);
        Assert.Equal(1, records[records.Rows - 1, 1], 1e-3);
    }

    private string Text(int inputs, int hidden, int outputs, string singular, string loss, double rate) => FormattableString.Invariant($$"""
        {'model':{'kind':'deep-linear','widths':[{{inputs}},{{hidden}},{{outputs}}]},'init':{'kind':'file','paths':['{{_folder["W1.npy"]}}','{{_folder["W2.npy"]}}']},'loss':'{{loss}}','engine':'both',
         'task':{'kind':'teacher-student','inputs':{{inputs}},'outputs':{{outputs}},'singularValues':{{singular}},'samples':20},
         'optimizer':{'kind':'gd','learningRate':{{rate}},'theory':'steps'},'steps':60,'measure':{'at':{'every':1},'observables':['loss','mode-strength','weight-norm','kernel-distance'] } }
        """);

    // Modes of any imbalance; where there is room, the two layers of a mode have different directions of the hidden one.
    private void Save(int inputs, int hidden, int outputs, string singular, double tilt)
    {
        string text = Text(inputs, hidden, outputs, singular, "mse", 0.1);
        var task = Spec.Bind(text[..text.IndexOf("'init'", StringComparison.Ordinal)] + "'init':{'kind':'normal'},'task'" + text.Split("'task'")[1].Replace(",'theory':'steps'", "")).Task;
        var (u, s, vt) = LinearAlgebra.Svd(task.Create(0).TargetMap!);
        int modes = s.Count(value => value > 1e-9);
        var basis = LinearAlgebra.RandomOrthogonal(hidden, RandomStream.For("test/hidden"));
        Matrix w1 = new(hidden, inputs), w2 = new(outputs, hidden);
        for (int mode = 0; mode < modes; mode++)
        {
            double a = 0.5 + 0.2 * mode, b = 0.8 - 0.2 * mode, across = 2 * modes <= hidden ? 0.3 : 0;
            for (int h = 0; h < hidden; h++)
            {
                double first = a * basis[mode, h], second = b * (basis[mode, h] + across * basis[(modes + mode) % hidden, h]);
                for (int i = 0; i < inputs; i++) w1[h, i] += first * (vt[mode, i] + tilt * vt[(mode + 1) % modes, i]);
                for (int o = 0; o < outputs; o++) w2[o, h] += second * u[o, mode];
            }
        }

        File.WriteAllBytes(_folder["W1.npy"], Npy.Write(FileArray.Of(w1.Data, hidden, inputs)));
        File.WriteAllBytes(_folder["W2.npy"], Npy.Write(FileArray.Of(w2.Data, outputs, hidden)));
    }
}
