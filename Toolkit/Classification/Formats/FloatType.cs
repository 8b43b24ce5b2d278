namespace MLResNet.Formats;

/// <summary>Floating-point numbers as files hold them.</summary>
internal enum FloatType
{
    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,
}
