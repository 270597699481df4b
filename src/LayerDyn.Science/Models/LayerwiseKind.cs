namespace LayerDyn.Science.Models;

/// <summary>The two forms of a layer without activation.</summary>
public enum LayerwiseKind
{
    /// <summary><c>f(x) = W_L ... W_1 x</c>, each layer a matrix.</summary>
    Dense,

    /// <summary><c>f(x) = sum_i x_i w_L,i ... w_1,i</c>, each layer a vector; one output.</summary>
    Diagonal,
}
