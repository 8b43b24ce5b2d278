namespace MLResNet.CodeGeneration;

/// <summary>What kind of program a project is.</summary>
public enum ProjectTemplate
{
    /// <summary>A program for a terminal that names photos, and trains and evaluates anew.</summary>
    Console,

    /// <summary>A web service, on <c>MLResNet.Serving</c>.</summary>
    WebApi,

    /// <summary>A service that names each photo that comes into a folder, on <c>MLResNet.Hosting</c>.</summary>
    Worker,

    /// <summary>A library for other projects to reference.</summary>
    Library,

    /// <summary>A program on ML.NET, with <c>MLResNet.Pipelines</c>: loads, predicts, pools engines, trains anew.</summary>
    MLNet,
}
