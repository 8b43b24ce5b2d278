using MLResNet;
using MLResNet.Pipelines;
using MLResNet.Pipelines.Data;

namespace Microsoft.ML;

/// <summary>Loads labelled images, and sets some apart for testing.</summary>
public static class ResNetDataCatalog
{
    /// <summary>
    /// The images of a folder with a sub-folder per class, as rows of <c>ImagePath</c> and <c>Label</c>, both text. Where the
    /// data set sets parts apart (folders train, val and test around those of the classes), a column <c>Split</c> says
    /// <c>train</c>, <c>validation</c> or <c>test</c>. No image is opened.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The folder; see <see cref="ImageFolder.Open"/>.</param>
    /// <exception cref="DatasetException">There is no such folder, or it has no images in classes.</exception>
    public static IDataView LoadImagesFromFolder(this DataOperationsCatalog catalog, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? new ImageFolderView(ImageFolder.Open(path))
            : throw new DatasetException($"There is no folder '{path}'; check the path.");
    }

    /// <summary>
    /// The images that a manifest lists, a CSV, TSV or JSON Lines file: rows as those of <see cref="LoadImagesFromFolder"/>, with
    /// <c>Split</c> where the manifest has such a column.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The manifest; see <see cref="ImageFolder.Open"/>.</param>
    /// <param name="options">The names of its columns; null for the usual ones.</param>
    /// <exception cref="DatasetException">
    /// There is no such manifest, a line of it is bad, and the message names it, or an image has several labels.
    /// </exception>
    public static IDataView LoadImagesFromManifest(
        this DataOperationsCatalog catalog, string path, ImageFolderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? new ImageFolderView(ImageFolder.Open(path, options))
            : throw new DatasetException($"There is no manifest '{path}'; check the path.");
    }

    /// <summary>
    /// Sets rows apart for testing, about the same fraction of each label, and at least one row of every label that has two. Rows
    /// with image paths are divided as <see cref="ImageFolder.Split"/> divides the same files, whatever their order. Data with a
    /// column <c>Split</c> that says which rows are for training and which for testing (or, lacking those, for validation) keeps
    /// that division.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The rows; read once, without images.</param>
    /// <param name="testFraction">The part of the rows to set apart, above 0 and below 1.</param>
    /// <param name="seed">Chooses which ones.</param>
    /// <param name="labelColumnName">The column of the label: text or a key. Rows without a label are in neither part.</param>
    /// <param name="imageColumnName">
    /// The column of the image's path; where there is none, rows are told apart by their number.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The fraction is out of its range, or the label's column not there or of another type.
    /// </exception>
    public static TrainTestViews StratifiedSplit(
        this DataOperationsCatalog catalog, IDataView data, double testFraction = 0.2, int seed = 1,
        string labelColumnName = "Label", string imageColumnName = "ImagePath")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        if (testFraction is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "It has to be above 0 and below 1.");
        return StratifiedDivision.Of(data, testFraction, seed, labelColumnName, imageColumnName);
    }
}
