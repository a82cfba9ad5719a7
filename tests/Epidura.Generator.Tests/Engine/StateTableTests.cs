using Epidura.Generator.Engine;
using Epidura.Quantities;

namespace Epidura.Generator.Tests.Engine;

public class StateTableTests
{
    private static readonly TherapyState[] States = Enum.GetValues<TherapyState>();
    private static readonly DeviceEvent[] Events = Enum.GetValues<DeviceEvent>();

    [Fact]
    public void Every_pair_behaves_as_its_row_says_on_a_running_machine()
    {
        var machine = new Machine(Bench.Device());
        var visited = 0;
        foreach (var from in States)
        {
            foreach (var happening in Events)
            {
                var state = In(from);
                var before = state.Latches;
                var row = StateTable.Of(from, happening);
                var outputs = new StepOutputs();
                Assert.Equal(row.Effect, machine.Fire(state, happening, outputs));
                Assert.Equal([new Happened(from, happening, row.Effect)], outputs.Happened);
                if (row.Effect != TransitionEffect.Accept)
                {
                    Assert.Equal((from, before), (state.State, state.Latches));
                    visited++;
                    continue;
                }

                Assert.Equal((before | row.Set) & ~row.Clear, state.Latches);
                Assert.Equal(row.Next ?? StateTable.Rest(state.Latches), state.State);
                if (!StateTable.IsRunning(state.State))
                    Assert.Equal(0, state.AmplitudeNanoampere(0));
                visited++;
            }
        }

        Assert.Equal(States.Length * Events.Length, visited);
    }

    /// <summary>A machine that was running and then was put into a state by the events that lead there.</summary>
    private static GeneratorState In(TherapyState state)
    {
        var bench = new Bench().Running();
        var copy = bench.Generator.State.Copy();
        var machine = new Machine(bench.Configuration);
        var outputs = new StepOutputs();
        DeviceEvent[] path = state switch
        {
            TherapyState.Off => [DeviceEvent.Stop],
            TherapyState.Ramp => [DeviceEvent.Stop, DeviceEvent.Start],
            TherapyState.On => [],
            TherapyState.Test => [DeviceEvent.Stop, DeviceEvent.TestStart],
            TherapyState.Mri => [DeviceEvent.EnterMri],
            TherapyState.Fault => [DeviceEvent.Overflow],
            TherapyState.EndOfService => [DeviceEvent.EndOfService],
            TherapyState.Shipping => [DeviceEvent.Stop, DeviceEvent.EnterShipping],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        foreach (var happening in path)
            machine.Fire(copy, happening, outputs);
        Assert.Equal(state, copy.State);
        return copy;
    }

    [Fact]
    [Trait("Requirement", "L-11")]
    public void No_state_but_the_end_of_service_has_a_single_way_out()
    {
        foreach (var state in States.Where(state => state != TherapyState.EndOfService))
        {
            var ways = Events.Where(happening => StateTable.Of(state, happening) is { Effect: TransitionEffect.Accept } row
                && row.Next != state);
            Assert.True(ways.Count() >= 2, $"{state} is left by {string.Join(", ", ways)} only");
        }
    }

    [Fact]
    [Trait("Requirement", "I-18")]
    public void Every_way_to_on_goes_through_a_ramp_or_a_pause()
    {
        foreach (var state in States.Where(state => state is not (TherapyState.Ramp or TherapyState.On)))
            foreach (var happening in Events)
                Assert.NotEqual(TherapyState.On, StateTable.Of(state, happening).Next);
    }

    [Fact]
    [Trait("Requirement", "I-36")]
    public void Only_a_clinicians_clearing_and_the_end_of_service_lead_out_of_fault() => Assert.Equal(
        [DeviceEvent.ClearFault, DeviceEvent.Reset, DeviceEvent.EndOfService],
        Events.Where(happening => StateTable.Of(TherapyState.Fault, happening) is { Effect: TransitionEffect.Accept } row
            && row.Next != TherapyState.Fault));

    [Theory]
    [InlineData("state,event,next,effect,latches,requirement\nOff,Stop,Off,accept,,\nOff,Stop,Off,accept,,\n")]
    [InlineData("state,event,next,effect,latches,requirement\nOff,Stop,Off,accept,,\n")]
    [InlineData("state,event,next,effect,latches,requirement\nOff,Stop,Nowhere,accept,,\n")]
    [InlineData("state,event,next,effect,latches,requirement\nOff,Stop,Off,perhaps,,\n")]
    public void A_table_that_is_not_whole_is_refused(string text) =>
        Assert.Throws<FormatException>(() => StateTable.Load(Table.Parse(text, "states.csv")));
}
