namespace LayerDyn.Science.Files;

/// <summary>The element types of arrays in files.</summary>
public enum ElementType
{
    /// <summary>IEEE double: numpy <c>float64</c>, safetensors <c>F64</c>.</summary>
    Float64,

    /// <summary>IEEE single: numpy <c>float32</c>, safetensors <c>F32</c>.</summary>
    Float32,

    /// <summary>Signed 64-bit integer: numpy <c>int64</c>, safetensors <c>I64</c>.</summary>
    Int64,

    /// <summary>Signed 32-bit integer: numpy <c>int32</c>, safetensors <c>I32</c>.</summary>
    Int32,
}
