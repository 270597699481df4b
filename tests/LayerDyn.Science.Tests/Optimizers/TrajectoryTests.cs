using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tests.Models;
using LayerDyn.Science.Tests.Observables;

namespace LayerDyn.Science.Tests.Optimizers;

/// <summary>Whole trainings of a net against torch's published update rules and schedules, with gradients by differences.</summary>
public sealed class TrajectoryTests
{
    private const int Steps = 40;
    private const double Rate = 0.02;

    [Theory]
    [InlineData("gd", "'momentum':0.8", "'constant'")]
    [InlineData("sgd", "'momentum':0.9,'nesterov':true,'weightDecay':0.02", "'constant'")]
    [InlineData("adam", "'weightDecay':0.1", "'cosine','floor':0.1")]
    [InlineData("adamw", "'weightDecay':0.2,'betas':[0.8,0.95]", "'warmup','steps':10,'then':{'kind':'cosine'}")]
    [InlineData("adam", "'betas':[0.9,0.98]", "'step','every':15,'gamma':0.3")]
    public void Training_OfAnMlp_FollowsThePublishedRules(string kind, string options, string schedule)
    {
        var bound = Spec.Bind(FormattableString.Invariant($$"""
            {'model':{'kind':'mlp','widths':[3, 4, 2],'activation':'tanh'},'init':{'kind':'normal','std':0.7,'biases':'normal'},'dtype':'float64',
             'task':{'kind':'gaussian-regression','samples':6,'inputs':3,'outputs':2},'steps':{{Steps}},
             'optimizer':{'kind':'{{kind}}','learningRate':{{Rate}},{{options}},'schedule':{'kind':{{schedule}} } },'measure':{'at':[0, {{Steps}}],'observables':['loss']} }
            """));
        Matrix[]? start = null, end = null;
        Spec.Train(bound with
        {
            Observables = [new SnapshotProbe(snapshot =>
            {
                end = [.. snapshot.Parameters.Select(parameter => new Matrix(parameter.Rows, parameter.Columns, [.. parameter.Data]))];
                start ??= [.. end.Select(parameter => new Matrix(parameter.Rows, parameter.Columns, [.. parameter.Data]))];
            })],
        });

        var data = bound.Task.Create(bound.Seed).Train;
        var (first, second) = (Zeros(start!), Zeros(start!));
        for (int step = 0; step < Steps; step++)
        {
            double[][] gradients = PlainMlp.Gradient(start!, () =>
                PlainMlp.Predict((MlpModel)bound.Model, start!, data.X).Data.Zip(data.Y.Data, (f, y) => (f - y) * (f - y)).Sum() / (2 * data.Count));
            double rate = Rate * Factor(schedule, step);
            for (int p = 0; p < gradients.Length; p++)
                for (int i = 0; i < gradients[p].Length; i++)
                    start![p].Data[i] = Updated(kind, options, start[p].Data[i], gradients[p][i], step, rate, ref first[p][i], ref second[p][i]);
        }

        for (int p = 0; p < end!.Length; p++)
            for (int i = 0; i < end[p].Data.Length; i++) Assert.Equal(start![p].Data[i], end[p].Data[i], 1e-6);
    }

    // One parameter, as the algorithms in torch.optim's documentation read.
    private static double Updated(string kind, string options, double w, double g, int step, double rate, ref double first, ref double second)
    {
        switch (kind, options)
        {
            case ("gd", _):
                first = step == 0 ? g : 0.8 * first + g;
                return w - rate * first;
            case ("sgd", _):
                g += 0.02 * w;
                first = step == 0 ? g : 0.9 * first + g;
                return w - rate * (g + 0.9 * first);
            case ("adam", "'weightDecay':0.1"):
                return Adam(w, g + 0.1 * w, 0.9, 0.999, step, rate, ref first, ref second);
            case ("adam", _):
                return Adam(w, g, 0.9, 0.98, step, rate, ref first, ref second);
            default:
                return Adam(w - rate * 0.2 * w, g, 0.8, 0.95, step, rate, ref first, ref second);
        }
    }

    private static double Adam(double w, double g, double beta1, double beta2, int step, double rate, ref double first, ref double second)
    {
        first = beta1 * first + (1 - beta1) * g;
        second = beta2 * second + (1 - beta2) * g * g;
        return w - rate * first / (1 - Math.Pow(beta1, step + 1)) / (Math.Sqrt(second / (1 - Math.Pow(beta2, step + 1))) + 1e-8);
    }

    // CosineAnnealingLR, LinearLR followed by it, StepLR: the factor of update number step, from 0.
    private static double Factor(string schedule, int step) => schedule.Split(',')[0] switch
    {
        "'cosine'" => 0.1 + 0.9 * (1 + Math.Cos(Math.PI * step / Steps)) / 2,
        "'warmup'" => step < 10 ? (step + 1) / 10.0 : (1 + Math.Cos(Math.PI * (step - 10) / (Steps - 10))) / 2,
        "'step'" => step < 15 ? 1 : step < 30 ? 0.3 : 0.09,
        _ => 1,
    };

    private static double[][] Zeros(Matrix[] parameters) => [.. parameters.Select(parameter => new double[parameter.Data.Length])];
}
