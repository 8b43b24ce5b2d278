namespace MLResNet.Engine.Networks;

/// <summary>Where batch norm and ReLU stand in a block.</summary>
public enum ResNetVersion
{
    /// <summary>After each convolution, and a ReLU after the addition (He et al. 2015, arXiv:1512.03385).</summary>
    V1,

    /// <summary>
    /// Before each convolution, nothing after the addition, one more pair after the last block (He et al. 2016,
    /// arXiv:1603.05027).
    /// </summary>
    V2,
}
