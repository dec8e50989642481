namespace Gonglian.Foundation.Data;

/// <summary>A row that lies somewhere in the tree and is seen only by those whose scope covers the place.</summary>
public interface IScoped
{
    /// <summary>The node's path: segments from the root, each ending in <c>/</c>.</summary>
    string Path { get; }
}

/// <summary>A row whose every change is written down: who, when, before and after.</summary>
public interface IRecorded
{
    /// <summary>What the change is told of, e.g. <c>enterprise</c>.</summary>
    string Subject { get; }

    /// <summary>The key of what the change is told of; a fact tells its enterprise's.</summary>
    long SubjectKey { get; }

    /// <summary>Where it lies: the change is seen by those who see the row.</summary>
    string SubjectPath { get; }
}

/// <summary>A row that two people must not overwrite blindly: it counts its own changes.</summary>
public interface IStamped
{
    /// <summary>Grows by one with every change; a form posts the stamp it was filled from.</summary>
    int Stamp { get; set; }
}
