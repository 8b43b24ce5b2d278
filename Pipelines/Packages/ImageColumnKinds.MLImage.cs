using Microsoft.ML.Transforms.Image;

namespace MLResNet.Pipelines.Imaging;

internal static partial class ImageColumnKinds
{
    static partial void AddKindsOfPackages(List<ImageColumnKind> kinds) => kinds.Add(new(
        "Image (MLImage)", IsVector: false, item => item is ImageDataViewType,
        (row, column, slots) => new MLImageReader(row, column, slots)));
}
