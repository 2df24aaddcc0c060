package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningMeanTest {
  private static final Mask MASK = new Mask(2, List.of("fc1"), List.of(Patterns.full(1, 2)));
  private static final int LENGTH = 37;
  private static final List<Integer> SHARDS = List.of(1, 3, 5, 6, 8, 9, 12);
  private static final Replica LIKE = Replica.zeros(LENGTH, List.of(Slot.MOMENTUM));

  /** Of magnitudes so different that every order of additions gives other bits. */
  private static Update update(int shard, double weight) {
    Seed.Stream draws = new Seed(4).child("update", shard).stream();
    float[][] arrays = new float[2][LENGTH];
    for (float[] array : arrays) {
      for (int p = 0; p < LENGTH; p++) {
        array[p] = (float) (draws.nextGaussian() * Math.pow(10, 30 * draws.nextDouble() - 15));
      }
    }
    return new Update(7, 0, shard, MASK.version(), MASK.hash(), 3, 9, weight, 0, 0, arrays[0],
        Map.of(Slot.MOMENTUM, arrays[1]));
  }

  private static Update empty(int shard) {
    return new Update(7, 0, shard, MASK.version(), MASK.hash(), 0, 0, 0, 0, 0, new float[0]);
  }

  private static void assertSame(Replica found, List<Update> inOrder) {
    Replica expected = Averaging.mean(MASK, LIKE, inOrder);
    assertThat(found.values()).isEqualTo(expected.values());
    assertThat(found.state().get(Slot.MOMENTUM)).isEqualTo(expected.state().get(Slot.MOMENTUM));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverOrderUpdatesComeInTheBitsAreThoseOfShardOrder(long seed) {
    List<Update> inOrder = SHARDS.stream().map(shard -> shard == 6 ? empty(6) : update(shard, 1.7 * shard)).toList();
    List<Update> asTheyCame = new ArrayList<>(inOrder);
    Collections.shuffle(asTheyCame, new Random(seed));
    RunningMean mean = new RunningMean(LIKE, SHARDS);

    asTheyCame.forEach(mean::add);

    assertSame(mean.end().orElseThrow(), inOrder);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void goesOnWithoutWhatIsLeftOutOrDoesNotCome(long seed) {
    List<Integer> came = new ArrayList<>(SHARDS.subList(0, 6));
    Collections.shuffle(came, new Random(seed));
    int late = came.remove(0);
    int leftOut = came.get(2);
    RunningMean mean = new RunningMean(LIKE, SHARDS);

    for (int shard : came) {
      if (shard == leftOut) {
        mean.pass(shard);
      } else {
        mean.add(update(shard, shard));
      }
    }

    assertSame(mean.end().orElseThrow(), SHARDS.subList(0, 6).stream()
        .filter(shard -> shard != late && shard != leftOut).map(shard -> update(shard, shard)).toList());
  }

  @Test
  void nothingWithAWeightHasNoMean() {
    RunningMean none = new RunningMean(LIKE, SHARDS);
    assertThat(none.end()).isEmpty();

    RunningMean weightless = new RunningMean(LIKE, List.of(1, 2, 3));
    weightless.add(empty(2));
    weightless.add(update(3, 0));
    weightless.pass(1);
    assertThat(weightless.end()).isEmpty();
  }

  @Test
  void oneUpdateIsItsOwnMeanToTheBit() {
    for (int shard : IntStream.range(0, 20).toArray()) {
      RunningMean mean = new RunningMean(LIKE, List.of(shard));
      mean.add(update(shard, 15_037));
      assertThat(mean.end().orElseThrow().values()).isEqualTo(update(shard, 1).values());
    }
  }
}
