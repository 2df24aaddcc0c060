package io.gossamer.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SumsCacheTest {
  private static final long PLENTY = 1 << 20;

  private final AtomicInteger made = new AtomicInteger();

  private static Rows rows() {
    return new DenseRows(1, new float[] {1}, new float[] {0}, new float[] {1});
  }

  private float[] ask(Rows rows, String question, long mostBytes) {
    return SumsCache.get(rows, question, () -> new float[] {made.incrementAndGet()}, mostBytes);
  }

  @Test
  void theSameQuestionAboutTheSameRowsIsAnsweredFromMemory() {
    Rows rows = rows();

    assertThat(ask(rows, "gradient", PLENTY)).isSameAs(ask(rows, "gradient", PLENTY));
    assertThat(made).hasValue(1);
  }

  @Test
  void equalRowsOfAnotherShardAreOtherRows() {
    Rows one = rows();
    Rows two = rows();

    assertThat(ask(one, "gradient", PLENTY)).containsExactly(1);
    assertThat(ask(two, "gradient", PLENTY)).containsExactly(2);
    assertThat(ask(one, "gradient", PLENTY)).containsExactly(1);
  }

  @Test
  void theNextQuestionReplacesTheLast() {
    Rows rows = rows();

    ask(rows, "gradient", PLENTY);
    assertThat(ask(rows, "momentum", PLENTY)).containsExactly(2);
    assertThat(ask(rows, "gradient", PLENTY)).containsExactly(3);
  }

  @Test
  void sumsBeyondTheLimitAreNotKept() {
    Rows one = rows();
    Rows two = rows();

    ask(one, "gradient", 4);
    ask(two, "gradient", 4);
    assertThat(ask(two, "gradient", 4)).containsExactly(2);
    assertThat(ask(one, "gradient", 3)).containsExactly(3);
    assertThat(ask(one, "gradient", 3)).containsExactly(4);
  }
}
