namespace LayerDyn.Science.Models;

/// <summary>How a head of linear attention is parametrised, which decides how it learns (Zhang et al. 2025, arXiv 2501.16265).</summary>
public enum KeyQuery
{
    /// <summary>One matrix U_h for key and query: <c>M = sum_h v_h U_h</c>; one abrupt drop of the loss.</summary>
    Merged,

    /// <summary>A key K_h and a query Q_h of low rank: <c>M = sum_h v_h K_h^T Q_h</c>; a staircase of the loss.</summary>
    Separate,
}
