namespace LayerDyn.Science.Training.Mlp;

/// <summary>The form of an optimizer's update.</summary>
internal enum UpdateForm
{
    /// <summary>Against the gradient; <see cref="UpdateFactors.Momentum"/> has the penalty and the step.</summary>
    Descend,

    /// <summary>Along a velocity.</summary>
    Momentum,

    /// <summary>Adam, with weight decay in either place.</summary>
    Adam,

    /// <summary>Along the signs of an average of gradients.</summary>
    Sign,
}
