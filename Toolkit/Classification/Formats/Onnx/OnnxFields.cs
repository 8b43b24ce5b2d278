namespace MLResNet.Formats.Onnx;

/// <summary>
/// Numbers of the fields that we read or write, message by message; see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </summary>
internal static class OnnxFields
{
    internal static class Model
    {
        public const int IrVersion = 1;
        public const int ProducerName = 2;
        public const int ProducerVersion = 3;
        public const int Graph = 7;
        public const int OperatorSets = 8;
        public const int Metadata = 14;
    }

    internal static class OperatorSet
    {
        public const int Version = 2;
    }

    internal static class Entry
    {
        public const int Key = 1;
        public const int Value = 2;
    }

    internal static class Graph
    {
        public const int Nodes = 1;
        public const int Name = 2;
        public const int Initializers = 5;
        public const int Documentation = 10;
        public const int Inputs = 11;
        public const int Outputs = 12;
    }

    internal static class Node
    {
        public const int Inputs = 1;
        public const int Outputs = 2;
        public const int Name = 3;
        public const int Operator = 4;
        public const int Attributes = 5;
    }

    internal static class Attribute
    {
        public const int Name = 1;
        public const int Single = 2;
        public const int Integer = 3;
        public const int Text = 4;
        public const int Tensor = 5;
        public const int Integers = 8;
        public const int Type = 20;
    }

    internal static class Value
    {
        public const int Name = 1;
        public const int Type = 2;
        public const int Documentation = 3;
    }

    internal static class Type
    {
        public const int Tensor = 1;
    }

    internal static class TensorType
    {
        public const int Element = 1;
        public const int Shape = 2;
    }

    internal static class Shape
    {
        public const int Dimensions = 1;
    }

    internal static class Dimension
    {
        public const int Value = 1;
        public const int Parameter = 2;
    }

    internal static class Tensor
    {
        public const int Dimensions = 1;
        public const int ElementType = 2;
        public const int Singles = 4;
        public const int Integers = 5;
        public const int Longs = 7;
        public const int Name = 8;
        public const int Raw = 9;
        public const int Doubles = 10;
        public const int ExternalData = 13;
        public const int DataLocation = 14;
    }
}
