using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;

namespace MLResNet;

/// <summary>
/// How <see cref="TransferLearning.Train"/> trains. What is null is chosen to suit the images; a model tells what was used.
/// </summary>
/// <remarks>
/// Some settings have no effect in some ways of training, and are refused there. <see cref="Arch"/> is that of <see
/// cref="Tune.Scratch"/>; <see cref="AdaptNorms"/> that of <see cref="Tune.Head"/>; <see cref="Backbone"/> and what concerns the
/// head (<see cref="L2"/>, <see cref="FeatureCacheBytes"/>) that of all others; <see cref="Stages"/>
/// that of <see cref="Tune.LastStages"/>; <see cref="RateDecay"/>, <see cref="FreezeNorms"/> and <see cref="Soup"/>
/// those of it and of <see cref="Tune.All"/>; what concerns epochs those of all but <see cref="Tune.Head"/>.
/// </remarks>
public sealed partial record TransferLearningOptions
{
    /// <summary>Which part of the network is trained.</summary>
    public Tune Tune { get; init; } = Tune.Auto;

    /// <summary>
    /// The pretrained network to build on, by its id or from a file; null for the best at hand, as
    /// <see cref="MLResNet.Backbone.BestAvailable"/> has it.
    /// </summary>
    public Backbone? Backbone { get; init; }

    /// <summary>
    /// An earlier model to go on from, a <c>.mlresnet</c> file: on more photos, or on other classes, of which some may be new and
    /// some gone. Its network is the backbone, at its size, and as much of it is trained as was (all, where that was from
    /// scratch), unless <see cref="Tune"/> says otherwise. A model that gives an image any number of labels goes on as one.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// Whether to train a model that gives an image any number of labels, none included, even where each of the images has one: a
    /// sigmoid a label in place of a softmax over all of them. Images of which one has several labels are trained on so in any
    /// case.
    /// </summary>
    public bool MultiLabel { get; init; }

    /// <summary>
    /// Penalty on the weights of the head, above 0: half of it times the sum of their squares is added to the mean log-loss. Null
    /// tries several, and takes the one with which held-out images are told best: the validation images, or without those each
    /// fifth of the training images in turn.
    /// </summary>
    public double? L2 { get; init; }

    /// <summary>
    /// Whether the model is to answer by the mean of an image and of its mirror image: a few more right, in twice the time. A head is
    /// fitted to the mean of their features then.
    /// </summary>
    public bool MirrorImages { get; init; }

    /// <summary>
    /// Whether the batch norms of the backbone are given the statistics of your images before <see cref="Tune.Head"/> fits a
    /// head, no weight being changed (Li et al. 2016, arXiv:1603.04779): for photos that look unlike those which the backbone has
    /// learned from. Fine-tuning does so in any case, before and after, unless it is to <see cref="FreezeNorms"/>. Features then
    /// depend on all images, and are not kept for other trainings.
    /// </summary>
    public bool AdaptNorms { get; init; }

    /// <summary>
    /// How each class comes to count the same in training, however many images it has, if it is to. Where images may have several
    /// labels, there are <see cref="ClassBalance.Weights"/> alone: the images that have a label count as much for it as those
    /// that have not.
    /// </summary>
    public ClassBalance BalanceClasses { get; init; }

    /// <summary>
    /// What the features that a head is fitted to may take on disk, in bytes; 0 keeps none. They lie in the user's cache folder,
    /// which MLRESNET_HOME moves, and are found again by the content of an image's file: only images that are new, or were
    /// edited, are computed. Of what is too much those go that were used longest ago.
    /// </summary>
    public long FeatureCacheBytes { get; init; } = 2L << 30;

    /// <summary>
    /// Id of the network, one of <see cref="Engine.Networks.ResNetFamily.Ids"/>; null for <c>resnet10</c>, which suits a few
    /// thousand images.
    /// </summary>
    public string? Arch { get; init; }

    /// <summary>
    /// Side in pixels of the square that the network sees, at least 16; null for what suits the network and the images, a
    /// backbone's own size.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>
    /// Progressive resizing: side in pixels of the square that the network sees in the first half of the epochs, 16 to the
    /// <see cref="Size"/>, a quarter of them having the middle between the two. A training takes less time so, or more epochs. Null
    /// for the <see cref="Size"/> throughout.
    /// </summary>
    public int? StartSize { get; init; }

    /// <summary>How many stages of the network <see cref="Tune.LastStages"/> trains, at least 1; null for 1.</summary>
    public int? Stages { get; init; }

    /// <summary>
    /// What the learning rate of a stage is of that of the stage after it, above 0 to 1, in fine-tuning: what a backbone has
    /// learned first is the most general (Howard and Ruder 2018, arXiv:1801.06146, section 3.2). Null for 0.7.
    /// </summary>
    public double? RateDecay { get; init; }

