package io.gossamer.driver.round;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What has come up in a round, in any order: every update as it is, or without its values and with their means. */
final class Arrived {
  private static final Comparator<Update> BY_PARTICLE =
      Comparator.comparingInt(Update::particle).thenComparingInt(Update::shard);

  private final RoundWork work;
  private final List<RunningMean> means;
  private final List<Update> updates = new ArrayList<>();
  private final List<RoundResult.Flaw> flaws = new ArrayList<>();
  private long up;
  private long largestUp;
  private int trained;

  private Arrived(RoundWork work, List<RunningMean> means) {
    this.work = work;
    this.means = means;
  }

  /** Updates are kept whole; nothing is averaged, and nobody looks for flaws. */
  static Arrived kept(RoundWork work) {
    return new Arrived(work, List.of());
  }

  /** Updates are averaged while others are still on their way. */
  static Arrived averaged(RoundWork work, Rotation rotation) {
    return new Arrived(work, work.particles().stream().map(particle -> new RunningMean(
        particle.start(), rotation.visited(particle.assignment().particle(), work.turn()))).toList());
  }

  void add(byte[] message) {
    Update update = Message.decode(message, particle -> work.particles().get(particle).start());
    if (update.round() != work.round()) {
      throw new InvariantBroken(Averaging.label(update) + " came in round " + work.round());
    }
    updates.add(means.isEmpty() ? update : average(update));
    up += message.length;
    largestUp = Math.max(largestUp, message.length);
    trained += update.steps() == 0 ? 0 : 1;
  }

  /** What is left of an update when its mean has it. */
  private Update average(Update update) {
    work.mask().check(Averaging.label(update), update.maskVersion(), update.maskHash());
    RunningMean mean = means.get(update.particle());
    Replica replica = update.replica();
    int place = replica.firstNotFinite();
    if (place >= 0) {
      flaws.add(new RoundResult.Flaw(update.particle(), update.shard(), place, replica.at(place)));
    }
    if (place < 0 && Double.isFinite(update.lossSum())) {
      mean.add(update);
    } else {
      mean.pass(update.shard());
    }
    return update.withArray(new float[0]);
  }

  /** Whether there is something to average. */
  boolean hasWeight() {
    return updates.stream().anyMatch(update -> update.weight() > 0);
  }

  /**
   * @param down bytes from the driver
   * @param maskBytes of the mask's message if it was new to the workers
   */
  RoundResult result(long down, long maskBytes) {
    updates.sort(BY_PARTICLE);
    Map<Integer, Supplier<Replica>> formed = new HashMap<>();
    for (int particle = 0; particle < means.size(); particle++) {
      int index = particle;
      means.get(particle).end().ifPresent(mean -> formed.put(index, () -> mean));
    }
    return new RoundResult(updates, formed, flaws, List.of(), new RoundBytes(
        up, largestUp, down, maskBytes, 0, trained, work.particles().size(), work.mask().nnz()));
  }
}
