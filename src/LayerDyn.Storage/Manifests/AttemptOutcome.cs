namespace LayerDyn.Storage.Manifests;

/// <summary>How an attempt ended that brought no result.</summary>
public enum AttemptOutcome
{
    /// <summary>Its training threw.</summary>
    Failed,

    /// <summary>Its silo was lost, or silent.</summary>
    Lost,

    /// <summary>It made no more steps.</summary>
    Hung,

    /// <summary>It was told to stop, or its result could not be stored.</summary>
    Interrupted,
}
