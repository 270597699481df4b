namespace LayerDyn.Science.Initialisations;

/// <summary>How the phases of analytic weights for modular addition are chosen.</summary>
public enum ModularPhases
{
    /// <summary>Six hidden units for each frequency whose phases cancel all unwanted harmonics: 3 (p - 1) units, the output is exact.</summary>
    Exact,

    /// <summary>A random frequency and random phases for each hidden unit: exact as the width grows.</summary>
    Random,
}
