namespace LayerDyn.Storage;

/// <summary>The operations of an <see cref="IArtifactStore"/>.</summary>
public enum StoreOperation
{
    /// <summary><see cref="IArtifactStore.TryCreateAsync"/>.</summary>
    Create,

    /// <summary><see cref="IArtifactStore.TryReplaceAsync"/>.</summary>
    Replace,

    /// <summary><see cref="IArtifactStore.TryReadAsync"/>.</summary>
    Read,

    /// <summary><see cref="IArtifactStore.ListAsync"/>.</summary>
    List,

    /// <summary><see cref="IArtifactStore.DeleteAsync"/>.</summary>
    Delete,

    /// <summary><see cref="IArtifactStore.WriteAsync"/>.</summary>
    Write,

    /// <summary><see cref="IArtifactStore.CheckAsync"/>.</summary>
    Check,
}
