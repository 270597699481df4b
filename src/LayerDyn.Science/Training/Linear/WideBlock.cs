using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Linear;

/// <summary>
/// Gradient descent of one point whose layers fill vectors alone: where a block of a point a vector lane would leave the caches, with the same
/// bytes as from <see cref="DenseBlock{TS, TV}"/>; and of any point whose layers have learning rates of their own.
/// </summary>
internal sealed unsafe class WideBlock : Block
{
    private readonly DenseNet _net;

    public WideBlock(LinearPoint point)
        : base([point], lanes: 1, doubles: 0)
    {
        _net = new DenseNet(point.Form.Widths, point.Moments, targets: HasVelocity ? 1 : 0);
        for (int l = 1; l <= Depth; l++)
        {
            _net.Write(_net.Weights[l], l, point.Weights[l - 1]);
            if (HasVelocity) _net.Write(_net.Targets[0][l], l, point.Velocity[l - 1]);
        }
    }

    private int Depth => _net.Weights.Length - 1;

    public override void Read(int point)
    {
        for (int l = 1; l <= Depth; l++)
        {
            _net.Read(_net.Weights[l], l, Points[point].Weights[l - 1]);
            if (HasVelocity) _net.Read(_net.Targets[0][l], l, Points[point].Velocity[l - 1]);
        }
    }

    protected override bool IsFinite(int point) => _net.IsFinite();

    public override void Retire(int point)
    {
    }

    protected override void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            if (!HasVelocity)
            {
                _net.AddGradient(_net.Weights, Rates[step]);
                continue;
            }

            var velocity = _net.Targets[0];
            for (int l = 1; l <= Depth; l++)
            {
                LinearAlgebra.Scale(*Momentum, _net.Whole(velocity[l], l));
                if (HasDecay) LinearAlgebra.AddMultiple(*Decay, _net.Whole(_net.Weights[l], l), _net.Whole(velocity[l], l));
            }

            _net.AddGradient(velocity, *GradientScale);
            for (int l = 1; l <= Depth; l++) LinearAlgebra.AddMultiple(Rates[step] * (Points[0].LayerRates?[l - 1] ?? 1), _net.Whole(velocity[l], l), _net.Whole(_net.Weights[l], l));
        }
    }
}
