// A folder of labelled photos in, a classifier out, one photo named:
//
//     dotnet run -c Release --project Samples/Quickstart -- PHOTOS PHOTO
//
// PHOTOS has a sub-folder of photos per class; PHOTO is what the classifier shall name. Without photos of your own:
// `./mlresnet sample machine-parts` makes some.

using MLResNet;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: Quickstart PHOTOS PHOTO");
    return 2;
}

try
{
    ImageFolder photos = ImageFolder.Open(args[0]);
    var (train, test) = photos.Split(testFraction: 0.2, seed: 1);

    using (ImageClassifier model = TransferLearning.Train(train, new TransferLearningOptions
    {
        Progress = new Progress<TrainingProgress>(progress =>
        {
            if (progress.EpochCompleted)
                Console.Error.WriteLine(progress);
        }),
    }))
    {
        Console.WriteLine(model.Evaluate(test));
        model.Save("photos.mlresnet");
    }

    using ImageClassifier classifier = ImageClassifier.Load("photos.mlresnet");
    foreach (ScoredLabel guess in classifier.Predict(args[1]).Top(3))
        Console.WriteLine($"{guess.Score,7:P1}  {guess.Label}");
    return 0;
}
catch (MLResNetException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
