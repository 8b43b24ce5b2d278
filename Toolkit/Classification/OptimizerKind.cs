namespace MLResNet;

/// <summary>By which rule parameters follow their gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Adam whose weight decay the moments do not see (Loshchilov and Hutter 2019, arXiv:1711.05101).</summary>
    AdamW,

    /// <summary>Adam (Kingma and Ba 2015, arXiv:1412.6980).</summary>
    Adam,

    /// <summary>
    /// Stochastic gradient descent with a momentum of 0.9, as residual networks were first trained (He et al. 2015,
    /// arXiv:1512.03385).
    /// </summary>
    Sgd,
}
