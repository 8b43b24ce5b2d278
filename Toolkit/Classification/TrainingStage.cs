namespace MLResNet;

/// <summary>What a training is at.</summary>
public enum TrainingStage
{
    /// <summary>The network learns, epoch by epoch.</summary>
    Network,

    /// <summary>A frozen backbone computes each image's features, once.</summary>
    Features,

    /// <summary>The head has been fitted to the features.</summary>
    Head,

    /// <summary>Batch norms take the statistics of the images, before a network is fine-tuned and after.</summary>
    Norms,
}
