using BenchmarkDotNet.Running;
using MLResNet.Benchmarks;

// MLResNet.Benchmarks [--filter '*Convolution*' ...]      benchmarks of the kernels
// MLResNet.Benchmarks untrained resnet50 model.mlresnet   a model to measure with
if (args is ["untrained", string arch, string path])
    UntrainedModel.Write(arch, path);
else
    BenchmarkSwitcher.FromAssembly(typeof(UntrainedModel).Assembly).Run(args);
