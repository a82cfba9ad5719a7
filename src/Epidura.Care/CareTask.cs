namespace Epidura.Care;

/// <summary>How soon a task must be seen to.</summary>
public enum TaskUrgency
{
    /// <summary>In the ordinary course.</summary>
    Routine,

    /// <summary>The same day.</summary>
    Urgent,

    /// <summary>At once.</summary>
    Emergency,
}

/// <summary>Something a person must do because of what the data say.</summary>
/// <param name="Rule">Rule or instrument that asks for it.</param>
/// <param name="Urgency">How soon.</param>
/// <param name="Text">What to do.</param>
/// <param name="Source">Where the demand comes from.</param>
public sealed record CareTask(string Rule, TaskUrgency Urgency, string Text, string Source);
