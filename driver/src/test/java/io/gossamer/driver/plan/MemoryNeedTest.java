package io.gossamer.driver.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.spark.ExecutorShare;
import io.gossamer.ops.InvalidInput;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final MemoryNeed NEED = new MemoryNeed(100_000_000, 500_000_000, 9_000_000_000L);

  @Test
  void tasksSideBySideMustFitTheirExecutor() {
    assertThatCode(() -> NEED.checkExecutors(new ExecutorShare(1_000_000_000, 2, false))).doesNotThrowAnyException();

    assertThatThrownBy(() -> NEED.checkExecutors(new ExecutorShare(999_999_999, 2, false)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("each executor needs 1,000.0 MB for 2 tasks")
        .hasMessageContaining("spark.executor.memory");
  }

  @Test
  void inOneProcessTheDriverCountsToo() {
    assertThatCode(() -> NEED.checkExecutors(new ExecutorShare(1_100_000_000, 2, true))).doesNotThrowAnyException();

    assertThatThrownBy(() -> NEED.checkExecutors(new ExecutorShare(1_000_000_000, 2, true)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the driver and 2 tasks need 1,100.0 MB").hasMessageContaining("GOSSAMER_HEAP");
  }

  @Test
  void theDriverMustFitItsHeap() {
    assertThatCode(() -> NEED.checkDriver(100_000_000)).doesNotThrowAnyException();

    assertThatThrownBy(() -> NEED.checkDriver(99_999_999)).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("the driver needs 100.0 MB").hasMessageContaining("--driver-memory");
  }
}
