package io.gossamer.worker.round;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.optim.Stepper;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.BatchOrder;
import io.gossamer.worker.shard.Shard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Takes the local steps of a round on one shard. Batch {@code t} of a seed always holds the same rows of a shard:
 * passes over it follow each other, each in an order of its own, cut into batches. Holds the network and every buffer,
 * so that steps allocate nothing. Called by one thread, whose network's crew shares the work.
 */
public final class LocalTrainer {
  private final TrainSpec spec;
  private final Network network;
  private final Stepper stepper;
  private final RuledWeights ruled;
  private final LongSupplier clock;
  private int[] order = new int[0];

  public LocalTrainer(TrainSpec spec, Network network) {
    this(spec, network, System::nanoTime);
  }

  /** @param clock in nanoseconds; what bounds the steps of an assignment that has a bound */
  LocalTrainer(TrainSpec spec, Network network, LongSupplier clock) {
    this.spec = spec;
    this.network = network;
    this.stepper =
        new Stepper(spec.optimizer(), spec.clipping(), network.layout(), network.touched(), network.crew());
    this.ruled = new RuledWeights(spec.rule(), network);
    this.clock = clock;
  }

  /** What it was made for. */
  public TrainSpec spec() {
    return spec;
  }

  /**
   * Starts from {@code values}, which are not changed, with an optimiser that has taken no step.
   *
   * @throws CancellationException between two steps, once the thread is interrupted: nobody waits for the result
   */
  public Update train(Assignment assignment, Shard shard, float[] values) {
    return train(assignment, shard, Replica.of(values));
  }

  /**
   * Starts from {@code from}, which is not changed. With state the optimiser goes on from it, to the bit as if it had
   * never stopped, and its state is part of the update; without, it starts afresh.
   */
  public Update train(Assignment assignment, Shard shard, Replica from) {
    Rows rows = shard.rows();
    if (rows.count() == 0) {
      return update(assignment, shard, 0, new Sums(), 0, Replica.of(new float[0]));
    }
    long start = clock.getAsLong();
    network.load(from.values());
    resume(from.state(), assignment.stateSteps());
    Sums sums = new Sums();
    ruled.begin(assignment.firstStep());
    int taken = steps(assignment, shard, sums, start);
    ruled.end();
    Replica result = result(from.slots());
    return update(assignment, shard, taken, sums, clock.getAsLong() - start, result);
  }

  private void resume(Map<Slot, float[]> state, long steps) {
    stepper.reset();
    List<Slot> lasting = spec.optimizer().slots().stream().filter(Slot::lasts).toList();
    if (!state.isEmpty() && !state.keySet().equals(Set.copyOf(lasting))) {
      throw new InvariantBroken("the optimiser goes on from " + lasting + ", what travelled is " + state.keySet());
    }
    state.forEach((slot, array) -> network.toResident(array, stepper.state(slot)));
    stepper.resume(steps);
  }

  private Replica result(List<Slot> slots) {
    Replica result = Replica.zeros(network.layout().length(), slots);
    network.store(result.values());
    result.state().forEach((slot, array) -> network.toDocumented(stepper.state(slot), array));
    return result;
  }

  private static final class Sums {
    private long rows;
    private double weight;
    private double loss;
  }

  /** How many steps it took: all, unless the clock is past the bound when one would begin that is not the first. */
  private int steps(Assignment assignment, Shard shard, Sums sums, long start) {
    Rows rows = shard.rows();
    Seed seed = new Seed(assignment.seed());
    int batches = (rows.count() + spec.batchSize() - 1) / spec.batchSize();
    long orderedPass = -1;
    int n = 0;
    for (; n < assignment.steps() && !isOver(assignment, n, start); n++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("the task was cancelled after " + n + " local steps");
      }
      long step = assignment.firstStep() + n;
      long batch = assignment.firstBatch() + n;
      long pass = batch / batches;
      if (pass != orderedPass) {
        orderedPass = pass;
        order(seed, shard, pass);
      }
      int from = (int) (batch % batches) * spec.batchSize();
      int count = Math.min(spec.batchSize(), rows.count() - from);
      long draws = seed.child("step", shard.index(), step).state();
      sums.loss += network.gradient(rows, order, from, count, draws);
      sums.rows += count;
      sums.weight += weight(rows, from, count);
      float rate = spec.learningRate().at(step) * assignment.rateFactor();
      ruled.beforeStep(step);
      stepper.step(network.parameters(), network.gradients(), network.touched(), rate);
      ruled.afterStep(step, rate);
      network.refresh();
    }
    return n;
  }

  private boolean isOver(Assignment assignment, int taken, long start) {
    return assignment.nanos() != Assignment.UNBOUNDED && taken > 0
        && clock.getAsLong() - start >= assignment.nanos();
  }

  private double weight(Rows rows, int from, int count) {
    double sum = 0;
    for (int n = from; n < from + count; n++) {
      sum += rows.weight(order[n]);
    }
    return sum;
  }

  private void order(Seed seed, Shard shard, long pass) {
    if (order.length < shard.rows().count()) {
      order = new int[shard.rows().count()];
    }
    BatchOrder.order(seed, shard.index(), Math.toIntExact(pass), shard.rows().count(), order);
  }

  private static Update update(
      Assignment assignment, Shard shard, int steps, Sums sums, long nanos, Replica result) {
    return new Update(
        assignment.round(), assignment.particle(), shard.index(), assignment.maskVersion(), assignment.maskHash(),
        steps, sums.rows, sums.weight, sums.loss, nanos, result.values(), result.state());
  }
}
