namespace MLResNet.Formats.TensorFlow;

/// <summary>
/// Numbers of the fields that we read, message by message; see graph.proto, node_def.proto, attr_value.proto, tensor.proto and
/// meta_graph.proto in https://github.com/tensorflow/tensorflow.
/// </summary>
internal static class TensorFlowFields
{
    internal static class SavedModel
    {
        public const int Version = 1;
        public const int MetaGraphs = 2;
    }

    internal static class MetaGraph
    {
        public const int Information = 1;
        public const int Graph = 2;
    }

    internal static class Graph
    {
        public const int Nodes = 1;
    }

    internal static class Node
    {
        public const int Name = 1;
        public const int Operator = 2;
        public const int Attributes = 5;
    }

    internal static class Entry
    {
        public const int Key = 1;
        public const int Value = 2;
    }

    internal static class Attribute
    {
        public const int Tensor = 8;
    }

    internal static class Tensor
    {
        public const int ElementType = 1;
        public const int Shape = 2;
        public const int Content = 4;
        public const int Singles = 5;
        public const int Doubles = 6;
        public const int Halves = 13;
    }

    internal static class Shape
    {
        public const int Dimensions = 2;
        public const int RankIsUnknown = 3;
    }

    internal static class Dimension
    {
        public const int Size = 1;
    }
}
