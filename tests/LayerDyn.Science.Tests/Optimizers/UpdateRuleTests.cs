using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Training.Torch;
using TorchSharp;

namespace LayerDyn.Science.Tests.Optimizers;

/// <summary>The update rules against torch's published ones, written out in scalars.</summary>
public sealed class UpdateRuleTests
{
    private const int Steps = 200;
    private const double Rate = 0.05;

    [Theory]
    [InlineData(0, 0, false, 0)]
    [InlineData(0.9, 0, false, 0)]
    [InlineData(0.9, 0.5, false, 0.01)]
    [InlineData(0.9, 0, true, 0.01)]
    public void Sgd_Trajectory_IsThatOfTorch(double momentum, double dampening, bool nesterov, double decay)
    {
        double buffer = 0;
        Compare(new Sgd { Momentum = momentum, Dampening = dampening, Nesterov = nesterov, WeightDecay = decay }, (w, gradient, step) =>
        {
            double g = gradient + decay * w;
            if (momentum != 0)
            {
                buffer = step == 0 ? g : momentum * buffer + (1 - dampening) * g;
                g = nesterov ? g + momentum * buffer : buffer;
            }

            return w - Rate * g;
        });
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(0.9, 0)]
    [InlineData(0.9, 0.1)]
    public void GradientDescent_Trajectory_IsThatOfTorch(double momentum, double decay)
    {
        double velocity = 0;
        Compare(new GradientDescent { Momentum = momentum, WeightDecay = decay }, (w, gradient, _) =>
        {
            velocity = momentum * velocity + gradient + decay * w;
            return w - Rate * velocity;
        });
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.8, 0.5)]
    public void SignDescent_Trajectory_IsThePublishedOne(double momentum, double decay)
    {
        double average = 0;
        Compare(new SignDescent { Momentum = momentum, WeightDecay = decay }, (w, gradient, _) =>
        {
            average = momentum * average + (1 - momentum) * (gradient + decay * w);
            return w - Rate * Math.Sign(average);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Lion_Trajectory_IsThePublishedOne(double decay)
    {
        double average = 0;
        Compare(new Lion { Betas = [0.8, 0.95], WeightDecay = decay }, (w, gradient, _) =>
        {
            double direction = 0.8 * average + 0.2 * gradient;
            average = 0.95 * average + 0.05 * gradient;
            return w - Rate * (Math.Sign(direction) + decay * w);
        });
    }

    [Fact]
    public void Averages_ThatNeverChange_AreRefused()
    {
        string Net(string optimizer) => $$"""
            {'model':{'kind':'diagonal-linear'},'init':{'kind':'constant','value':0.1},'task':{'kind':'linear-teacher','coefficients':[1]},
             'optimizer':{{optimizer}},'steps':1,'measure':{'at':{'every':1},'observables':['loss']} }
            """;
        Assert.Empty(Spec.Problems(Net("{'kind':'sign','momentum':0.9}")));
        Assert.Equal("optimizer.momentum", Assert.Single(Spec.Problems(Net("{'kind':'sign','momentum':1}"))).Path);
        Assert.Equal("optimizer.betas[1]", Assert.Single(Spec.Problems(Net("{'kind':'lion','betas':[0.9,1]}"))).Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Adam_Trajectory_IsThatOfTorch(double decay)
    {
        double first = 0, second = 0;
        Compare(new Adam { WeightDecay = decay, Betas = [0.8, 0.95] }, (w, gradient, step) =>
        {
            double g = gradient + decay * w;
            first = 0.8 * first + 0.2 * g;
            second = 0.95 * second + 0.05 * g * g;
            double corrected = Math.Sqrt(second / (1 - Math.Pow(0.95, step + 1))) + 1e-8;
            return w - Rate * (first / (1 - Math.Pow(0.8, step + 1))) / corrected;
        });
    }

    [Fact]
    public void AdamW_Trajectory_IsThatOfTorch()
    {
        double first = 0, second = 0;
        Compare(new AdamW { WeightDecay = 0.1 }, (w, gradient, step) =>
        {
            w *= 1 - Rate * 0.1;
            first = 0.9 * first + 0.1 * gradient;
            second = 0.999 * second + 0.001 * gradient * gradient;
            double corrected = Math.Sqrt(second / (1 - Math.Pow(0.999, step + 1))) + 1e-8;
            return w - Rate * (first / (1 - Math.Pow(0.9, step + 1))) / corrected;
        });
    }

    [Fact]
    public void Schedules_Factors_AreThePublishedOnes()
    {
        Assert.Equal(1, new ConstantSchedule().Factor(7, 10));
        Assert.Equal(0.5 * (1 + Math.Cos(Math.PI * 0.3)), new CosineSchedule().Factor(30, 100), 1e-12);
        Assert.Equal([1, 0.6, 0.2], new[] { 0L, 50, 100 }.Select(step => Math.Round(new CosineSchedule { Floor = 0.2 }.Factor(step, 100), 12)));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], new[] { 0L, 9, 10, 19, 20 }.Select(step => new StepSchedule { Every = 10, Gamma = 0.5 }.Factor(step, 100)));
        var warmup = new WarmupSchedule { Steps = 4, Then = new CosineSchedule() };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 0.5, 0], new[] { 0L, 1, 2, 3, 4, 8, 12 }.Select(step => Math.Round(warmup.Factor(step, 12), 12)));
        Assert.Equal(1, new WarmupSchedule { Steps = 4 }.Factor(100, 12));
    }

    /// <summary>TorchSharp frees numbers that a call still reads when the collector runs: see <see cref="TorchMath"/>.</summary>
    [Fact]
    public async Task Steps_WhileTheCollectorRuns_AreTheSame()
    {
        double[] calm = Train();
        using var stop = new CancellationTokenSource();
        var collecting = Task.Factory.StartNew(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        }, TaskCreationOptions.LongRunning);
        double[] disturbed = Train();
        await stop.CancelAsync();
        await collecting;
        Assert.Equal(calm, disturbed);

        static double[] Train()
        {
            TorchSharp.torch.set_num_threads(1);
            using var scope = torch.NewDisposeScope();
            var rule = new Adam { WeightDecay = 0.1 }.CreateRule();
            var parameter = torch.ones(500L, dtype: torch.float64);
            for (int step = 0; step < 20_000; step++)
            {
                using var inner = torch.NewDisposeScope();
                rule.Step([parameter], [parameter.sin()], step, Rate);
            }

            return parameter.data<double>().ToArray();
        }
    }

    /// <summary>A net with the gradient <c>sin(3 w) + w / 2</c>, so that the state matters.</summary>
    private static void Compare(Optimizer optimizer, Func<double, double, int, double> published)
    {
        TorchSharp.torch.set_num_threads(1);
        using var scope = torch.NewDisposeScope();
        var rule = optimizer.CreateRule();
        var parameter = torch.tensor(new[] { 1.3 }, dtype: torch.float64);
        double expected = 1.3;
        for (int step = 0; step < Steps; step++)
        {
            double w = parameter.item<double>();
            rule.Step([parameter], [torch.tensor(new[] { Gradient(w) }, dtype: torch.float64)], step, Rate);
            expected = published(expected, Gradient(expected), step);
            Assert.Equal(expected, parameter.item<double>(), 1e-8);
        }
    }

    private static double Gradient(double w) => Math.Sin(3 * w) + w / 2;
}
