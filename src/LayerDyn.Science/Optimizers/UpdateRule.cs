using TorchSharp;

namespace LayerDyn.Science.Optimizers;

/// <summary>
/// One optimizer's update with its state, on torch tensors, in place and without autograd. Works on any number of
/// leading batch dimensions where it is elementwise.
/// </summary>
public abstract class UpdateRule
{
    /// <summary>
    /// Updates <paramref name="parameters"/> in place. <paramref name="step"/> counts from 0;
    /// <paramref name="learningRate"/> already carries the schedule's factor.
    /// </summary>
    public abstract void Step(IReadOnlyList<torch.Tensor> parameters, IReadOnlyList<torch.Tensor> gradients, long step, double learningRate);

    /// <summary>Whether every number goes its own way, so that all parameters may be updated as one vector.</summary>
    public virtual bool IsElementwise => true;

    /// <summary>The state by name, for checkpoints; empty before the first step and for rules without state.</summary>
    public virtual IReadOnlyDictionary<string, torch.Tensor> State => new Dictionary<string, torch.Tensor>();

    /// <summary>Restores what <see cref="State"/> gave; takes ownership of the tensors.</summary>
    public virtual void Restore(IReadOnlyDictionary<string, torch.Tensor> state)
    {
    }
}