    /// <summary>
    /// Whether the batch norms of a backbone stay as they are in fine-tuning, statistics included. For batches of a few images,
    /// which say little about statistics.
    /// </summary>
    public bool FreezeNorms { get; init; }

    /// <summary>
    /// Fine-tunes so many times from the same head, 1 to 100, each time with an order and variation of the images of its own, and
    /// averages the weights: a few more right at no cost in prediction, in so many times the training (Wortsman et al. 2022,
    /// arXiv:2203.05482). Kept is the mean of the last epochs, or the head, if that tells the validation images better. Null for
    /// 1.
    /// </summary>
    public int? Soup { get; init; }

    /// <summary>Passes over the training images; at least 1.</summary>
    public int? Epochs { get; init; }

    /// <summary>
    /// Ends the training after so many epochs without one that tells the validation images better, at least 1; null goes on to
    /// the last. The best epoch is kept either way. Not with a <see cref="Soup"/>, whose trainings all go on to the last.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>Images that are computed together, at least 2; of fewer images, all. From scratch, those of a step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Images of a batch that are computed together at most, at least 2: gradients of a larger batch are added up part by part
    /// before the one step, in less memory. Null for the whole batch.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>The rule by which the parameters follow their gradients.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>
    /// Highest learning rate of the schedule, above 0; null for one that suits the training, the optimizer and the batch.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// How the learning rate changes over the training: <see cref="OneCycleSchedule"/>, <see cref="CosineSchedule"/> with its
    /// warm-up, <see cref="StepSchedule"/> or <see cref="ConstantSchedule"/>. Null for the first.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// Weight decay, 0 or more; biases and batch norms are spared. Null for 0.05 with AdamW, which decouples it, and 0.0001 with
    /// others.
    /// </summary>
    public double? WeightDecay { get; init; }

    /// <summary>
    /// Memory in epochs of the moving average of the weights, which is what is validated and kept, 0 or more; 0 keeps the weights
    /// as they are. Null for 2 from scratch and 1 in fine-tuning.
    /// </summary>
    public double? AverageEpochs { get; init; }

    /// <summary>
    /// Share of the target probability that is spread over all classes, from 0 up to, but not, 1 (Szegedy et al. 2016,
    /// arXiv:1512.00567).
    /// </summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>
    /// Knowledge distillation: trained models, <c>.mlresnet</c> files, by whose answers this one is trained too (Hinton et al. 2015,
    /// arXiv:1503.02531): a large one to bring what it knows into a small network, or several whose mean it is to come close to. They tell
    /// the same classes apart; their networks, sizes and preprocessing may be others. Each sees every image as it is trained on,
    /// varied and mixed, though scaled to the size that it takes itself, and says anew what is in it. Empty for none.
    /// </summary>
    /// <remarks>
    /// Where a teacher has learned from images that are held out here, so has what it teaches, and accuracy there is too good: split
    /// as for the teacher, by the same seed.
    /// </remarks>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>
    /// What the answers of the <see cref="Teachers"/> are of an image's target, above 0 to 1; its labels have the rest. Null for 0.5.
    /// </summary>
    public double? TeacherShare { get; init; }

    /// <summary>How training images are varied, differently in every epoch.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>
    /// Decides the initial weights, the held-out images, the order of the images and their augmentation. The same seed on the
    /// same data gives the same model, byte for byte, on any number of threads.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether a file that cannot be read is an error. Otherwise it is left out and listed in
    /// <see cref="ImageClassifier.TrainingReport"/>.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>
    /// Images that choose the best epoch or the penalty; null to take the data set's own validation part or to hold some out.
    /// </summary>
    public ImageFolder? Validation { get; init; }

    /// <summary>
    /// Share of the training images that is held out to choose the best epoch where no validation images are given: 0 up to, but
    /// not, 1. Null holds out a tenth if the smallest class has 20 images or more (where images may have several labels: of 200
    /// images or more), and none otherwise: fewer images say little about an epoch and are missed in training. Without validation
    /// images the last epoch is kept. A head needs none: there null is 0.
    /// </summary>
    public double? ValidationFraction { get; init; }

    /// <summary>
    /// The file that a training of epochs is kept in, to go on from after it was stopped: replaced at the end of each epoch,
    /// every <see cref="CheckpointInterval"/>, and when cancelled. About 20 bytes for each of the network's parameters. With <see
    /// cref="Tune.Auto"/> it keeps what was tried too, and the best model of it; where only a head is fitted then, there is none.
    /// Null for none.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>The longest that training goes on without a new checkpoint, above 0.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether to go on from <see cref="Checkpoint"/>; where that file is not there yet, training starts at the beginning. The
    /// result is the same, byte for byte, as that of a training that was never stopped.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Told of every step, or batch of images.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
