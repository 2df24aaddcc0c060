package io.gossamer.driver.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.testing.Defaults;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SoupMakerTest {
  private static final NetworkSpec NETWORK = NetworkSpec.mlp(1, List.of(), 2, LossKind.SOFTMAX);
  private static final Mask MASK = new Mask(0, List.of("fc1"), List.of(Patterns.full(2, 1)));

  /** Measures by a function of the values in place of rows. */
  private record Landscape(ToDoubleFunction<float[]> loss, int rows) implements RoundExecutor {
    @Override
    public List<Measures> measure(Split split, Mask mask, List<float[]> models) {
      return models.stream().map(values -> {
        double found = loss.applyAsDouble(values);
        return Measures.of(LossKind.SOFTMAX, new double[] {rows, rows, rows * found, rows / (1 + found), 0, 0, 0, 0});
      }).toList();
    }

    @Override
    public RoundResult train(RoundWork work) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Measures ensemble(Split split, Mask mask, List<float[]> models) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] statistics(Mask mask, float[] values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<byte[]> probe(Mask mask, float[] values, byte[] probe) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static double bowl(float[] values) {
    return values[0] * values[0] + values[1] * values[1];
  }

  /** Two basins, at -1 and 1; their middle is a hill. */
  private static double basins(float[] values) {
    return Math.min(Math.abs(values[0] - 1), Math.abs(values[0] + 1));
  }

  private static SoupOutcome make(
      SoupKind kind, boolean gate, ToDoubleFunction<float[]> loss, int rows, float[]... particles) {
    SoupSettings settings =
        Defaults.of(SoupSettings.class, Map.of("kind", kind, "gate", gate, "particles", particles.length));
    return new SoupMaker(settings, NETWORK, new Landscape(loss, rows))
        .make(MASK, List.of(particles), Arrays.copyOf(new double[] {1, 3, 4, 4}, particles.length));
  }

  @Test
  void theMeanOfOneBasinIsTakenWithANegativeBarrier() {
    SoupOutcome soup = make(SoupKind.UNIFORM, true, SoupMakerTest::bowl, 10, new float[] {1, 0}, new float[] {-1, 1});

    assertThat(soup.values()).containsExactly(0, 0.5f);
    assertThat(soup.barrier().orElseThrow()).isCloseTo(0.25 - 1.5, within(1e-9));
    assertThat(soup.refused()).isFalse();
    assertThat(soup.validation().orElseThrow().meanLoss()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void aMeanAcrossABarrierIsRefusedForTheBestParticle() {
    float[] best = {0.95f, 0};
    SoupOutcome soup = make(SoupKind.UNIFORM, true, SoupMakerTest::basins, 10, new float[] {-0.9f, 0}, best);

    assertThat(soup.values()).isSameAs(best);
    assertThat(soup.weights()).containsExactly(0, 1);
    assertThat(soup.refused()).isTrue();
    assertThat(soup.barrier().orElseThrow()).isGreaterThan(0.8);
  }

  @Test
  void anOpenGateTellsTheBarrierAndAverages() {
    SoupOutcome open = make(
        SoupKind.UNIFORM, false, SoupMakerTest::basins, 10, new float[] {-1, 0}, new float[] {1, 0});
    SoupOutcome blind = make(SoupKind.UNIFORM, true, SoupMakerTest::basins, 0, new float[] {-1, 0}, new float[] {1, 0});

    assertThat(open.values()).containsExactly(0, 0);
    assertThat(open.barrier().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(blind.values()).containsExactly(0, 0);
    assertThat(blind.barrier()).isEmpty();
  }

  @Test
  void rowsWeigh() {
    SoupOutcome soup = make(SoupKind.ROWS, true, SoupMakerTest::bowl, 10, new float[] {4, 0}, new float[] {0, 4});

    assertThat(soup.values()).containsExactly(1, 3);
    assertThat(soup.weights()).containsExactly(0.25, 0.75);
  }

  /** The best, then what does not hurt: (0.4) with (-0.2) is better, with (3) worse. */
  @Test
  void greedyTakesOnlyWhatDoesNotHurt() {
    SoupOutcome soup = make(SoupKind.GREEDY, true, SoupMakerTest::bowl, 10,
        new float[] {0.4f, 0}, new float[] {3, 0}, new float[] {-0.2f, 0});

    assertThat(soup.weights()).containsExactly(0.5, 0, 0.5);
    assertThat(soup.values()[0]).isCloseTo(0.1f, within(1e-6f));
  }

  /** The least loss of a mixture of (1, 0), (-0.5, 1) and (-0.5, -1) is at equal thirds, and of no subset. */
  @Test
  void learnedWeightsFindTheBottom() {
    SoupOutcome soup = make(SoupKind.LEARNED, true, values -> bowl(new float[] {values[0] - 0.4f, values[1]}), 10,
        new float[] {1, 0}, new float[] {-0.5f, 1}, new float[] {-0.5f, -1});

    assertThat(soup.validation().orElseThrow().meanLoss()).isLessThan(0.01);
    assertThat(Arrays.stream(soup.weights()).sum()).isCloseTo(1, within(1e-9));
    assertThat(soup.weights()[0]).isCloseTo(0.6, within(0.1));
  }

  @Test
  void bestKeepsOneAndAnOnlyParticleStaysAsItIs() {
    float[] better = {0.5f, 0};

    assertThat(make(SoupKind.BEST, true, SoupMakerTest::bowl, 10, new float[] {1, 0}, better).values())
        .isSameAs(better);
    assertThat(make(SoupKind.UNIFORM, true, SoupMakerTest::bowl, 10, better).values()).isSameAs(better);
  }

  @Test
  void aPoolMixesInEarlierTicketsThatHelp() {
    Landscape rows = new Landscape(SoupMakerTest::bowl, 10);
    LotteryPool pool = new LotteryPool(
        List.of(0.1, 0.5), values -> values, models -> rows.measure(Split.VALIDATION, MASK, models));

    assertThat(pool.mix(new float[] {1, 0}, List.of(new float[] {-1, 0}, new float[] {9, 9}))).containsExactly(0, 0);
    float[] last = {0, 0};
    assertThat(pool.mix(last, List.of(new float[] {1, 1}))).isSameAs(last);
  }

  @Test
  void divergenceIsThatOfAllPairsOverKeptWeightsAlone() {
    Divergence between = Divergence.of(
        List.of(new float[] {1, 0, 99}, new float[] {0, 1, -99}, new float[] {2, 0, 0}), 2);

    assertThat(between.minDistance()).isCloseTo(1, within(1e-9));
    assertThat(between.maxDistance()).isCloseTo(Math.sqrt(5), within(1e-9));
    assertThat(between.meanDistance()).isCloseTo((Math.sqrt(2) + 1 + Math.sqrt(5)) / 3, within(1e-9));
    assertThat(between.meanAngle()).isCloseTo(60, within(1e-9));
    assertThat(between.maxAngle()).isCloseTo(90, within(1e-9));
  }
}
