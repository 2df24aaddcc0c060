package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.TrainSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a round has to do: every particle trains on the shards that {@link Rotation} gives it.
 *
 * @param turn of the rotation, counted from 0
 * @param mask of all particles
 * @param particles in order, numbered from 0
 */
public record RoundWork(int turn, Mask mask, List<ParticleWork> particles) {
  public RoundWork {
    particles = List.copyOf(particles);
  }

  /**
   * One particle's part.
   *
   * @param from gives what it starts from, in the documented order of the mask; never changed
   */
  public record ParticleWork(TrainSpec spec, Assignment assignment, Supplier<Replica> from) {
    /** From what is in memory. */
    public ParticleWork(TrainSpec spec, Assignment assignment, Replica start) {
      this(spec, assignment, () -> start);
    }

    /** With an optimiser that starts afresh. */
    public ParticleWork(TrainSpec spec, Assignment assignment, float[] values) {
      this(spec, assignment, Replica.of(values));
    }

    /** What it starts from; fetched anew each time where it was put aside. */
    public Replica start() {
      return from.get();
    }
  }

  /** What of an optimiser's state travels, the same for all particles. */
  List<Slot> slots() {
    return particles.get(0).start().slots();
  }

  /** Number of the round in the run. */
  public int round() {
    return particles.get(0).assignment().round();
  }
}
