using System.Text.Json.Serialization;

namespace LayerDyn.Storage.Manifests;

/// <summary>What was last decided about a sweep. Whether anything runs at this moment is not a matter of the store.</summary>
public enum ManifestState
{
    /// <summary>Points are pending and may be run.</summary>
    Active,

    /// <summary>Someone paused it: nothing starts until it is resumed.</summary>
    Paused,

    /// <summary>Someone ended it before all points were done.</summary>
    Cancelled,

    /// <summary>Every point has a result or has failed, and its curves are drawn.</summary>
    [JsonStringEnumMemberName("ended")] // the store's word since 0.1
    Completed,

    /// <summary>Someone had it deleted: its files go one by one, this last of them.</summary>
    Deleting,
}
