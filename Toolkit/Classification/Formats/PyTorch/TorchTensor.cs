namespace MLResNet.Formats.PyTorch;

/// <summary>A tensor as the pickle has it: a view of a storage, which it has been checked to keep to.</summary>
/// <param name="Storage">The elements.</param>
/// <param name="Start">The storage's element at which the view begins.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Strides">As many: elements of the storage between neighbours.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Start, long[] Shape, long[] Strides);
