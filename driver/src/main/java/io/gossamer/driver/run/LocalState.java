package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.soup.Phase;
import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Replica;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The local optimiser's state of a particle where it is averaged between rounds: arrays of {@link Particle#state}, so
 * they move with the mask, roll back and lie in checkpoints as the values do. A phase starts without (methods.md A1)
 * but one that rewinds, which goes on with what there was at the point that it goes back to (A3).
 *
 * @param slots what is averaged; nothing where every round starts afresh
 */
record LocalState(Plan plan, List<Slot> slots) {
  private static final String NAME = "local.";

  static LocalState of(Plan plan) {
    return new LocalState(plan, plan.settings().training().averagedState());
  }

  /** What a particle starts a round from; zeros before the first of a phase. */
  Replica start(Particle particle) {
    float[] values = particle.values();
    Map<String, float[]> arrays = particle.state();
    Map<Slot, float[]> state = new TreeMap<>();
    for (Slot slot : slots) {
      float[] array = arrays.get(NAME + slot.key());
      state.put(slot, array == null ? new float[values.length] : array);
    }
    return new Replica(values, state);
  }

  /** Local steps that made the state of a run's particles. */
  long steps(RunState state) {
    if (slots.isEmpty()) {
      return 0;
    }
    Phase phase = plan.phases().get(state.phase());
    long before = phase.rewound() ? plan.phases().get(0).snapshot() : 0;
    return before + state.step() - phase.first();
  }

  /** Arrays of a particle, by name, after a round of this mean. */
  static Map<String, float[]> named(Replica mean) {
    Map<String, float[]> named = new TreeMap<>();
    mean.state().forEach((slot, array) -> named.put(NAME + slot.key(), array));
    return named;
  }

  /** With what a particle has to rewind to: its values and its state. */
  RunState keeping(RunState state, Particle particle) {
    RunState keeping = state.keeping(PhaseEnd.REWIND, particle.values());
    Map<String, float[]> arrays = particle.state();
    for (Slot slot : slots) {
      String name = NAME + slot.key();
      if (arrays.containsKey(name)) {
        keeping = keeping.keeping(PhaseEnd.REWIND + "." + name, arrays.get(name));
      }
    }
    return keeping;
  }

  /** The only particle, rewound. */
  Particle rewound(RunState state) {
    Map<String, float[]> arrays = new TreeMap<>();
    for (Slot slot : slots) {
      String name = NAME + slot.key();
      if (state.kept().containsKey(PhaseEnd.REWIND + "." + name)) {
        arrays.put(name, state.kept().get(PhaseEnd.REWIND + "." + name));
      }
    }
    return Particle.of(0, state.kept().get(PhaseEnd.REWIND), arrays);
  }
}
