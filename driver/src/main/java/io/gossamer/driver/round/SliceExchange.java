package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.SliceMessages.Slice;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.ShuffledRDD;
import scala.reflect.ClassTag$;

/**
 * A round whose averages are formed by tasks: the values of every update go through Spark's shuffle in slices, one task
 * a slice sums in shard order, and only means come to the driver, one particle at a time. Every place is summed as
 * {@link Averaging} would, so the bits are the same.
 */
final class SliceExchange {
  private final RoundWork work;
  private final Slices slices;
  private final List<Slot> slots;
  private final Shelf shelf;
  private final Wait wait;
  private final Map<Integer, Supplier<Replica>> means = new HashMap<>();
  private final Map<Long, Visit> visits = new TreeMap<>();
  private long averaged;

  /**
   * @param tasks that can sum side by side
   * @param shelf takes the means of several particles
   * @param wait for all of the round, every slice of it
   */
  SliceExchange(RoundWork work, int tasks, Shelf shelf, Wait wait) {
    Replica first = work.particles().get(0).start();
    this.work = work;
    this.shelf = work.particles().size() == 1 ? Shelf.MEMORY : shelf;
    this.wait = wait;
    this.slots = first.slots();
    this.slices = Slices.of(1 + slots.size(), first.values().length, tasks);
  }

  /** A particle on a shard: what the header of its first slice says, and the bytes of all. */
  private static final class Visit {
    private final Slice slice;
    private long bytes;

    Visit(Slice slice) {
      this.slice = slice;
    }
  }

  /**
   * Trains and averages.
   *
   * @param bases what each particle has on the driver, never rounded
   */
  void run(JavaRDD<Shard> training, TrainTask task, Broadcast<byte[]>[] bases) {
    int particles = work.particles().size();
    ShuffledRDD<Integer, byte[], byte[]> sent = new ShuffledRDD<>(
        new SlicedShards(training.rdd(), task, slices),
        new SlicedShards.BySlice(particles * slices.perParticle()),
        ClassTag$.MODULE$.apply(Integer.class), ClassTag$.MODULE$.apply(byte[].class),
        ClassTag$.MODULE$.apply(byte[].class));
    try {
      for (int particle = 0; particle < particles; particle++) {
        average(particle, sent, new SliceSum(slices, bases));
      }
    } finally {
      // Stops at the shards, which are persisted: only this round's files go.
      sent.cleanShuffleDependencies(false);
    }
  }

  private void average(int particle, ShuffledRDD<Integer, byte[], byte[]> sent, SliceSum sum) {
    Replica mean = Replica.zeros(slices.values(), slots);
    boolean[] found = new boolean[1];
    ShardJob.run(sent, slices.number(particle, 0), slices.number(particle + 1, 0), sum, "slices", wait,
        (partition, answer) -> {
      int slice = partition % slices.perParticle();
      found[0] |= SliceSum.read(
          answer, this::add, mean.array(slices.array(slice)), slices.from(slice), slices.to(slice));
      averaged += answer.length;
    });
    if (found[0]) {
      means.put(particle, shelf.put(mean));
    }
  }

  private void add(SliceSum.Sent sent) {
    Update update = sent.slice().update();
    Mask mask = work.mask();
    mask.check(Averaging.label(update), update.maskVersion(), update.maskHash());
    visits.computeIfAbsent((long) update.particle() << Integer.SIZE | update.shard(), key -> new Visit(sent.slice()))
        .bytes += sent.bytes();
  }

  /**
   * What came of it.
   *
   * @param down bytes from the driver
   * @param maskBytes of the mask's message if it was new to the workers
   */
  RoundResult result(long down, long maskBytes) {
    List<Update> updates = new ArrayList<>();
    List<RoundResult.Flaw> flaws = new ArrayList<>();
    long up = 0;
    long largest = 0;
    int trained = 0;
    for (Visit visit : visits.values()) {
      Update update = visit.slice.update();
      updates.add(update);
      if (visit.slice.place() >= 0) {
        flaws.add(new RoundResult.Flaw(update.particle(), update.shard(), visit.slice.place(), visit.slice.value()));
      }
      up += visit.bytes;
      largest = Math.max(largest, visit.bytes);
      trained += update.steps() == 0 ? 0 : 1;
    }
    return new RoundResult(updates, means, flaws, List.of(), new RoundBytes(
        up, largest, down, maskBytes, averaged, trained, work.particles().size(), work.mask().nnz()));
  }
}
