package io.gossamer.driver.round;

import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mean of one particle's updates, formed while they come: an update is added as soon as those of all lower shards
 * are, so the bits are those of {@link Averaging#mean}, and only what came out of turn has to wait.
 */
final class RunningMean {
  private final Replica like;
  private final Deque<Integer> awaited;

  /** By shard; nothing where an update is left out. */
  private final TreeMap<Integer, Optional<Update>> waiting = new TreeMap<>();

  private List<Averaging.Sum> sums;
  private Replica mean;

  /**
   * @param like the particle
   * @param shards that it visits, ascending
   */
  RunningMean(Replica like, List<Integer> shards) {
    this.like = like;
    this.awaited = new ArrayDeque<>(shards);
  }

  void add(Update update) {
    came(update.shard(), Optional.of(update));
  }

  /** Goes on without a shard's update. */
  void pass(int shard) {
    came(shard, Optional.empty());
  }

  private void came(int shard, Optional<Update> update) {
    waiting.put(shard, update);
    while (!awaited.isEmpty() && waiting.containsKey(awaited.peek())) {
      waiting.remove(awaited.poll()).ifPresent(this::sum);
    }
    if (awaited.isEmpty()) {
      finish();
    }
  }

  private void sum(Update update) {
    if (sums == null) {
      sums = new ArrayList<>();
      for (int array = 0; array <= like.state().size(); array++) {
        sums.add(new Averaging.Sum(like.values().length));
      }
    }
    for (int array = 0; array < sums.size() && update.steps() > 0; array++) {
      sums.get(array).add(array == 0 ? update : update.withArray(update.replica().array(array)));
    }
  }

  /** Sums take twice the room of means: they go as soon as they can. */
  private void finish() {
    if (sums != null && sums.get(0).hasMean()) {
      Map<Slot, float[]> state = new TreeMap<>();
      for (Slot slot : like.slots()) {
        state.put(slot, sums.get(1 + state.size()).mean());
      }
      mean = new Replica(sums.get(0).mean(), state);
    }
    sums = null;
  }

  /** The mean of what came, nothing where that has no weight; no more is awaited. */
  Optional<Replica> end() {
    if (mean == null) {
      waiting.values().forEach(update -> update.ifPresent(this::sum));
      waiting.clear();
      finish();
    }
    return Optional.ofNullable(mean);
  }
}
