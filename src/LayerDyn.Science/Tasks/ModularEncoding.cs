namespace LayerDyn.Science.Tasks;

/// <summary>How a pair (a, b) becomes an input.</summary>
public enum ModularEncoding
{
    /// <summary>Two one-hot vectors side by side, 2p inputs: for mlps.</summary>
    OneHot,

    /// <summary>The tokens a, b and "=" (number p), for transformers.</summary>
    Tokens,
}
